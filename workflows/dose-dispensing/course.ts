import type { Text } from '../definition.ts';
import { base } from './base.ts';
import { tellRequests } from './requests.ts';
import { tellCourse } from './rolls.ts';

const title = (da: string, en: string): { title: Text } => ({ title: { da, en } });
const afterDeath = { guard: 'isDeathConfirmedSince', target: 'ending', actions: 'endByDeath' } as const;
const observed = { guard: 'isNewsOfHold', actions: 'observeHold' } as const;
/** Before the start and while dose packing ends a hold moves nothing, but the rolls hear of it; the planning clock sees its ends. */
const heldBeside = {
  holdObserved: { ...observed, actions: ['observeHold', 'review', tellCourse] },
  endHold: { guard: 'isOnHold', actions: ['endHolds', 'review', tellCourse] },
  reopenHold: { guard: 'isHoldLifted', actions: ['reopenHold', 'review', tellCourse] },
  keepHold: { guard: 'isOnHold', actions: ['keepHold', 'review', tellCourse] },
  reopenHoldReview: { guard: 'isHoldKept', actions: ['reopenHoldReview', 'review', tellCourse] },
} as const;

/** What was handed out stays valid: withdrawn consent plans an ending and stops nothing (§3.4). */
const consentWithdrawn = {
  guard: 'mayWithdrawConsent',
  target: 'ending',
  actions: 'planEnding',
} as const;

/**
 * The course of dose packing. Only FMK's holds, persons and the clock move it: what a hospital tells never does (C1).
 */
