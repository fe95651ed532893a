import type { CaseContext, Role } from '../../workflows/definition.ts';
import { current } from '../../workflows/policy/current.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import type { SubstitutionContext } from '../../workflows/substitution/base.ts';
import type { SituationChanged } from '../../workflows/substitution/messages.ts';
import { substitutionV1 } from '../../workflows/substitution/substitution.v1.ts';
import { C2, C6, C9, P3, catalogue } from './guarantees.ts';
import { toCase } from './moves.ts';
import { stateAt } from './mutant.ts';
import type { Alphabet, Mutation, Subject } from './subject.ts';
import type { Move } from './walk.ts';
import { startWith } from './walk.ts';

const at = '2023-03-20T10:00:00.000Z';
const situation = (more: Partial<SituationChanged> = {}): SituationChanged => ({
  drugId: 'd',
  since: '2023-03-20',
  isUrgent: true,
  isPacked: true,
  substitutedBy: null,
  alternatives: [],
  nextCutOff: '2023-03-24T12:00:00.000Z',
  ...more,
});
const hears = (name: string, more: Partial<SituationChanged>): Move =>
  toCase('internal', 'situationChanged', at, situation(more), name);
const by = (role: Role, type: string, data = {}, name = `${type} by ${role}`): Move => {
  const move = toCase('command', type, at, data, name);
  return { ...move, message: { ...move.message, by: { kind: 'person', id: 'walker', role } } };
};
const reason = { reason: 'because' };

/** With the power outside the group, as the proposal of 2025 has it (R58). */
export const withPower: PolicySet = { ...current, id: 'walk-outside-group', maySubstituteOutsideGroup: true };

const start =
  (own: PolicySet): Subject['start'] =>
  (definition, policy = own) =>
    startWith(definition, at, situation(), policy);

const answers: readonly Move[] = [
  hears('on back-order', {}),
  hears('an alternative is there', { alternatives: ['e'] }),
  hears('back', { since: null }),
  by('prescribingPharmacist', 'confirmSubstitution', { substitute: 'e' }),
  by('prescribingPharmacist', 'confirmSubstitution', { substitute: 'z', isUnknown: true }, 'an unknown substitute'),
  by('prescribingPharmacist', 'declineSubstitution', reason),
  by('municipalNurse', 'confirmSideDosing', { from: '2023-03-21' }),
  by('municipalNurse', 'declineSideDosing', reason),
  by('municipalNurse', 'confirmClusterAsked'),
  by('municipalNurse', 'reopenSubstitution', reason),
];
const around: readonly Move[] = [
  hears('on back-order', {}),
  hears('seen in FMK', { substitutedBy: 'e' }),
  hears('no longer packed', { isPacked: false }),
  hears('not urgent', { isUrgent: false }),
  toCase('internal', 'deathStands', at),
  toCase('internal', 'deathDismissed', at),
  toCase('internal', 'municipalityChanged', at, { municipality: '0461' }),
  toCase('internal', 'pharmacyChanged', at, { pharmacy: 'another' }),
  toCase('internal', 'gpChanged', at, { gpPractice: 'another' }),
];

const alphabets = {
  'each in turn, without the power outside the group': { moves: answers },
  'each in turn, with the power outside the group': { start: start(withPower), moves: answers },
  'what ends it, a death and a move': { moves: around },
} satisfies Record<string, Alphabet>;

function essence(context: CaseContext): unknown {
  const { env: _, passed, ...rest } = context as SubstitutionContext;
  return [rest, [...new Set(passed)].toSorted()];
}

const broken = (
  breaks: string,
  damage: string,
  make: Mutation['make'],
  sentence: string,
  path: readonly string[],
): Mutation => ({
  breaks,
  damage,
  chart: 'substitution',
  make,
  alphabet: 'each in turn, without the power outside the group',
  sentence,
  path,
});

export const substitution: Subject = {
  name: 'substitution',
  about:
    'One drug on back-order for one citizen: who is asked in turn, under today’s rules and with the power outside the group.',
  charts: [substitutionV1],
  start: start(current),
  alphabets,
  guarantees: [C2, C6, C9, P3, catalogue],
  silent: {
    C1: 'The course is its case’s: “case and substitution”.',
    C3: 'Readiness is the case’s: “case and substitution”.',
    C4: 'What covers a day is known to the case: “case and substitution”.',
    C5: 'It hears that the warning stands; whether that is exact is walked with the product, “back-order”.',
    C7: 'No request is told to a substitution.',
    C8: 'That a death stands is the case’s to say, and to ask about: “case and substitution”.',
  },
  looksAt: ['maySubstituteOutsideGroup'],
  essence,
  maxStates: 3000,
  mutations: [
    broken(
      'C2',
      'the GP is asked without a deadline',
      (chart) => (stateAt(chart, 'search.open.gp')['after'] = {}),
      'Expected the task substitution.search.open.gp to end at a deadline, but no timer waits for it',
      [],
    ),
    broken(
      'C6',
      'the pharmacist is asked outside the group whatever the policy says',
      (chart) => {
        const choosing = stateAt(chart, 'search.open.choosing');
        choosing['always'] = [{ target: 'outsideGroup' }];
        delete stateAt(chart, 'search.open.outsideGroup')['always'];
      },
      'Expected nobody to be asked for a drug outside the group',
      [],
    ),
    broken(
      'C9',
      'a drug that is back and goes again is not looked for',
      (chart) => delete stateAt(chart, 'search.none')['always'],
      'Expected a correction to lead back from {"search":"none"}',
      [],
    ),
    broken(
      'catalogue',
      'nobody can begin again',
      (chart) => delete (chart['on'] as Record<string, unknown>)['municipalityChanged'],
      'Expected municipalityChanged to be handled or listed as ignored',
      [],
    ),
  ],
};
