import type { StateMeta, Text } from '../definition.ts';
import { isWanted, openDuty, restingDuty } from '../duty.ts';
import { base } from './base.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

const prescribing = openDuty({
  name: 'prescribing',
  task: {
    da: 'Få dosisrecepter på de lægemidler, der skal pakkes',
    en: 'Get dose prescriptions for the drugs to be packed',
  },
  deadline: 'followUp',
  basis: 'municipal',
  routed: 'prescribing',
  notice: 'prescribingOverdue',
});

/** Who takes part does so by choice: what is not answered in time comes back to the municipality (§8.1.16). */
function asked<const Deadline extends 'gpAnswer' | 'pharmacistAnswer'>(deadline: Deadline) {
  const title = { da: 'Udsted dosisrecepter, eller sig nej', en: 'Issue dose prescriptions, or decline' };
  const meta: StateMeta = { title, task: { title, deadline, basis: 'municipal' } };
  return { meta, after: { [deadline]: 'overdue' } as { [D in Deadline]: 'overdue' } } as const;
}

/** A GP who has not answered is reminded once before the municipality takes over. */
const reminded = {
  initial: 'waiting',
  states: {
    waiting: { meta: title('lægen er spurgt', 'the GP is asked', true), after: { prescribingReminder: 'reminded' } },
    reminded: {
      entry: { type: 'effect', params: { kind: 'notice', party: 'gpPractice', code: 'prescribingReminder' } },
      meta: title('lægen er mindet om det', 'the GP is reminded', true),
    },
  },
} as const;

/**
 * What dose packing rests on (C3). On the way to the first roll: dose prescriptions, and a start date from the stock at home
 * (§3.2, §3.3, §3.6). Once it runs: what is missing or contradicted is shown and asked about, and never stops the packing.
 */
export const foundationRegion = base.createStateConfig({
  initial: 'none',
  meta: title('grundlag', 'the foundation', true),
  on: {
    reopenDiscrepancy: { guard: 'isAnyDiscrepancyAccepted', actions: 'note' },
    recordRePrescription: { guard: 'isBelowRePrescriptionLimit', actions: 'note' },
    withdrawRePrescription: { guard: 'isRePrescribed', actions: 'note' },
  },
  states: {
    none: {
      meta: title('intet mangler', 'nothing is missing', true),
      always: [
        { guard: 'isNotStarted', target: 'underway' },
        { guard: isWanted('discrepancy'), target: 'open' },
      ],
    },
    stopped: restingDuty('discrepancy', 'open').stopped,
    open: {
      ...openDuty({
        name: 'discrepancy',
        task: {
          da: 'Dosispakningen kører, men noget mangler: tjek egnethed, samtykke, D-mærke, dosisrecepter og sammenlagte forløb',
          en: 'Dose packing runs, but something is missing: check suitability, consent, D marks, dose prescriptions and merged cases',
        },
        deadline: 'followUp',
        basis: 'municipal',
        routed: 'discrepancy',
        notice: 'discrepancyOverdue',
      }),
      on: { acceptDiscrepancy: { actions: 'note' } },
    },
    underway: {
      type: 'parallel',
      meta: title('på vej mod start', 'on the way to a start', true),
      always: { guard: 'isStarted', target: 'none' },
      states: {
        prescribing: {
          initial: 'none',
          meta: title('dosisrecepter', 'dose prescriptions', true),
          states: {
            ...restingDuty('prescribing', 'open'),
            open: {
              ...prescribing,
              on: {
                askForPrescriptions: [
                  { guard: 'isAskedOfPharmacist', target: '.askedPharmacist', actions: 'note' },
                  { guard: 'isAskedOfGp', target: '.askedGp', actions: 'note' },
                ],
              },
              states: {
                ...prescribing.states,
                before: { type: 'history', history: 'deep' },
                askedGp: { ...asked('gpAnswer'), ...reminded, on: answers() },
                askedPharmacist: { ...asked('pharmacistAnswer'), on: answers() },
              },
            },
          },
        },
        firstRoll: {
          initial: 'none',
          meta: title('første dosisrulle', 'the first roll', true),
          states: {
            ...restingDuty('firstRoll', 'open'),
            open: {
              ...openDuty({
                name: 'firstRoll',
                task: {
                  da: 'Få dosispakningen startet, eller afslut uden start',
                  en: 'Have dose packing started, or end without a start',
                },
                deadline: 'start',
                basis: 'municipal',
                routed: 'firstRoll',
                notice: 'startOverdue',
              }),
              on: {
                countStock: { target: 'open', reenter: true, actions: 'note' },
                withdrawStartDate: { guard: 'isStartDated', target: 'open', reenter: true, actions: 'note' },
                agreeStart: { guard: 'isFarEnoughAhead', target: 'open', reenter: true, actions: 'note' },
              },
            },
          },
        },
      },
    },
  },
});

function answers() {
  return {
    declinePrescribing: 'due',
    withdrawPrescriptionsAsked: { target: 'due', actions: 'note' },
  } as const;
}
