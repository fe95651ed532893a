import {
  deathStopsTasks,
  everythingCanBeCorrected,
  hospitalNeverMovesTheCourse,
  hospitalTasksAreMunicipal,
  nothingStopsInSilence,
} from '../../test/support/guarantees.ts';
import { mutant, stateAt } from '../../test/support/mutant.ts';
import { fact } from '../../test/support/stay-facts.ts';
import { told, toCase } from '../../test/support/walk-moves.ts';
import type { Report } from '../../test/support/walk.ts';
import { startWith, summary, walk } from '../../test/support/walk.ts';
import type { WorkflowDefinition } from '../definition.ts';
import { hospitalStayV1 } from '../hospital-stay/hospital-stay.v1.ts';
import { doseDispensingV1 } from './dose-dispensing.v1.ts';

/** A citizen's case with up to two hospital stays, which talk to each other; `pair.walk.spec.ts` has one, with its timers. */
const at = '2023-03-20T10:00:00.000Z';
const day = (n: number): string => `2023-03-${String(n).padStart(2, '0')}T11:00:00.000Z`;
const ofB = { episodes: ['sor|b'], periodStart: day(8) };

const death = told(fact('MORS', day(15)), 'A');
const alive = told(fact('MORS', day(16), { change: 'cancelled' }), 'A');
const moves = [
  told(fact('STIN', day(1)), 'A'),
  told(fact('SLHJ', day(5)), 'A'),
  told(fact('STIN', day(6), { change: 'cancelled' }), 'A'),
  death,
  alive,
  told(fact('STIN', day(8), ofB), 'B'),
  told(fact('SLHJ', day(9), ofB), 'B'),
  toCase('fact', 'dosePrescriptionObserved', day(3), { prescriptionId: 'p', drugId: 'd', status: 'cancelled' }),
  toCase('fact', 'holdObserved', day(2), { registrationId: 'r', from: day(2), change: 'created' }),
  ...['confirmDeath', 'dismissDeathReport', 'confirmEnded'].map((type) =>
    toCase('command', type, at, { reason: 'because' }),
  ),
];

function walked(caseChart: WorkflowDefinition, stayChart: WorkflowDefinition, maxStates: number): Report {
  const definitions = [caseChart, stayChart];
  const of = (name: string): WorkflowDefinition => (name === caseChart.name ? caseChart : stayChart);
  return walk(
    { start: startWith(caseChart, at, {}), definitions, moves, leaveOut: () => true, maxStates, maxDepth: 4 },
    [
      hospitalNeverMovesTheCourse,
      nothingStopsInSilence,
      hospitalTasksAreMunicipal,
      everythingCanBeCorrected,
      deathStopsTasks(of, death, alive),
    ],
  );
}

it('keeps the guarantees of a case and its stays together', () => {
  const report = walked(doseDispensingV1, hospitalStayV1, 2000);
  console.log(summary('a case and two stays, four messages deep', report));
  expect(report.failures).toEqual([]);
  // Cut by the depth alone: every state that four messages lead to was looked at.
  expect(report).toMatchObject({ complete: false, depth: 4 });
  expect(report.states).toBeLessThan(2000);
});

it('finds a stay that goes on asking about a citizen reported dead elsewhere', () => {
  const deaf = mutant(hospitalStayV1, (chart) =>
    (stateAt(chart, 'admissionReview.open')['always'] as unknown[]).shift(),
  );
  expect(walked(doseDispensingV1, deaf, 60).failures).toEqual([
    {
      check: 'C8',
      sentence: 'Expected a reported death to stop the task hospital-stay.admissionReview.open.due, but it is open',
      path: ['STIN of A'],
    },
  ]);
});

it('finds a case that lets its stays end the dose packing', () => {
  const hasty = mutant(doseDispensingV1, (chart) =>
    Object.assign(stateAt(chart, 'course.active')['on'] as object, { stayChanged: 'ended' }),
  );
  expect(walked(hasty, hospitalStayV1, 20).failures.map(({ check, path }) => [check, path])).toContainEqual([
    'C1',
    ['STIN of A'],
  ]);
});
