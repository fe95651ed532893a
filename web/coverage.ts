import type { CaseView } from './api.ts';

/** Which days the citizen has medicine for, drug by drug. */
export interface Coverage {
  coveredUntil: string | null;
  firstGap: string | null;
  days: { date: string; drugs: { drugId: string; by: CoveredBy }[] }[];
}

export type CoveredBy = 'roll' | 'sideDosing' | 'hospital' | 'none';

/** The one place that knows how the API gives it. */
export function coverageOf(shown: CaseView): Coverage | undefined {
  const { coverage } = shown as CaseView & { coverage?: Coverage | null };
  return coverage ?? undefined;
}
