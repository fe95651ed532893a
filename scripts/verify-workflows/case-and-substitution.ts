import { v5 as uuidv5 } from 'uuid';
import { open } from '../../src/engine/decide.ts';
import type { SupplyChanged } from '../../workflows/back-order/messages.ts';
import type { CaseContext, Role, WorkflowDefinition } from '../../workflows/definition.ts';
import type { DoseContext } from '../../workflows/dose-dispensing/base.ts';
import { doseDispensingV1 } from '../../workflows/dose-dispensing/dose-dispensing.v1.ts';
import { current } from '../../workflows/policy/current.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import type { SubstitutionContext } from '../../workflows/substitution/base.ts';
import { substitutionV1 } from '../../workflows/substitution/substitution.v1.ts';
import { C1, C2, C6, C8, P3 } from './guarantees.ts';
import { message, toCase } from './moves.ts';
import { stateAt } from './mutant.ts';
import { rollTold } from './period-facts.ts';
import type { Alphabet, Subject } from './subject.ts';
import { withPower } from './substitution.ts';
import type { Move, World } from './walk.ts';
import { envAt, rootId } from './walk.ts';

const at = '2023-03-20T10:00:00.000Z';
const day = (n: number): string => `2023-03-${String(n).padStart(2, '0')}T11:00:00.000Z`;
const parties = { municipality: '0101', pharmacy: 'p', gpPractice: 'g' };

let version = 0;
const supply = (name: string, more: Partial<SupplyChanged>): Move => {
  const told = {
    drugId: 'd',
    backOrder: null,
    isWarned: false,
    alternatives: [],
    group: ['e'],
    version: (version += 1),
    ...more,
  };
  return toCase('internal', 'supplyChanged', at, told satisfies SupplyChanged, name);
};
const short = { backOrder: { since: '2023-03-20' } };
const [onBackOrder, warned, alternative, back, shortAgain] = [
  supply('on back-order', short),
  supply('formal warning', { ...short, isWarned: true }),
  supply('an alternative is there', { ...short, alternatives: ['e'] }),
  supply('back', {}),
  supply('on back-order again', short),
] as const;
const roll: Move = {
  name: 'a roll is planned',
  target: { kind: 'case', caseId: rootId },
  message: rollTold('b', at, {
    startDate: '2023-03-27',
    endDate: '2023-04-09',
    changeCutOffAt: '2023-03-24T12:00:00.000Z',
    drugs: ['d'],
  }),
};
const substituted = toCase(
  'fact',
  'dosePrescriptionObserved',
  day(3),
  { prescriptionId: 'q', drugId: 'e', status: 'open' },
  'the substitute is prescribed',
);
const death = (name: string, n: number, withdrawn: boolean, reportId: string): Move =>
  toCase('fact', 'deathReportObserved', day(n), { reportId, source: 'CPR', withdrawn }, name);
const does = (type: string): Move => toCase('command', type, at, { reason: 'because' });
/** The price list does not hold it. */
const unknown = { substitute: 'z', isUnknown: true };
const ofChild = (role: Role, type: string, data = {}, name = type): Move => ({
  name,
  target: { kind: 'case', caseId: uuidv5('substitution:1', rootId) },
  message: { ...message('command', type, at, data), by: { kind: 'person', id: 'walker', role } },
});

const start =
  (policy: PolicySet) =>
  (definition: WorkflowDefinition): World => {
    const data = { prescriptions: [{ prescriptionId: 'p', drugId: 'd', validTo: '2030-01-01T00:00:00Z' }] };
    const { next } = open(definition, { env: envAt(at, policy), caseId: rootId, parties, data });
    return {
      at,
      policy,
      family: [{ id: rootId, parentId: undefined, childKey: undefined, definition, state: next, revision: 0 }],
    };
  };

const timers: NonNullable<Alphabet['timers']> = {
  fire: (key) => key.includes('.substitution.'),
  words: 'those of the substitution',
};
const alphabets = {
  'a roll at risk, and what closes it': {
    moves: [roll, onBackOrder, alternative, back, shortAgain, substituted],
    timers,
  },
  'each in turn': {
    moves: [
      warned,
      back,
      ofChild('gp', 'declineSubstitution', { reason: 'because' }),
      ofChild('municipalNurse', 'confirmSideDosing'),
      ofChild('gp', 'confirmSubstitution'),
      ofChild('municipalNurse', 'confirmClusterAsked'),
    ],
    timers,
  },
  'each in turn, with the power outside the group': {
    start: start(withPower),
    moves: [
      warned,
      back,
      ofChild('prescribingPharmacist', 'confirmSubstitution'),
      ofChild('prescribingPharmacist', 'confirmSubstitution', unknown, 'an unknown substitute'),
    ],
    timers,
  },
  'a death, and a case opened by mistake': {
    moves: [
      warned,
      back,
      death('dead', 10, false, 'c'),
      death('alive', 11, true, 'c'),
      does('voidCase'),
      does('restoreVoided'),
    ],
    timers,
  },
} satisfies Record<string, Alphabet>;

function essence(context: CaseContext): unknown {
  if ('situation' in context) {
    const { env: _, passed, ...rest } = context as SubstitutionContext;
    return [rest, [...new Set(passed)].toSorted()];
  }
  const { env: _, courseTold: __, planningReviewAt: ___, planningReviewArmed: ____, ...rest } = context as DoseContext;
  return rest;
}

export const caseAndSubstitution: Subject = {
  name: 'case and substitution',
  about:
    'A citizen’s case with a drug on back-order and the child that looks for a substitute, under today’s rules and with the power outside the group.',
  charts: [doseDispensingV1, substitutionV1],
  start: start(current),
  alphabets,
  // That nothing is over for good is proven of each alone: what the case is told is numbered, and no walk has the last word.
  guarantees: [C1, C2, C6, C8, P3],
  looksAt: ['maySubstituteOutsideGroup'],
  death: { report: death('dead of another', 12, false, 'd'), withdrawal: death('alive after all', 13, true, 'd') },
  essence,
  maxStates: 2000,
  mutations: [
    {
      breaks: 'C8',
      damage: 'a substitute is still looked for when the citizen is reported dead',
      chart: 'substitution',
      make: (chart) => (stateAt(chart, 'search.open')['always'] as unknown[]).shift(),
      alphabet: 'a death, and a case opened by mistake',
      sentence: 'Expected a reported death to stop the task substitution.search.open.gp, but it is open',
      path: ['formal warning'],
    },
  ],
};
