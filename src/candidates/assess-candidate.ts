import type { Blocker, CandidateDrug, CandidateGiven } from './questions.ts';

export interface Assessed {
  /** Of the drugs taken regularly, how many per cent can be dose packed; 0 where none are known. */
  coveragePercent: number;
  /** In the order of `blockers`. */
  blockers: Blocker[];
}

type About = Pick<CandidateGiven, 'drugs' | 'stability' | 'isRegisteredNotSuited'>;

/** What a municipality's own data say of the chance to be dose packed (§3.1). Pure; a proposal to look, never an assessment. */
export function assessCandidate({ drugs, stability, isRegisteredNotSuited }: About, stableSince: string): Assessed {
  const regular = drugs.filter(({ isAsNeeded }) => !isAsNeeded);
  const packable = regular.filter(isPackable);
  const found: [Blocker, boolean][] = [
    ['notSuited', isRegisteredNotSuited === true],
    ['noDrugs', drugs.length === 0],
    ['onlyAsNeeded', drugs.length > 0 && regular.length === 0],
    ['noDMark', regular.some(({ isDoseDispensable }) => isDoseDispensable === false)],
    ['unknownDMark', regular.some(({ isDoseDispensable }) => typeof isDoseDispensable !== 'boolean')],
    ['unstructuredDosage', regular.some(({ hasStructuredDosage }) => hasStructuredDosage === false)],
    ['recentChange', regular.some(({ changedOn }) => changedOn !== undefined && changedOn > stableSince)],
    ['changePlanned', stability?.changePlanned === true],
    ['unstable', stability?.stableBackward === false],
  ];
  return {
    coveragePercent: regular.length === 0 ? 0 : Math.floor((packable.length * 100) / regular.length),
    blockers: found.flatMap(([blocker, is]) => (is ? [blocker] : [])),
  };
}

/** Tablets and capsules with the D mark; a form that nobody has told counts for nothing. */
function isPackable({ isDoseDispensable, form }: CandidateDrug): boolean {
  return isDoseDispensable === true && (form === undefined || /tablet|kapsel|kapsler|capsule/i.test(form));
}