export const courseRegion = base.createStateConfig({
  initial: 'placing',
  meta: { ...title('dosispakningen', 'the dose packing'), quiet: true },
  states: {
    placing: {
      meta: title('placeres', 'being placed'),
      always: [{ guard: 'isStarted', target: 'active' }, { target: 'starting' }],
    },
    starting: {
      id: 'starting',
      initial: 'identified',
      entry: ['settleHold', tellCourse],
      exit: 'leaveHold',
      meta: { ...title('på vej til start', 'on the way to a start'), quiet: true },
      always: afterDeath,
      on: {
        ...heldBeside,
        // What FMK shows is never refused (C3).
        rollObserved: { guard: 'isRollInHand', target: 'active', actions: ['note', 'start'] },
        giveUpStart: { guard: 'isOptOutExplained', target: 'ended', actions: 'planEnding' },
        voidCase: { target: 'voided', actions: 'rememberNotEnded' },
        mergeInto: { target: 'voided', actions: ['rememberNotEnded', 'merge'] },
      },
      states: {
        identified: {
          meta: title('fundet til dosispakning', 'identified for dose packing'),
          always: { guard: 'isReady', target: 'ready' },
        },
        ready: {
          meta: title('klar til start', 'ready to start'),
          always: { guard: 'isNotReady', target: 'lapsed' },
          after: { readyUntil: { target: 'ready', reenter: true } },
          on: {
            confirmStarted: { target: '#active', actions: 'start' },
            // How long it lasts may have changed.
            dosePrescriptionObserved: {
              guard: 'isNewsOfPrescription',
              target: 'ready',
              reenter: true,
              actions: ['observePrescription', tellRequests],
            },
          },
        },
        lapsed: {
          meta: title('ikke længere klar til start', 'no longer ready to start'),
          always: { guard: 'isReady', target: 'ready' },
        },
      },
    },
    active: {
      id: 'active',
      initial: 'unheld',
      meta: title('aktiv', 'active'),
      entry: ['settleHold', tellCourse],
      always: afterDeath,
      on: {
        holdObserved: { ...observed, target: 'active', reenter: true },
        recordHold: { target: 'active', reenter: true, actions: 'recordHold' },
        withdrawHold: { guard: 'isHoldRecorded', target: 'active', reenter: true, actions: 'withdrawHold' },
        reopenHold: { guard: 'isHoldLifted', target: 'active', reenter: true, actions: 'reopenHold' },
        planEnding: { guard: 'isOptOutExplained', target: 'ending', actions: 'planEnding' },
        withdrawConsent: consentWithdrawn,
        withdrawStarted: { guard: 'isStartConfirmed', target: 'starting', actions: 'unstart' },
        voidCase: { target: 'voided', actions: 'rememberNotEnded' },
        mergeInto: { target: 'voided', actions: ['rememberNotEnded', 'merge'] },
      },
      states: {
        unheld: {
          meta: { ...title('ikke i bero', 'not on hold'), quiet: true },
          always: [
            { guard: 'isOnHold', target: '#onHold' },
            { guard: 'isHoldAhead', target: 'holdAhead' },
          ],
        },
        holdAhead: {
          meta: title('sættes senere i bero', 'on hold later'),
          after: { holdStart: { target: '#active', reenter: true } },
          on: { endHold: { target: '#active', reenter: true, actions: 'endHolds' } },
        },
      },
    },
    onHold: {
      id: 'onHold',
      initial: 'openEnded',
      meta: title('i bero', 'on hold'),
      entry: ['settleHold', tellCourse],
      exit: 'leaveHold',
      always: afterDeath,
      on: {
        holdObserved: { ...observed, target: 'onHold', reenter: true },
        recordHold: { target: 'onHold', reenter: true, actions: 'recordHold' },
        // Put on hold by mistake: no roll was skipped for it.
        withdrawHold: { guard: 'isHoldRecorded', target: 'active', actions: 'withdrawHold' },
        endHold: { target: 'onHold', reenter: true, actions: 'endHolds' },
        keepHold: { target: 'onHold', reenter: true, actions: 'keepHold' },
        reopenHoldReview: { guard: 'isHoldKept', target: 'onHold', reenter: true, actions: 'reopenHoldReview' },
        planEnding: { guard: 'isOptOutExplained', target: 'ending', actions: 'planEnding' },
        withdrawConsent: consentWithdrawn,
        withdrawStarted: { guard: 'isStartConfirmed', target: 'starting', actions: 'unstart' },
        voidCase: { target: 'voided', actions: 'rememberNotEnded' },
        mergeInto: { target: 'voided', actions: ['rememberNotEnded', 'merge'] },
      },
      states: {
        openEnded: {
          meta: { ...title('uden slutdato', 'open-ended'), quiet: true },
          always: [
            // The rolls skipped under the hold do not come back by themselves (§8.1.10).
            { guard: 'isNotOnHold', target: '#active', actions: 'missRolls' },
            { guard: 'isHoldEnding', target: 'untilEnd' },
          ],
        },
        untilEnd: {
          meta: { ...title('med slutdato', 'with an end'), quiet: true },
          after: { holdEnd: { target: '#onHold', reenter: true } },
        },
      },
    },
    ending: {
      meta: title('ved at ophøre', 'ending'),
      entry: ['settleHold', tellCourse],
      exit: 'leaveHold',
      always: [
        { guard: 'isDeathConfirmedSince', actions: 'endByDeath' },
        { guard: 'isDeathDismissedAfterPlan', actions: 'restorePlan' },
        { guard: 'isDeathDismissed', target: 'placing', actions: 'restorePlan' },
      ],
      on: {
        ...heldBeside,
        planEnding: { guard: 'isNotByDeath', target: 'ending', reenter: true, actions: 'planEnding' },
        cancelEnding: { guard: 'isNotByDeath', target: 'active', actions: 'cancelEnding' },
        reopenConsent: { guard: 'isEndingByWithdrawal', target: 'active', actions: 'cancelEnding' },
        confirmEnded: { guard: 'isOrderly', target: 'ended' },
        voidCase: { target: 'voided', actions: 'rememberNotEnded' },
        mergeInto: { target: 'voided', actions: ['rememberNotEnded', 'merge'] },
      },
    },
    ended: {
      tags: 'closed',
      meta: title('ophørt', 'ended'),
      entry: ['close', 'noteEnded', tellCourse],
      always: { guard: 'isDeathDismissed', target: 'ending', actions: 'reopen' },
      on: {
        holdObserved: observed,
        reopen: { guard: 'isNotByDeath', target: 'placing', actions: ['reopen', 'cancelEnding'] },
        voidCase: { target: 'voided', actions: 'rememberEnded' },
        mergeInto: { target: 'voided', actions: ['rememberEnded', 'merge'] },
      },
    },
    voided: {
      tags: 'closed',
      meta: title('annulleret', 'voided'),
      entry: ['close', tellCourse],
      exit: 'reopen',
      on: {
        holdObserved: observed,
        restoreVoided: [
          { guard: 'isEndedBelowVoid', target: 'ended', actions: ['recallEnded', 'unmerge'] },
          { guard: 'isEndingBelowVoid', target: 'ending', actions: 'unmerge' },
          { target: 'placing', actions: 'unmerge' },
        ],
      },
    },
  },
});
