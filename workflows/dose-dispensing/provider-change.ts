import type { Text } from '../definition.ts';
import { base } from './base.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

/** Which pharmacy packs for the citizen. The new one has the case, and the tasks that are a pharmacy's, from the day of the change. */
export const pharmacyRegion = base.createStateConfig({
  initial: 'staying',
  meta: title('borgerens apotek', 'the citizen’s pharmacy', true),
  on: { changePharmacy: { guard: 'isOpen', target: '.changing', actions: 'noteDrug' } },
  states: {
    staying: { meta: title('skifter ikke apotek', 'staying at the pharmacy', true) },
    changing: {
      meta: title('skifter apotek', 'changing pharmacy'),
      always: { guard: 'isPharmacyChangeDue', target: 'staying', actions: 'takePharmacy' },
      after: { pharmacyChange: { target: 'staying', actions: 'takePharmacy' } },
      on: { cancelPharmacyChange: { target: 'staying', actions: 'noteDrug' } },
    },
  },
});
