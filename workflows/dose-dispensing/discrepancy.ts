import type { Text } from '../definition.ts';
import { openDuty, restingDuty } from '../duty.ts';
import { base } from './base.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

/**
 * Dose packing runs, and something that it rests on is missing or contradicted (C3). It is shown and asked about; it never
 * stops the packing.
 */
export const discrepancyRegion = base.createStateConfig({
  initial: 'none',
  meta: title('uoverensstemmelse', 'discrepancy', true),
  on: { reopenDiscrepancy: { guard: 'isAnyDiscrepancyAccepted', actions: 'note' } },
  states: {
    ...restingDuty('discrepancy', 'open'),
    open: {
      ...openDuty({
        name: 'discrepancy',
        task: {
          da: 'Dosispakningen kører, men noget mangler: tjek egnethed, samtykke, D-mærke og dosisrecepter',
          en: 'Dose packing runs, but something is missing: check suitability, consent, D marks and dose prescriptions',
        },
        deadline: 'followUp',
        basis: 'municipal',
        notice: 'discrepancyOverdue',
      }),
      on: { acceptDiscrepancy: { actions: 'note' } },
    },
  },
});
