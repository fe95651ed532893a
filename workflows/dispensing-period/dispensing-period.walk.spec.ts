import { decideFamily } from '../../src/engine/decide-family.ts';
import { catalogueIsUnderstood, message, neverAccepted, nothingStopsInSilence } from '../../test/support/guarantees.ts';
import type { Chart } from '../../test/support/mutant.ts';
import { mutant, stateAt } from '../../test/support/mutant.ts';
import { deletion, period } from '../../test/support/period-facts.ts';
import { toCase } from '../../test/support/walk-moves.ts';
import type { Check, Move, Report, World } from '../../test/support/walk.ts';
import { envAt, rootId, startWith, summary, walk } from '../../test/support/walk.ts';
import { plusHours, shiftDay } from '../calendar.ts';
import type { CaseContext, JsonObject, Message, WorkflowDefinition } from '../definition.ts';
import type { PeriodContext } from './base.ts';
import { deadlines } from './deadlines.ts';
import { dispensingPeriodV1 } from './dispensing-period.v1.ts';

/** A period alone, told in any order of everything FMK and its case may say. */
const at = '2023-03-05T10:00:00.000Z';
const day = (n: number): string => `2023-03-${String(n).padStart(2, '0')}T11:00:00.000Z`;
const told = (fact: Message, name = (fact.data['status'] ?? 'deleted') as string): Move => ({
  name,
  target: { kind: 'case', caseId: rootId },
  message: fact,
});
const does = (type: string): Move => toCase('command', type, at);
const hears = (type: string, data: JsonObject = {}, name = type): Move => ({
  ...told(message('internal', type, at, data)),
  name,
});

const planned = told(period('Planlagt', day(1)));
const deleted = told(deletion(day(7)));
const readings = [
  planned,
  told(period('Pakning afsluttet', day(3))),
  told(period('Ekspederet', day(4))),
  told(period('Kasseres', day(5), { discardReason: 'Fejl' })),
  told(period('Ekspederes ikke', day(6))),
  deleted,
  told(period('Ekspederet', day(8), { endDate: '2023-06-30' }), 'dispensed for longer'),
];
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
const commands = Object.entries(dispensingPeriodV1.messages).flatMap(([type, { kind }]) =>
  kind === 'command' ? [does(type)] : [],
);
const named = (pattern: RegExp): Move[] =>
  [...readings, ...situation, ...commands].filter(({ name }) => pattern.test(name));

const alphabets = {
  'every reading and every command': [...readings, ...commands],
  'holds and deaths': [...named(/^(Planlagt|Ekspederes ikke|dispensed for longer)$/), ...situation, ...commands],
};

/** Times count by the phase they lie in; the order of readings only by what it makes of the period. */
function essence(context: CaseContext, now: string): unknown {
  const { env: _, heardAt, unexpected: __, period: known, ...rest } = context as PeriodContext;
  const phases =
    known.latest &&
    (['dispenseBy', 'periodStart', 'periodEnd'] as const).map((name) => {
      return deadlines[name](context as PeriodContext) <= now;
    });
  const { seen: ___, ...what } = known;
  return [rest, what, phases, known.latest && heardAt < deadlines.periodStart(context as PeriodContext)];
}

/** C9: readings are dated, so no walk has one that is later than all. Each closed period is told one, and must be open. */
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

/** As correlation does: a period is opened with its first fact, in the same transaction. */
function begun(definition: WorkflowDefinition, { target, message: first }: Move): World {
  const opened = startWith(definition, at, { periodId: 'a' });
  return { ...opened, family: decideFamily(opened.family, () => definition, target, first, envAt(at)).family };
}

function walked(definition: WorkflowDefinition, moves: readonly Move[], first: Move, only?: string): Report {
  const checks = [nothingStopsInSilence, aLaterReadingReopens, catalogueIsUnderstood(definition)];
  return walk(
    {
      start: begun(definition, first),
      definitions: [definition],
      moves,
      essence,
      maxStates: 4000,
      stopAtFailure: only !== undefined,
    },
    only ? checks.filter(({ name }) => name === only) : checks,
  );
}

it('keeps its guarantees whatever readings, commands and timers come, in any order', () => {
  const reports = Object.entries(alphabets).flatMap(([name, moves]) =>
    [planned, deleted].map((first) => ({
      name: `${name}, first ${first.name}`,
      ...walked(dispensingPeriodV1, moves, first),
    })),
  );
  console.log(reports.map((report) => summary(`dispensing-period, ${report.name}`, report)).join('\n'));
  expect(reports.flatMap(({ failures }) => failures)).toEqual([]);
  expect(reports.filter(({ complete }) => !complete).map(({ name }) => name)).toEqual([]);
  expect(neverAccepted(dispensingPeriodV1, reports)).toEqual([]);
});

it.each<[string, string, (chart: Chart) => void, RegExp, string[]]>([
  [
    'waits for the pharmacy’s answer without a timer',
    'C2',
    (chart) => (stateAt(chart, 'dispensing.open.due')['after'] = {}),
    /Expected the task dispensing-period.dispensing.open.due to end at a deadline, but no timer waits for it/,
    ['the timer dispenseBy.dispensing-period.dispensing.waiting'],
  ],
  [
    'is over for good',
    'C9',
    (chart) => {
      const over = stateAt(chart, 'roll.over');
      delete over['always'];
      over['on'] = { dispensingPeriodObserved: {}, dispensingPeriodDeleted: {} };
    },
    /Expected a later reading to reopen {"roll":"over"/,
    ['the timer periodEnd.dispensing-period.roll.planned'],
  ],
  [
    'does not know a reading',
    'catalogue',
    (chart) => delete (stateAt(chart, 'roll')['on'] as Record<string, unknown>)['dispensingPeriodDeleted'],
    /Expected dispensingPeriodDeleted to be handled or listed as ignored/,
    [],
  ],
])('finds a period that %s (%s)', (_, name, damage, sentence, path) => {
  const damaged = mutant(dispensingPeriodV1, damage);
  const { failures } = walked(damaged, alphabets['every reading and every command'], planned, name);
  expect(failures).toEqual([{ check: name, sentence: expect.stringMatching(sentence), path }]);
});
