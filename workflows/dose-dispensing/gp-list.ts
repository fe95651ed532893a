import type { Text } from '../definition.ts';
import { isWanted, openDuty, restingDuty } from '../duty.ts';
import { base } from './base.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

const renewal = openDuty({
  name: 'renewal',
  task: {
    da: 'Forny borgerens dosisrecepter samlet: de udløber omtrent samtidig',
    en: 'Renew the citizen’s dose prescriptions together: they expire at about the same time',
  },
  deadline: 'renewalAnswer',
  basis: 'fmk',
  routed: 'renewal',
  notice: 'renewalOverdue',
});
const again: Text = {
  da: 'Genordinér borgerens dosisrecepter, eller sig nej',
  en: 'Re-prescribe the citizen’s dose prescriptions, or decline',
};
const handedOver: Text = {
  da: 'Behandlerfarmaceuten må ikke genordinere igen: forny dosisrecepterne',
  en: 'The prescribing pharmacist may not re-prescribe again: renew the dose prescriptions',
};

/**
 * All dose prescriptions of a citizen that expire within the same window are one question, not one for each drug (§3.2 step 7).
 * The GP is asked, or the pharmacist while each product may still be re-prescribed; it closes by what FMK shows. Beside it,
 * planning warns the municipality when a roll is about to lack a drug (A1).
 */
export const renewalRegion = base.createStateConfig({
  initial: 'none',
  meta: title('fornyelse af dosisrecepter', 'renewal of dose prescriptions', true),
  states: {
    stopped: restingDuty('renewal', 'open').stopped,
    none: {
      meta: title('intet at forny', 'nothing to renew', true),
      always: [
        { guard: isWanted('renewal'), target: 'open' },
        { guard: 'isRenewalAhead', target: 'watching' },
      ],
    },
    watching: {
      meta: title('fornyes senere', 'to be renewed later', true),
      entry: 'armRenewal',
      always: [
        { guard: isWanted('renewal'), target: 'open' },
        { guard: 'isNoRenewalAhead', target: 'none' },
        { guard: 'isRenewalMoved', target: 'watching', reenter: true },
      ],
      after: { renewalFrom: { target: 'watching', reenter: true } },
    },
    open: {
      ...renewal,
      initial: 'choosing',
      on: {
        askForRenewal: [
          { guard: 'isRenewalAskedOfPharmacist', target: '.askedPharmacist', actions: 'note' },
          { guard: 'isAskedOfGp', target: '.due', actions: 'note' },
        ],
      },
      states: {
        ...renewal.states,
        choosing: {
          meta: title('vælges', 'being chosen', true),
          entry: 'askRenewal',
          always: [
            { guard: 'isPharmacistRenewing', target: 'askedPharmacist' },
            { guard: 'isRePrescriptionLimitReached', target: 'handedOver' },
            { target: 'due' },
          ],
        },
        due: { ...renewal.states.due, on: { declineRenewal: 'overdue' } },
        askedPharmacist: {
          meta: {
            title: again,
            task: {
              title: again,
              deadline: 'pharmacistRenewal',
              basis: 'fmk',
            },
          },
          after: { pharmacistRenewal: 'due' },
          on: { declineRenewal: 'due' },
        },
        handedOver: {
          entry: {
            type: 'effect',
            params: { kind: 'notice', party: 'gpPractice', code: 'rePrescriptionLimitReached' },
          },
          meta: { title: handedOver, task: { title: handedOver, deadline: 'renewalAnswer', basis: 'fmk' } },
          after: { renewalAnswer: 'overdue' },
          on: { declineRenewal: 'overdue' },
        },
      },
    },
  },
});

/** An order whose end date silently drops a drug from the next roll (A2): the GP says whether it goes on. */
export const orderEndRegion = base.createStateConfig({
  initial: 'none',
  meta: title('ordination, der slutter', 'an order that ends', true),
  states: {
    ...restingDuty('orderEnd', 'open'),
    open: {
      ...openDuty({
        name: 'orderEnd',
        task: {
          da: 'En ordination slutter midt i næste dosisrulle: skal den fortsætte?',
          en: 'An order ends inside the next roll: does it go on?',
        },
        deadline: 'orderEnd',
        basis: 'fmk',
        routed: 'orderEnd',
        notice: 'orderEndOverdue',
      }),
      on: { answerOrderEnd: { actions: 'settleOrderEnd' } },
    },
  },
});
