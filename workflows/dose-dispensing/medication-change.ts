import type { Text } from '../definition.ts';
import { isNotWanted, isWanted, openDuty, restingDuty } from '../duty.ts';
import { base } from './base.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

/** The GP cancels it; it stops nothing, and closes by what FMK shows (§8.1.8). */
const tidying: Text = {
  da: 'Oprydning: dosisrecepten på et seponeret lægemiddel er stadig åben',
  en: 'Tidying: the dose prescription of a stopped drug is still open',
};

/**
 * A change of medication that the rolls do not follow by themselves (§3.8). Before the cut-off there is nothing to do: the
 * next roll is right.
 */
export const medicationChangeRegion = base.createStateConfig({
  initial: 'none',
  meta: title('medicinændring', 'change of medication', true),
  states: {
    none: {
      meta: title('ingen', 'none', true),
      // FMK shows a drug as stopped whose dose prescription is still open.
      always: { guard: isWanted('tidying'), target: 'underway' },
      on: entered({ target: 'underway' }),
    },
    underway: {
      type: 'parallel',
      meta: title('følges op', 'followed up', true),
      always: { guard: 'isNothingChanging', target: 'none' },
      on: entered({}),
      states: {
        decision: duty(
          'changeDecision',
          {
            da: 'Nuværende og næste dosisrulle passer ikke til medicinen: vent, eller er det akut?',
            en: 'The current and the next roll do not fit the medication: wait, or is it acute?',
          },
          'urgent',
        ),
        discarding: duty(
          'discarding',
          {
            da: 'Akut seponering eller nedsat dosis: få dosisrullerne kasseret og erstattet. Åbn ikke doseposerne',
            en: 'Acute stop or reduction: have the rolls discarded and replaced. Do not open pouches',
          },
          'urgent',
          'confirmRollsDiscarded',
        ),
        boxes: duty(
          'sideDosingSetUp',
          {
            da: 'Nyt eller øget lægemiddel, der haster: sørg for æsker, og sæt sidedosering i gang',
            en: 'A new or increased drug that cannot wait: get boxes, and begin side dosing',
          },
          'urgent',
          'confirmSideDosingSetUp',
        ),
        tidying: {
          initial: 'none',
          meta: { title: tidying, quiet: true },
          states: {
            ...restingDuty('tidying', 'open'),
            open: {
              ...openDuty({
                name: 'tidying',
                task: tidying,
                deadline: 'tidying',
                basis: 'municipal',
                routed: 'tidying',
                notice: 'tidyingOverdue',
              }),
              on: { confirmPrescriptionTidied: { actions: 'note' } },
            },
          },
        },
        sideDosing: {
          initial: 'none',
          meta: title('sidedosering', 'side dosing', true),
          on: { endSideDosing: { guard: 'isKnownChange', actions: 'note' } },
          states: {
            ...restingDuty('sideDosing', 'watching'),
            // Goes on at rest: its end stops there.
            none: {
              meta: title('ikke aktuel', 'not needed', true),
              always: { guard: isWanted('sideDosing'), target: 'watching' },
            },
            watching: {
              meta: title('sidedoseres fra æsker', 'side-dosed from boxes'),
              after: { sideDosing: 'over' },
              always: { guard: isNotWanted('sideDosing'), target: 'none' },
              // Each may bring the end nearer or take it away.
              on: {
                ...entered({ target: 'watching', reenter: true }),
                endSideDosing: { guard: 'isKnownChange', target: 'watching', reenter: true, actions: 'note' },
                rollObserved: { target: 'watching', reenter: true, actions: 'note' },
              },
            },
            over: {
              meta: title('ses efter', 'being looked at', true),
              always: [{ guard: 'isSideDosingOver', target: 'none', actions: 'endSideDosingDue' }, { target: 'open' }],
            },
            open: {
              ...openDuty({
                name: 'sideDosing',
                task: {
                  da: 'Er sidedosering stadig nødvendig?',
                  en: 'Is side dosing still needed?',
                },
                deadline: 'urgent',
                basis: 'municipal',
                notice: 'sideDosingOverdue',
              }),
              on: { rollObserved: { target: 'watching', actions: 'note' }, keepSideDosing: 'watching' },
            },
          },
        },
      },
    },
  },
});

/** Entries that may start, change or take back a change. */
function entered<const To extends { target?: 'underway' | 'watching'; reenter?: true }>(to: To) {
  return {
    medicationChanged: { guard: 'isOpen', actions: 'noteDrug', ...to },
    decideMedicationChange: { guard: 'isKnownChange', actions: 'noteDrug', ...to },
    withdrawMedicationChange: { guard: 'isKnownChange', actions: 'noteDrug', ...to },
    reopenRollsDiscarded: { guard: 'isAnyRollDiscarded', actions: 'noteDrug', ...to },
    reopenSideDosingSetUp: { guard: 'isAnySideDosingSetUp', actions: 'noteDrug', ...to },
    reopenPrescriptionTidied: { guard: 'isAnyPrescriptionTidied', actions: 'noteDrug', ...to },
    resumeSideDosing: { guard: 'isSideDosingEnded', actions: 'noteDrug', ...to },
  } as const;
}

function duty<Name extends 'changeDecision' | 'discarding' | 'sideDosingSetUp'>(
  name: Name,
  task: Text,
  deadline: 'urgent',
  confirm?: 'confirmRollsDiscarded' | 'confirmSideDosingSetUp',
) {
  return base.createStateConfig({
    initial: 'none',
    meta: { title: task, quiet: true },
    states: {
      ...restingDuty(name, 'open'),
      open: {
        ...openDuty({ name, task, deadline, basis: 'municipal', notice: `${name}Overdue` }),
        ...(confirm && { on: { [confirm]: { actions: 'note' } } }),
      },
    },
  });
}
