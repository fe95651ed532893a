/** Whose turn it is to find something in place of a drug on back-order (§3.11). Pure. */
import type { Parties } from '../definition.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import type { SituationChanged } from './messages.ts';

/**
 * In turn: another drug of the group at the pharmacy; one outside it by the prescribing pharmacist, where the policy in force
 * gives that power (C6); the GP; a roll without the drug, which is given from boxes; the contact of the sundhedsklynge (R60).
 */
const steps = ['inGroup', 'outsideGroup', 'gp', 'partialRoll', 'cluster'] as const;
export type Step = (typeof steps)[number];
/** Where the case waits: for a step's answer, or for what the answer shall bring. */
export type Place = Step | 'awaitingFmk' | 'awaitingUnknown' | 'sideDosed' | 'clusterAsked';

export interface Progress {
  /** Steps that were declined, or whose time passed. */
  passed: readonly Step[];
  /** The step that chose a substitute, which FMK shall show. */
  chosenIn: Step | undefined;
  /** Whether the price list did not hold what was chosen. */
  isChosenUnknown: boolean;
  sideDosedFrom: string | undefined;
  clusterAsked: boolean;
}

export const nothingDone: Progress = {
  passed: [],
  chosenIn: undefined,
  isChosenUnknown: false,
  sideDosedFrom: undefined,
  clusterAsked: false,
};

interface Setting extends Progress {
  situation: Pick<SituationChanged, 'alternatives'>;
  parties: Parties;
  policy: Pick<PolicySet, 'maySubstituteOutsideGroup'>;
}

/** A party that the case does not have is passed over: what it would be asked ends at the municipality. */
export function placeOf(setting: Setting): Place {
  if (setting.chosenIn) return setting.isChosenUnknown ? 'awaitingUnknown' : 'awaitingFmk';
  const step = steps.find((each) => !setting.passed.includes(each) && isOpenTo(each, setting)) ?? 'cluster';
  if (step === 'partialRoll' && setting.sideDosedFrom) return 'sideDosed';
  return step === 'cluster' && setting.clusterAsked ? 'clusterAsked' : step;
}

function isOpenTo(step: Step, { situation, parties, policy }: Setting): boolean {
  switch (step) {
    case 'inGroup':
      return parties.pharmacy !== undefined && situation.alternatives.length > 0;
    case 'outsideGroup':
      return parties.pharmacy !== undefined && policy.maySubstituteOutsideGroup;
    case 'gp':
      return parties.gpPractice !== undefined;
    case 'partialRoll':
    case 'cluster':
      return true;
  }
}
