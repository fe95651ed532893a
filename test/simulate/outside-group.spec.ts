import { decideFamily } from '../../src/engine/decide-family.ts';
import { combined } from '../../workflows/policy/in-force.ts';
import { fateOf } from '../../scripts/simulate/fate.ts';
import { summarise } from '../../scripts/simulate/summary.ts';
import type { Tally } from '../../scripts/simulate/tally.ts';
import { Watch } from '../../scripts/simulate/watch.ts';
import { substitution } from '../../scripts/verify-workflows/substitution.ts';
import { envAt, startWith } from '../../scripts/verify-workflows/walk.ts';

const situation = {
  ...{ drugId: 'd', since: '2023-03-20', isUrgent: true, isPacked: true, substitutedBy: null, alternatives: [] },
  nextCutOff: '2023-03-24T12:00:00.000Z',
};

/**
 * A product on back-order of whose group nothing can be had. Begun under these sets: who is asked, and what comes of a
 * substitute entered under those.
 */
function confirmed(begun: readonly string[], then = begun): { asked: string[]; kinds: string[]; tally: Tally } {
  const policy = combined(then);
  const [chart] = substitution.charts;
  const { family, at } = startWith(chart, '2023-03-20T10:00:00.000Z', situation, combined(begun));
  const { moves } = substitution.alphabets['each in turn, with the power outside the group']!;
  const move = moves.find(({ name }) => name === 'confirmSubstitution by prescribingPharmacist')!;
  const decided = decideFamily(family, () => chart, move.target, move.message, envAt(at, policy));
  const watch = new Watch(fateOf(1, 0, 1, policy));
  watch.see(decided.steps, decided.family, at);
  return {
    asked: family.flatMap(({ state }) => state.tasks.map(({ key }) => key)),
    kinds: decided.steps.map(({ decision }) => decision.kind),
    tally: watch.result(decided.family, { gpContacts: 0, covered: [] }),
  };
}

const medcom = ['proposed-2025-medcom-plo'];
const told = 'notices substitutedOutsideGroup';

it('counts that the GP was told of a substitute outside the group, under the set that gives that power and no other (C6)', () => {
  const under = [[], ['proposed-2024-ministry'], medcom].map((sets) => confirmed(sets));
  const questions = ['gp', 'gp', 'outsideGroup'].map((place) => [`substitution.search.open.${place}`]);
  expect(under.map(({ asked }) => asked)).toEqual(questions);
  expect(under.map(({ tally }) => tally[told])).toEqual([undefined, undefined, 1]);
  const columns = [0, 2].map((n) => ({ policy: `set ${n}`, tally: under[n]?.tally ?? {} }));
  expect(summarise(columns)).toMatch(/^ +substitutedOutsideGroup +0 +1 +\+1$/m);
});

it('refuses the substitute where that power has been taken away since the pharmacist was asked (C6)', () => {
  const { kinds, tally } = confirmed(medcom, []);
  expect(kinds).toEqual(['refused']);
  expect(tally[told]).toBeUndefined();
});
