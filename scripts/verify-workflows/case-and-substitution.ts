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
import { caseCanBeCorrected, isOpenAfter } from './checks.ts';
import { admitted, aliveAgain, diedInHospital, discharged } from './dose-dispensing-moves.ts';
import { C1, C2, C3, C4, C6, C8, C9, P3 } from './guarantees.ts';
import { having, message, toCase } from './moves.ts';
import { stateAt } from './mutant.ts';
import { rollTold } from './period-facts.ts';
import type { Alphabet, Mutation, Subject } from './subject.ts';
import { withPower } from './substitution.ts';
import type { Check, Move, World } from './walk.ts';
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
const currentRoll: Move = {
  name: 'the current roll',
  target: { kind: 'case', caseId: rootId },
  message: rollTold('a', at, { stage: 'dispensed', drugs: ['d', 'f'] }),
};
/** Packed without the drug that cannot be had. */
const rollWithout: Move = {
  name: 'the next roll comes without the drug',
  target: { kind: 'case', caseId: rootId },
  message: rollTold('b', at, {
    startDate: '2023-03-25',
    endDate: '2023-04-07',
    changeCutOffAt: '2023-03-22T12:00:00.000Z',
    drugs: ['f'],
  }),
};
const prescribed = (name: string, status: string, n: number): Move =>
  toCase(
    'fact',
    'dosePrescriptionObserved',
    day(n),
    { prescriptionId: 'p', drugId: 'd', status, validTo: '2030-01-01T00:00:00Z' },
    name,
  );
const [removed, openAgain] = [
  prescribed('its prescription removed', 'cancelled', 4),
  prescribed('opened again', 'open', 6),
];
const recorded = toCase('command', 'recordDrug', at, {
  drugId: 'd',
  isDoseDispensable: true,
  hasStructuredDosage: true,
  dosing: 'packed',
});
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
  (own: PolicySet) =>
  (definition: WorkflowDefinition, policy = own): World => {
    const data = { prescriptions: [{ prescriptionId: 'p', drugId: 'd', validTo: '2030-01-01T00:00:00Z' }] };
    const { next } = open(definition, { env: envAt(at, policy), caseId: rootId, parties, data });
    return {
      at,
      policy,
      family: [{ id: rootId, parentId: undefined, childKey: undefined, definition, state: next, revision: 0 }],
    };
  };

/** What is told later than all that the walk has: the substitute is gone again, the drug is packed, and cannot be had. */
const shortLater: Check = caseCanBeCorrected((world, child) =>
  isOpenAfter(world, child, [
    toCase('fact', 'dosePrescriptionObserved', day(30), { prescriptionId: 'q', drugId: 'e', status: 'cancelled' }),
    prescribed('prescribed later', 'open', 30),
    supply('short later', { ...short, isWarned: true, version: 1000 }),
  ]),
);

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
  'a roll without the drug, and its prescription gone over a stay': {
    start: (definition) => having(start(current)(definition), [recorded]),
    moves: [onBackOrder, back, currentRoll, rollWithout, removed, openAgain, admitted, discharged],
    timers,
  },
  'a death, and a case opened by mistake': {
    moves: [
      warned,
      back,
      diedInHospital,
      aliveAgain,
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

function broken(
  breaks: string,
  damage: string,
  chart: Mutation['chart'],
  make: Mutation['make'],
  sentence: string,
  path: readonly string[],
): Mutation {
  const alphabet: keyof typeof alphabets = 'a roll without the drug, and its prescription gone over a stay';
  return { breaks, damage, chart, make, alphabet, sentence, path };
}

export const caseAndSubstitution: Subject = {
  name: 'case and substitution',
  about:
    'A citizen’s case with a drug on back-order and the child that looks for a substitute, under today’s rules and with the power outside the group.',
  charts: [doseDispensingV1, substitutionV1],
  start: start(current),
  alphabets,
  guarantees: [C1, C2, C3, C4, C6, C8, { ...C9, check: () => shortLater }, P3],
  silent: {
    C5: 'The warning is a product’s: the case hears that it stands, and whether it is exact is walked with the product.',
    C7: 'No prescription request is in this family.',
  },
  looksAt: ['consentRequired', 'maySubstituteOutsideGroup'],
  death: { report: death('dead of another', 12, false, 'd'), withdrawal: death('alive after all', 13, true, 'd') },
  essence,
  maxStates: 2000,
  mutations: [
    broken(
      'C1',
      'an admission puts the course on its way out',
      'dose-dispensing',
      (chart) => Object.assign(stateAt(chart, 'course.active')['on'] as object, { stayChanged: 'ending' }),
      'Expected stayChanged to leave the course alone',
      ['admitted'],
    ),
    broken(
      'C3',
      'nobody is asked about a dose prescription that is gone',
      'dose-dispensing',
      (chart) => (stateAt(chart, 'foundation.none')['always'] as unknown[]).pop(),
      'Expected someone to be asked about a dose prescription',
      ['its prescription removed'],
    ),
    broken(
      'C4',
      'nobody is asked about the drug that the next roll lacks',
      'dose-dispensing',
      (chart) => {
        const choosing = stateAt(chart, 'planning.open.choosing');
        choosing['always'] = (choosing['always'] as { target: string }[]).filter(
          ({ target }) => target !== 'drugMissing',
        );
      },
      'Expected someone to be asked about 2023-03-25, on which no medicine is there',
      ['the current roll', 'the next roll comes without the drug'],
    ),
    {
      ...broken(
        'C6',
        'the pharmacist is asked outside the group whatever the policy says',
        'substitution',
        (chart) => {
          stateAt(chart, 'search.open.choosing')['always'] = [{ target: 'outsideGroup' }];
          delete stateAt(chart, 'search.open.outsideGroup')['always'];
        },
        'Expected nobody to be asked for a drug outside the group',
        ['formal warning'],
      ),
      alphabet: 'each in turn',
    },
    {
      ...broken(
        'C9',
        'a drug that is back and goes again is not looked for',
        'substitution',
        (chart) => delete stateAt(chart, 'search.none')['always'],
        'Expected a later word to reopen substitution',
        ['formal warning'],
      ),
      alphabet: 'each in turn',
    },
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
