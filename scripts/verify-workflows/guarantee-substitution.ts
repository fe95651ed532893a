/** What is promised of substitution outside the group: see ARCHITECTURE.md, invariant C6. */
import type { SubstitutionContext } from '../../workflows/substitution/base.ts';
import type { Check, World } from './walk.ts';
import { envAt } from './walk.ts';

/** C6: the power is asked of the policy in force when it is used. What was done under an earlier policy stays done. */
export const outsideGroupByLaw: Check = {
  name: 'C6',
  state: ({ family, at, policy }) => {
    const task = family
      .flatMap(({ state }) => state.tasks)
      .find(({ key }) => key === 'substitution.search.open.outsideGroup');
    return task && !envAt(at, policy).policy.maySubstituteOutsideGroup
      ? 'Expected nobody to be asked for a drug outside the group, but the prescribing pharmacist is'
      : undefined;
  },
  edge: ({ before, after }) => {
    const earlier = chosenOutside(before);
    const isNew = [...chosenOutside(after)].some((id) => !earlier.has(id));
    return isNew && !envAt(after.at, after.policy).policy.maySubstituteOutsideGroup
      ? 'Expected the policy in force to allow a substitute outside the group, but it does not'
      : undefined;
  },
};

/** The substitutions whose substitute was found outside the group. */
function chosenOutside({ family }: World): Set<string> {
  return new Set(
    family.flatMap(({ id, definition, state }) =>
      definition.name === 'substitution' && (state.snapshot.context as SubstitutionContext).chosenIn === 'outsideGroup'
        ? [id]
        : [],
    ),
  );
}
