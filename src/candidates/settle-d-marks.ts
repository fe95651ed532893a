import type { CandidateDrug } from './questions.ts';
import type { CandidateDrugView } from './views.ts';

/**
 * Each drug with the D mark that counts: of `marks`, which the price list in force says by drug id, else the importer's own.
 * Who said it is kept with the drug; where nobody did, nothing is. Pure.
 */
export function settleDMarks(
  drugs: readonly CandidateDrug[],
  marks: ReadonlyMap<string, boolean>,
): CandidateDrugView[] {
  return drugs.map((drug) => {
    const listed = marks.get(drug.drugId);
    if (listed !== undefined) return { ...drug, isDoseDispensable: listed, dMarkFrom: 'priceList' };
    return typeof drug.isDoseDispensable === 'boolean' ? { ...drug, dMarkFrom: 'importer' } : drug;
  });
}
