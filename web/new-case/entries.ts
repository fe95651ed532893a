import { isStabilityAnswered } from './given.ts';
import type { ChosenDrug, Given } from './given.ts';

export type EntryType = 'countStock' | 'recordDrug' | 'stateStability' | 'assessSuited' | 'assessNotSuited';

/** Something known already, as the command that records it. */
export interface Entry {
  type: EntryType;
  data: Record<string, unknown>;
  /** Of which drug, where it is of one. */
  about?: string;
}

export function entryOfDrug({ name, drugId, isDoseDispensable, hasStructuredDosage, dosing }: ChosenDrug): Entry {
  return { type: 'recordDrug', about: name, data: { drugId, isDoseDispensable, hasStructuredDosage, dosing } };
}

/** In the order in which the chart can take them: the assessment rests on the stability. */
export function entriesOf(given: Given): Entry[] {
  const { way, lastsUntil, drugs, stability, remark, conclusion, notSuitedReason } = given;
  if (way !== 'identified') return [];
  return [
    ...(lastsUntil ? [{ type: 'countStock' as const, data: { lastsUntil } }] : []),
    ...drugs.map(entryOfDrug),
    ...(isStabilityAnswered(given)
      ? [{ type: 'stateStability' as const, data: { ...stability, ...(remark.trim() && { remark: remark.trim() }) } }]
      : []),
    ...(conclusion === 'suited' ? [{ type: 'assessSuited' as const, data: {} }] : []),
    ...(conclusion === 'notSuited'
      ? [{ type: 'assessNotSuited' as const, data: { reason: notSuitedReason.trim() } }]
      : []),
  ];
}
