import { doseDispensingV1 } from '../../workflows/dose-dispensing/dose-dispensing.v1.ts';
import { hospitalStayV1 } from '../../workflows/hospital-stay/hospital-stay.v1.ts';
import { C1, C2, C4, C8, C9, P3 } from './guarantees.ts';
import { toCase, told } from './moves.ts';
import { stateAt } from './mutant.ts';
import { fact } from './stay-facts.ts';
import type { Subject } from './subject.ts';
import { startWith } from './walk.ts';

const at = '2023-03-20T10:00:00.000Z';
const day = (n: number): string => `2023-03-${String(n).padStart(2, '0')}T11:00:00.000Z`;
const ofB = { episodes: ['sor|b'], periodStart: day(8) };

const death = told(fact('MORS', day(15)), 'A');
const alive = told(fact('MORS', day(16), { change: 'cancelled' }), 'A');
const alphabet = 'both stays, a hold, a removal and a death';

export const caseAndTwoStays: Subject = {
  name: 'case and two stays',
  about: 'A citizen’s case with up to two hospital stays.',
  charts: [doseDispensingV1, hospitalStayV1],
  start: (root) => startWith(root, at, {}),
  alphabets: {
    [alphabet]: {
      moves: [
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
      ],
      timers: { fire: () => false, words: 'none, as they fire in “case and stay”' },
      maxDepth: 4,
    },
  },
  guarantees: [C1, C2, C4, C8, C9, P3],
  death: { report: death, withdrawal: alive },
  maxStates: 2000,
  mutations: [
    {
      breaks: 'C8',
      damage: 'a stay goes on asking about a citizen reported dead elsewhere',
      chart: 'hospital-stay',
      make: (chart) => (stateAt(chart, 'admissionReview.open')['always'] as unknown[]).shift(),
      alphabet,
      sentence: 'Expected a reported death to stop the task hospital-stay.admissionReview.open.due, but it is open',
      path: ['STIN of A'],
    },
    {
      breaks: 'C1',
      damage: 'a case lets its stays end the dose packing',
      chart: 'dose-dispensing',
      make: (chart) => Object.assign(stateAt(chart, 'course.active')['on'] as object, { stayChanged: 'ended' }),
      alphabet,
      sentence: 'Expected admissionObserved to leave the course alone',
      path: ['STIN of A'],
    },
  ],
};
