import type { Text } from '../definition.ts';
import { isNotWanted, openDuty, restingDuty } from '../duty.ts';
import { base } from './base.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

type Step = 'ordinaryPrescriptions' | 'pharmacyTold' | 'feeStopped';
type StepCommand =
  | 'confirmOrdinaryPrescriptions'
  | 'reopenOrdinaryPrescriptions'
  | 'confirmPharmacyTold'
  | 'reopenPharmacyTold'
  | 'confirmFeeStopped'
  | 'reopenFeeStopped';

function step(name: Step, task: Text, confirm: StepCommand, reopen: StepCommand) {
  return base.createStateConfig({
    initial: 'open',
    meta: { title: task, quiet: true },
    states: {
      ...restingDuty(name, 'open'),
      open: {
        ...openDuty({ name, task, deadline: 'followUp', basis: 'municipal', notice: 'endingOverdue' }),
        on: { [confirm]: 'done' },
      },
      done: {
        meta: title('gjort', 'done', true),
        on: { [reopen]: 'open' },
        always: { guard: isNotWanted(name), target: 'none' },
      },
    },
  });
}

const lastRoll = openDuty({
  name: 'lastRoll',
  task: { da: 'Bekræft, at dosispakningen er ophørt', en: 'Confirm that dose packing has ended' },
  deadline: 'ending',
  basis: 'municipal',
  notice: 'endingOverdue',
});
/** A roll that comes after the plan may be the last one. */
const handedOut = {
  rollObserved: { guard: 'isRollInHand', target: 'due', reenter: true, actions: 'note' },
} as const;

/** What an orderly ending takes, in time before the last roll is used (§3.12). */
export const endingRegion = base.createStateConfig({
  initial: 'none',
  meta: title('ophør', 'the ending', true),
  states: {
    none: {
      meta: title('ikke planlagt', 'not planned', true),
      always: { guard: 'isPlannedEnding', target: 'planned' },
    },
    planned: {
      type: 'parallel',
      meta: title('planlagt', 'planned', true),
      always: { guard: 'isNotPlannedEnding', target: 'none' },
      states: {
        ordinaryPrescriptions: step(
          'ordinaryPrescriptions',
          {
            da: 'Få almindelige recepter klar, før sidste dosisrulle slutter',
            en: 'Get ordinary prescriptions ready before the last roll ends',
          },
          'confirmOrdinaryPrescriptions',
          'reopenOrdinaryPrescriptions',
        ),
        pharmacyTold: step(
          'pharmacyTold',
          { da: 'Giv apoteket besked om ophør', en: 'Tell the pharmacy about the ending' },
          'confirmPharmacyTold',
          'reopenPharmacyTold',
        ),
        feeStopped: step(
          'feeStopped',
          {
            da: 'Få dosispakkegebyret stoppet hos apoteket og den, der betaler',
            en: 'Have the dose-packing fee stopped at the pharmacy and with whoever pays',
          },
          'confirmFeeStopped',
          'reopenFeeStopped',
        ),
        lastRoll: {
          initial: 'open',
          meta: title('sidste dosisrulle', 'the last roll', true),
          states: {
            ...restingDuty('lastRoll', 'open'),
            open: {
              ...lastRoll,
              on: { planEnding: { target: 'open', reenter: true } },
              states: { ...lastRoll.states, due: { ...lastRoll.states.due, on: handedOut } },
            },
          },
        },
      },
    },
  },
});
