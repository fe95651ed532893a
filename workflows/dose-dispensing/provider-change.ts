import type { Text } from '../definition.ts';
import { base } from './base.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

/** Told on its day, when it may open the case; before, only the organisation that has the part does (decision 0044). */
const toldOf = (party: 'pharmacy' | 'gpPractice') =>
  ({ type: 'effect', params: { kind: 'notice', party, code: 'citizenTakenOver' } }) as const;

/**
 * Which pharmacy packs for the citizen. The new one has the case, and the tasks that are a pharmacy's, from the day of the
 * change. A closed case goes to nobody new: the plan rests until the case is opened again.
 */
export const pharmacyRegion = base.createStateConfig({
  initial: 'staying',
  meta: title('borgerens apotek', 'the citizen’s pharmacy', true),
  on: { changePharmacy: { guard: 'isOpen', target: '.changing', actions: 'noteDrug' } },
  states: {
    staying: { meta: title('skifter ikke apotek', 'staying at the pharmacy', true) },
    changing: {
      meta: title('skifter apotek', 'changing pharmacy'),
      always: [
        { guard: 'isClosed', target: 'resting' },
        { guard: 'isPharmacyChangeDue', target: 'staying', actions: ['takePharmacy', toldOf('pharmacy')] },
      ],
      after: { pharmacyChange: { target: 'staying', actions: ['takePharmacy', toldOf('pharmacy')] } },
      on: { cancelPharmacyChange: { target: 'staying', actions: 'noteDrug' } },
    },
    resting: {
      meta: title(
        'skiftede apotek, da forløbet blev afsluttet',
        'was changing pharmacy when the case was closed',
        true,
      ),
      always: { guard: 'isOpen', target: 'changing' },
    },
  },
});

/** Which GP practice the citizen has. As for the pharmacy: from its day on the new one has the case and the GP's tasks. */
export const gpRegion = base.createStateConfig({
  initial: 'staying',
  meta: title('borgerens læge', 'the citizen’s GP', true),
  on: { changeGp: { guard: 'isOpen', target: '.changing', actions: 'note' } },
  states: {
    staying: { meta: title('skifter ikke læge', 'staying with the GP', true) },
    changing: {
      meta: title('skifter læge', 'changing GP'),
      always: [
        { guard: 'isClosed', target: 'resting' },
        { guard: 'isGpChangeDue', target: 'staying', actions: ['takeGp', toldOf('gpPractice')] },
      ],
      after: { gpChange: { target: 'staying', actions: ['takeGp', toldOf('gpPractice')] } },
      on: { cancelGpChange: { target: 'staying', actions: 'note' } },
    },
    resting: {
      meta: title('skiftede læge, da forløbet blev afsluttet', 'was changing GP when the case was closed', true),
      always: { guard: 'isOpen', target: 'changing' },
    },
  },
});
