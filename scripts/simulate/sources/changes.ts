import { on } from '../fate.ts';
import { command, fact, toCase } from '../happening.ts';
import type { Happening } from '../happening.ts';
import type { Source } from '../sources.ts';
import { prescription } from './prescriptions.ts';

/**
 * The GP changes the medication, tells of it here, and FMK shows it: the dose prescription of a new drug from the first roll
 * that has it. Shown earlier it is a drug that no roll gives, and no case asks about that yet.
 */
export const changes: Source = ({ changes, rolls }) =>
  changes.flatMap(({ kind, drug, at, from, isAcute }, n): Happening[] => {
    const { drugId, prescriptionId } = drug;
    const first = rolls.find(({ drugIds, inHandFrom }) => inHandFrom && inHandFrom > at && drugIds.includes(drugId));
    const said = command(
      'GP',
      toCase,
      'medicationChanged',
      { drugId, kind, from, ...(isAcute && { acute: true }) },
      at,
      'gp',
    );
    const order = `order:${prescriptionId}:${n}`;
    const data = { drugMedicationId: order, drugId, ...(kind === 'stop' && { endDate: from }) };
    return [
      said,
      { ...fact('FMK', toCase, 'drugMedicationObserved', data, at, order), object: order },
      ...(kind === 'new' && first ? [prescription(drug, 'open', on(first.startDate, '06:00'))] : []),
    ];
  });
