import { decideFamily } from '../../src/engine/decide-family.ts';
import { plusHours, shiftDay } from '../../workflows/calendar.ts';
import type { CaseContext, JsonObject, Message } from '../../workflows/definition.ts';
import type { PeriodContext } from '../../workflows/dispensing-period/base.ts';
import { deadlines } from '../../workflows/dispensing-period/deadlines.ts';
import { dispensingPeriodV1 } from '../../workflows/dispensing-period/dispensing-period.v1.ts';
import { dispensingPeriodMessages } from '../../workflows/dispensing-period/messages.ts';
import { C2, C9, P3, catalogue } from './guarantees.ts';
import { having, toCase } from './moves.ts';
import { stateAt } from './mutant.ts';
import { deletion, period } from './period-facts.ts';
import type { Alphabet, Mutation, Subject } from './subject.ts';
import type { Check, Move } from './walk.ts';
import { envAt, rootId, startWith } from './walk.ts';

const at = '2023-03-05T10:00:00.000Z';
const day = (n: number): string => `2023-03-${String(n).padStart(2, '0')}T11:00:00.000Z`;
/** Of the period itself, which is walked alone. */
const told = (fact: Message, name = (fact.data['status'] ?? 'deleted') as string): Move => ({
  name,
  target: { kind: 'case', caseId: rootId },
  message: fact,
});
const hears = (type: string, data: JsonObject = {}, name = type): Move => toCase('internal', type, at, data, name);

const planned = told(period('Planlagt', day(1)));
const deleted = told(deletion(day(7)));
const notDispensed = told(period('Ekspederes ikke', day(6)));
const dispensedForLonger = told(period('Ekspederet', day(8), { endDate: '2023-06-30' }), 'dispensed for longer');
const readings = [
  told(period('Pakning afsluttet', day(3))),
  told(period('Ekspederet', day(4))),
  told(period('Kasseres', day(5), { discardReason: 'Fejl' })),
  notDispensed,
  dispensedForLonger,
];
/** Also one that FMK may come to have. */
const words = [
  'Apoteksbehandling påbegyndt',
  'Klar til pakning',
  'Pakning påbegyndt',
  'Pakning afsluttet',
  'Sendes',
  'Ekspederet',
  'Ophældt',
  'Ikke udleveret af apoteket',
  'Slettet',
  'Et nyt ord',
].map((status, n) => told(period(status, day(2 + n))));
const situation = [
  hears('courseChanged', { onHold: true, isClosed: false, holds: [{ from: day(1) }] }, 'on hold'),
  hears(
    'courseChanged',
    { onHold: false, isClosed: false, holds: [{ from: day(1), to: day(2) }] },
    'no longer on hold',
  ),
  hears('deathStands'),
  hears('deathDismissed'),
];
const movedTo = (municipality: string): Move =>
  hears('municipalityChanged', { municipality }, `moved to ${municipality}`);
const commands = Object.entries(dispensingPeriodMessages).flatMap(([type, { kind }]) =>
  kind === 'command' ? [toCase('command', type, at)] : [],
);

/** As correlation does: a period is opened with its first fact, in the same transaction. */
const begunWith =
  (first: Move): Subject['start'] =>
  (root) =>
    having(startWith(root, at, { periodId: 'a' }), [first]);

/** What is charged steers nothing. Times count by the phase they lie in; the order of readings only by what it makes of the period. */
function essence(context: CaseContext, now: string): unknown {
  const {
    env: _,
    heardAt,
    unexpected: __,
    period: known,
    charge: ____,
    adverseEvent,
    ...rest
  } = context as PeriodContext;
  const phases =
    known.latest &&
    (['dispenseBy', 'periodStart', 'periodEnd'] as const).map((name) => {
      return deadlines[name].due(context as PeriodContext) <= now;
    });
  const { seen: ___, ...what } = known;
  return [
    rest,
    Boolean(adverseEvent),
    what,
    phases,
    known.latest && heardAt < deadlines.periodStart.due(context as PeriodContext),
  ];
}

