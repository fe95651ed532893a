import type { Candidate, CareSetting, Drug } from '../api.ts';

export const stabilityQuestions = ['stableBackward', 'stableForward', 'changePlanned'] as const;
type StabilityQuestion = (typeof stabilityQuestions)[number];

/** A drug of the regimen; what nobody has answered is not known. */
export interface ChosenDrug {
  drugId: string;
  name: string;
  /** The D mark of the price list. */
  isDoseDispensable: boolean;
  hasStructuredDosage: boolean | undefined;
  /** One without the D mark is always given beside the roll. */
  dosing: 'packed' | 'beside';
}

/** What someone has typed on the page that opens a case. */
export interface Given {
  /** Of the list of candidates, who it is: then the list says who and where, and the case is opened from it. */
  candidate: string | undefined;
  way: 'identified' | 'alreadyOnDosePacking' | undefined;
  cpr: string;
  name: string;
  careSetting: CareSetting | undefined;
  gpPractice: string;
  pharmacy: string;
  since: string;
  lastsUntil: string;
  drugs: readonly ChosenDrug[];
  stability: Partial<Record<StabilityQuestion, boolean>>;
  remark: string;
  conclusion: 'suited' | 'notSuited' | 'later' | undefined;
  notSuitedReason: string;
}

export const nothing: Given = {
  candidate: undefined,
  way: undefined,
  cpr: '',
  name: '',
  careSetting: undefined,
  gpPractice: '',
  pharmacy: '',
  since: '',
  lastsUntil: '',
  drugs: [],
  stability: {},
  remark: '',
  conclusion: undefined,
  notSuitedReason: '',
};

/**
 * What the list of candidates says already: who and where, the regular drugs, and of the stability what it asks for. The D mark
 * and the names are those of the price list where it knows the drug, for the list may be of another day.
 */
export function givenOf(
  { id, cpr, name = '', careSetting, drugs, stability }: Candidate,
  priced: ReadonlyMap<string, Drug>,
): Given {
  const regular = drugs.filter(({ isAsNeeded }) => isAsNeeded !== true);
  return {
    ...nothing,
    candidate: id,
    way: 'identified',
    ...{ cpr, name, careSetting },
    drugs: regular.map(({ drugId, hasStructuredDosage, isDoseDispensable: told }): ChosenDrug => {
      const known = priced.get(drugId);
      const isDoseDispensable = known?.isDoseDispensable ?? told ?? false;
      const dosing = isDoseDispensable ? 'packed' : 'beside';
      return { drugId, name: known?.name ?? drugId, isDoseDispensable, hasStructuredDosage, dosing };
    }),
    stability: stability ? { stableBackward: stability.stableBackward, changePlanned: stability.changePlanned } : {},
  };
}

export function isStabilityAnswered({ stability }: Pick<Given, 'stability'>): boolean {
  return stabilityQuestions.every((question) => stability[question] !== undefined);
}

/** The name under which a drug's missing answer is told. */
export const faultOfDrug = (drugId: string): string => `structured ${drugId}`;
