import type { JsonObject, Message, WorkflowDefinition } from '../../workflows/definition.ts';
import { hospitalStayV1 } from '../../workflows/hospital-stay/hospital-stay.v1.ts';
import { changes, hospitalEvents, hospitalStayMessages } from '../../workflows/hospital-stay/messages.ts';
import { C2, C4, C9, P3, catalogue } from './guarantees.ts';
import { told, toCase } from './moves.ts';
import { stateAt } from './mutant.ts';
import { fact } from './stay-facts.ts';
import type { Subject } from './subject.ts';
import type { Move, World } from './walk.ts';
import { rootId, startWith } from './walk.ts';

const at = '2023-03-20T10:00:00Z';
const day = (n: number): string => `2023-03-${String(n).padStart(2, '0')}T12:00:00+01:00`;
/** Of the stay itself, which is walked alone. */
const heard = (message: Message): Move => ({ ...told(message), target: { kind: 'case', caseId: rootId } });

/** All 18 codes, dated so that corrections follow what they correct. */
const codes = changes.flatMap((change, c) =>
  hospitalEvents.map((event, e) => heard(fact(event, day(1 + c * 6 + e), { change }))),
);
const transfer = {
  ...heard(fact('STIN', day(3), { provider: '502701000016000', messageId: 'transfer' })),
  name: 'STIN of another department',
};
const code = (...names: string[]): Move[] => codes.filter(({ name }) => names.includes(name));

const data: Record<string, JsonObject> = {
  recordDischarge: { dischargedAt: day(4) },
  recordAdmission: { admittedAt: day(2) },
  dismissStay: { reason: 'another citizen' },
};
const commands = Object.entries(hospitalStayMessages).flatMap(([type, { kind }]) =>
  kind === 'command' ? [toCase('command', type, at, data[type])] : [],
);
const fromCase = ['deathStands', 'deathDismissed'].map((type) => toCase('internal', type, at));
const movedTo = (municipality: string): Move =>
  toCase('internal', 'municipalityChanged', at, { municipality }, `moved to ${municipality}`);

const gap = (firstGap: string, name: string): Move =>
  toCase('internal', 'coverTold', at, { dischargedAt: '2023-03-05T11:00:00.000Z', firstGap, coveredUntil: null }, name);

/** One item of the checklist stands for all six where every timer fires, as one function builds them. */
const otherItems = /(prescriptionsAccounted|newDrugs|currentRoll|nextPeriod|homeInformed)/i;
const duties = [
  ...code('STIN', 'SLHJ', 'AN_SLHJ'),
  ...fromCase,
  ...commands.filter(({ name }) => !otherItems.test(name)),
];

const elsewhere = { fire: () => false, words: 'none, as they fire in “every duty”' };

export const hospitalStay: Subject = {
  name: 'hospital-stay',
  about: 'One episode of care, as its hospital tells it.',
  charts: [hospitalStayV1],
  start: (chart: WorkflowDefinition): World => startWith(chart, at, { episodes: ['sor|a'] }),
  alphabets: {
    'all 18 codes and a transfer': { moves: [...codes, transfer], timers: elsewhere, maxDepth: 3 },
    'every duty': {
      moves: duties,
      timers: { fire: (key) => !otherItems.test(key), words: 'those of one item of the checklist for all six' },
    },
    'the whole checklist': {
      moves: [
        ...code('STIN', 'SLHJ'),
        ...commands.filter(({ name }) => /^(confirm(?!Still)|reopen(?!Admission))/.test(name)),
      ],
      timers: elsewhere,
    },
    'a discharge shortly before the medicine runs out': {
      moves: [
        ...code('STIN', 'SLHJ', 'AN_SLHJ'),
        gap('2023-03-21', 'nothing from tomorrow'),
        gap('2023-03-20', 'nothing from today'),
        ...commands.filter(({ name }) => /NextPeriod$/.test(name)),
      ],
      timers: elsewhere,
    },
    'a move to another municipality': {
      moves: [...code('STIN', 'SLHJ'), movedTo('0461'), movedTo('0101')],
      timers: elsewhere,
    },
  },
  guarantees: [C2, C4, C9, P3, catalogue],
  silent: {
    C1: 'The course that a stay must leave alone is its case’s: “case and stay”.',
    C3: 'Readiness is the case’s: “dose-dispensing”.',
    C5: 'The warning is a product’s.',
    C6: 'A stay uses no power that rules give or take.',
    C7: 'No request is told to a stay.',
    C8: 'That a death stands is the case’s to say, and to ask about: “case and stay”.',
  },
  maxStates: 4000,
  mutations: [
    {
      breaks: 'C2',
      damage: 'an overdue task is not told again',
      chart: 'hospital-stay',
      make: (chart) => delete stateAt(chart, 'admissionReview.open.overdue')['after'],
      alphabet: 'every duty',
      sentence: 'Expected the task hospital-stay.admissionReview.open.overdue to end at a deadline',
      path: ['STIN', 'the timer admissionReview.hospital-stay.admissionReview.open.due'],
    },
    {
      breaks: 'C9',
      damage: 'a settled stay does not open again',
      chart: 'hospital-stay',
      make: (chart) => delete stateAt(chart, 'stay.discharged')['always'],
      alphabet: 'every duty',
      letters: ['STIN', 'SLHJ', 'AN_SLHJ'],
      sentence: 'Expected a correction to lead back from {"stay":{"discharged":"settled"}',
      path: ['STIN', 'SLHJ', 'AN_SLHJ'],
    },
    {
      breaks: 'C4',
      damage: 'a discharge is followed up after the medicine has run out',
      chart: 'hospital-stay',
      make: (chart) => delete stateAt(chart, 'checklist.nextPeriod.open.due')['on'],
      alphabet: 'a discharge shortly before the medicine runs out',
      sentence: 'Expected hospital-stay.checklist.nextPeriod.open.due to be due before the medicine runs out',
      path: ['SLHJ', 'nothing from tomorrow'],
    },
    {
      breaks: 'catalogue',
      damage: 'no state knows the end of a leave',
      chart: 'hospital-stay',
      make: (chart) => delete (chart['on'] as Record<string, unknown>)['leaveEndObserved'],
      alphabet: 'every duty',
      sentence: 'Expected leaveEndObserved to be handled or listed as ignored',
      path: [],
    },
  ],
};
