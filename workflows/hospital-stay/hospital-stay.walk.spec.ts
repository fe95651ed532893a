import {
  catalogueIsUnderstood,
  everythingCanBeCorrected,
  hospitalTasksAreMunicipal,
  message,
  neverAccepted,
  nothingStopsInSilence,
} from '../../test/support/guarantees.ts';
import type { Chart } from '../../test/support/mutant.ts';
import { mutant, stateAt } from '../../test/support/mutant.ts';
import { codeOf, fact } from '../../test/support/stay-facts.ts';
import type { Check, Move, Report } from '../../test/support/walk.ts';
import { rootId, startWith, summary, walk } from '../../test/support/walk.ts';
import type { Message, WorkflowDefinition } from '../definition.ts';
import { hospitalStayV1 } from './hospital-stay.v1.ts';
import { changes, hospitalEvents, hospitalStayMessages } from './messages.ts';

const at = '2023-03-20T10:00:00Z';
const day = (n: number): string => `2023-03-${String(n).padStart(2, '0')}T12:00:00+01:00`;
const move = (name: string, message: Message): Move => ({ name, target: { kind: 'case', caseId: rootId }, message });
const told = (message: Message): Move => move(codeOf(message), message);

/** All 18 codes, dated so that corrections follow what they correct, and a transfer. */
const everyCode = [
  ...changes.flatMap((change, c) =>
    hospitalEvents.map((event, e) => told(fact(event, day(1 + c * 6 + e), { change }))),
  ),
  told(fact('STIN', day(3), { provider: '502701000016000', messageId: 'transfer' })),
];
const code = (name: string): Move[] => everyCode.filter((move) => move.name === name).slice(0, 1);
const fromCase = ['deathStands', 'deathDismissed'].map((type) => move(type, message('internal', type, at)));
const data: Record<string, object> = {
  recordDischarge: { dischargedAt: day(4) },
  recordAdmission: { admittedAt: day(2) },
  dismissStay: { reason: 'another citizen' },
};
const commands = Object.entries(hospitalStayMessages)
  .filter(([, { kind }]) => kind === 'command')
  .map(([type]) => move(type, message('command', type, at, { ...data[type] })));

/** One item of the checklist stands for all six in the first walk, as one function builds them; the second has them all. */
const otherItems = /(prescriptionsAccounted|newDrugs|currentRoll|nextPeriod|homeInformed)/i;
const checks = [
  nothingStopsInSilence,
  hospitalTasksAreMunicipal,
  everythingCanBeCorrected,
  catalogueIsUnderstood(hospitalStayV1),
];

function walked(
  definition: WorkflowDefinition,
  moves: readonly Move[],
  checks: readonly Check[],
  bounds: { leaveOut?: (key: string) => boolean; maxDepth?: number } = {},
): Report {
  const start = startWith(definition, at, { episodes: ['sor|a'] });
  return walk({ start, definitions: [definition], moves, maxStates: 4000, ...bounds }, checks);
}

it('keeps its guarantees whatever facts, commands and timers come, in any order', () => {
  const oneItem = commands.filter(({ name }) => !otherItems.test(name));
  const facts = walked(hospitalStayV1, everyCode, checks.slice(0, 2), { leaveOut: () => true, maxDepth: 3 });
  const duties = walked(
    hospitalStayV1,
    [...code('STIN'), ...code('SLHJ'), ...code('AN_SLHJ'), ...fromCase, ...oneItem],
    checks,
    { leaveOut: (key) => otherItems.test(key) },
  );
  const items = walked(
    hospitalStayV1,
    [
      ...['STIN', 'SLHJ'].flatMap(code),
      ...commands.filter(({ name }) => /^(confirm(?!Still)|reopen(?!Admission))/.test(name)),
    ],
    checks,
    { leaveOut: () => true },
  );
  const moving = walked(
    hospitalStayV1,
    [
      ...['STIN', 'SLHJ'].flatMap(code),
      ...['0461', '0101'].map((municipality) =>
        move(`moved to ${municipality}`, message('internal', 'municipalityChanged', at, { municipality })),
      ),
    ],
    checks,
    { leaveOut: () => true },
  );
  console.log(
    [
      summary('hospital-stay, a move to another municipality', moving),
      summary('hospital-stay, 18 codes and a transfer, three facts deep', facts),
      summary('hospital-stay, commands and timers of every duty', duties),
      summary('hospital-stay, the whole checklist', items),
    ].join('\n'),
  );
  expect([facts, duties, items, moving].flatMap(({ failures }) => failures)).toEqual([]);
  expect([duties.complete, items.complete, moving.complete]).toEqual([true, true, true]);
  expect(neverAccepted(hospitalStayV1, [facts, duties, items, moving])).toEqual([]);
});

it.each<[string, (chart: Chart) => void, { sentence: RegExp; path: string[] }]>([
  [
    'C2',
    (chart) => delete stateAt(chart, 'admissionReview.open.overdue')['after'],
    {
      sentence: /Expected the task hospital-stay.admissionReview.open.overdue to end at a deadline/,
      path: ['STIN', 'the timer admissionReview.hospital-stay.admissionReview.open.due'],
    },
  ],
  [
    'C9',
    (chart) => delete stateAt(chart, 'stay.discharged')['always'],
    {
      sentence: /Expected a correction to lead back from {"stay":{"discharged":"settled"}/,
      path: ['STAA', 'SLHJ', 'AN_SLHJ'],
    },
  ],
  [
    'P3',
    (chart) =>
      ((stateAt(chart, 'checklist.newDrugs.open.due')['meta'] as { task: { party: string } }).task.party = 'pharmacy'),
    {
      sentence: /Expected the task hospital-stay.checklist.newDrugs.open.due to be the municipality's/,
      path: ['SLHJ'],
    },
  ],
  [
    'catalogue',
    (chart) => delete (chart['on'] as Record<string, unknown>)['leaveEndObserved'],
    { sentence: /Expected leaveEndObserved to be handled or listed as ignored/, path: [] },
  ],
])('finds a chart that breaks %s, by the shortest way', (name, damage, expected) => {
  const broken = mutant(hospitalStayV1, damage);
  const few = [...code('STAA'), ...code('STIN'), ...code('SLHJ'), ...code('AN_SLHJ')];
  const { failures } = walked(broken, few, [...checks.slice(0, 3), catalogueIsUnderstood(broken)], {
    leaveOut: (key) => key.includes('checklist'),
  });
  expect(failures.find(({ check }) => check === name)).toEqual({
    check: name,
    sentence: expect.stringMatching(expected.sentence),
    path: expected.path,
  });
});
