import type { Text } from '../definition.ts';
import { isNotWanted, isWanted, openDuty, restingDuty } from '../duty.ts';
import { base } from './base.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

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
        tidying: duty(
          'tidying',
          {
            da: 'Oprydning: dosisrecepten på et seponeret lægemiddel er stadig åben',
            en: 'Tidying: the dose prescription of a stopped drug is still open',
          },
          'followUp',
          'confirmPrescriptionTidied',
        ),
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
    medicationChanged: { guard: 'isOpen', actions: 'note', ...to },
    decideMedicationChange: { guard: 'isKnownChange', actions: 'note', ...to },
    withdrawMedicationChange: { guard: 'isKnownChange', actions: 'note', ...to },
    reopenRollsDiscarded: { guard: 'isAnyRollDiscarded', actions: 'note', ...to },
    reopenSideDosingSetUp: { guard: 'isAnySideDosingSetUp', actions: 'note', ...to },
    reopenPrescriptionTidied: { guard: 'isAnyPrescriptionTidied', actions: 'note', ...to },
    resumeSideDosing: { guard: 'isSideDosingEnded', actions: 'note', ...to },
  } as const;
}

function duty<Name extends 'changeDecision' | 'discarding' | 'sideDosingSetUp' | 'tidying'>(
  name: Name,
  task: Text,
  deadline: 'urgent' | 'followUp',
  confirm?: 'confirmRollsDiscarded' | 'confirmSideDosingSetUp' | 'confirmPrescriptionTidied',
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
