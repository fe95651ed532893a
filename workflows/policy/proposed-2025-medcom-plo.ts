import type { PolicyChange } from './policy-set.ts';

/** The joint recommendation of MedCom and PLO: substitution outside the group, and nothing else (R58, §8.1.3). */
export const proposed2025MedcomPlo: PolicyChange = {
  id: 'proposed-2025-medcom-plo',
  title: {
    da: 'MedCom og PLO 2025: behandlerfarmaceuten må substituere uden for substitutionsgruppen',
    en: 'MedCom and PLO 2025: the prescribing pharmacist may substitute outside the substitution group',
  },
  source: 'MedCom og PLO 2025.',
  rules: { maySubstituteOutsideGroup: true },
};
