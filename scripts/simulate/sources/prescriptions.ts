import { plusDays } from '../../../workflows/calendar.ts';
import { fact, toCase } from '../happening.ts';
import type { Happening } from '../happening.ts';
import type { Drug } from '../fate.ts';
import type { Source } from '../sources.ts';

/** Dose prescriptions as FMK shows them: removed in hospital, and run out where nobody renews them. */
export const prescriptions: Source = ({ stays, drugs, endsAt, isNew }) => [
  ...stays.flatMap(({ removed, isCancelled }): Happening[] =>
    removed && !isCancelled
      ? [
          prescription(removed.drug, 'cancelled', removed.at, {
            byHospital: true,
            ...(removed.reason && { reason: removed.reason }),
          }),
        ]
      : [],
  ),
  ...drugs
    .filter(({ validTo, dosing }) => !isNew && dosing === 'packed' && validTo < endsAt)
    .map((drug) => prescription(drug, 'expired', plusDays(drug.validTo, 1))),
];

export function prescription(
  { prescriptionId, drugId, validTo }: Drug,
  status: string,
  at: string,
  more: { byHospital?: boolean; reason?: string; issuedBy?: 'gp' | 'prescribingPharmacist' } = {},
): Happening {
  const object = `prescription:${prescriptionId}`;
  const data = { prescriptionId, drugId, status, validTo, ...more };
  return { ...fact('FMK', toCase, 'dosePrescriptionObserved', data, at, `${object}:${status}:${at}`), object };
}