/** Readings are dated, so no walk has one that is later than all. Each closed period is told one, and must be open. */
const aLaterReadingReopens: Check = {
  name: 'C9',
  state: ({ family, at: now }) => {
    const [member] = family;
    if (!member?.state.snapshot.hasTag('closed')) return undefined;
    const [startDate, endDate] = [shiftDay(now.slice(0, 10), 7), shiftDay(now.slice(0, 10), 20)];
    const { target, message: later } = told(period('Planlagt', plusHours(now, 1000), { startDate, endDate }));
    const [after] = decideFamily(family, () => member.definition, target, later, envAt(now)).family;
    return after?.state.snapshot.hasTag('closed')
      ? `Expected a later reading to reopen ${JSON.stringify(member.state.snapshot.value)}, but it did not`
      : undefined;
  },
};

/** Heard of when it was deleted, a period is in time for no question about dispensing or a replacement. */
const receipt = commands.filter(({ name }) => name.endsWith('RollReceived'));
const later = [notDispensed, dispensedForLonger];
const alphabets = {
  'every reading and every command': { moves: [...readings, deleted, ...commands] },
  'every reading, first heard of as deleted': {
    start: begunWith(deleted),
    moves: [planned, ...readings, ...receipt],
  },
  'holds and deaths': { moves: [...later, ...situation, ...commands] },
  'holds and deaths, first heard of as deleted': {
    start: begunWith(deleted),
    moves: [planned, ...later, ...situation, ...receipt],
  },
  'every word of FMK': {
    moves: words,
    timers: { fire: (key) => key.includes('.roll.'), words: 'those of the roll' },
  },
  'a move to another municipality': {
    moves: [deleted, movedTo('0461'), movedTo('0101')],
    timers: { fire: () => false, words: 'none, as they fire in “every reading and every command”' },
  },
} satisfies Record<string, Alphabet>;

function broken(
  breaks: string,
  damage: string,
  make: Mutation['make'],
  sentence: string,
  path: readonly string[],
): Mutation {
  const alphabet: keyof typeof alphabets = 'every reading and every command';
  return { breaks, damage, chart: 'dispensing-period', alphabet, make, sentence, path };
}

export const dispensingPeriod: Subject = {
  name: 'dispensing-period',
  about: 'A dispensing period, which is one roll, as FMK shows it.',
  charts: [dispensingPeriodV1],
  start: begunWith(planned),
  alphabets,
  guarantees: [C2, { ...C9, check: () => aLaterReadingReopens }, P3, catalogue],
  silent: {
    C1: 'No hospital tells a roll anything, and the course is its case’s: “case and rolls”.',
    C3: 'Readiness is the case’s: “case and rolls”.',
    C4: 'One roll does not know the others, nor what lies beside them: “case and rolls”.',
    C5: 'The warning is a product’s.',
    C6: 'Who pays is agreed with the case, which tells its rolls: “case and rolls”.',
    C7: 'No request is told to a roll.',
    C8: 'That a death stands is the case’s to say, and to ask about: “case and rolls”.',
  },
  essence,
  maxStates: 4000,
  mutations: [
    broken(
      'C2',
      'the pharmacy’s answer is awaited without a timer',
      (chart) => (stateAt(chart, 'dispensing.open.due')['after'] = {}),
      'Expected the task dispensing-period.dispensing.open.due to end at a deadline, but no timer waits for it',
      ['the timer dispenseBy.dispensing-period.dispensing.waiting'],
    ),
    broken(
      'C9',
      'a roll is over for good',
      (chart) => {
        const over = stateAt(chart, 'roll.over');
        delete over['always'];
        over['on'] = { dispensingPeriodObserved: {}, dispensingPeriodDeleted: {} };
      },
      'Expected a later reading to reopen {"roll":"over"',
      ['the timer periodEnd.dispensing-period.roll.planned'],
    ),
    broken(
      'catalogue',
      'no state knows a deletion',
      (chart) => delete (stateAt(chart, 'roll')['on'] as Record<string, unknown>)['dispensingPeriodDeleted'],
      'Expected dispensingPeriodDeleted to be handled or listed as ignored',
      [],
    ),
  ],
};
