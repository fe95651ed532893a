import type { CareSetting } from '../api.ts';

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

export function isStabilityAnswered({ stability }: Pick<Given, 'stability'>): boolean {
  return stabilityQuestions.every((question) => stability[question] !== undefined);
}

/** The name under which a drug's missing answer is told. */
export const faultOfDrug = (drugId: string): string => `structured ${drugId}`;
