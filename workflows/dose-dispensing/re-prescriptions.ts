/** How often the prescribing pharmacist has re-prescribed a product, and who may yet (R23, R33). Pure. */
import { own } from '../own.ts';
import type { DoseContext } from './base.ts';

type Needs = Pick<DoseContext, 'env' | 'rePrescriptions' | 'prescriptions'>;

/** By what the pharmacist entered and by what FMK shows, whichever is more: one act is often told both ways. */
function timesRePrescribed({ rePrescriptions, prescriptions }: Needs, drugId: string): number {
  const entered = own(rePrescriptions, drugId)?.length ?? 0;
  const shown = Object.values(prescriptions).filter(
    (prescription) => prescription.drugId === drugId && prescription.issuedBy === 'prescribingPharmacist',
  ).length;
  return Math.max(entered, shown);
}

export function mayRePrescribe(context: Needs, drugId: string): boolean {
  return timesRePrescribed(context, drugId) < context.env.policy.maxRePrescriptions;
}
