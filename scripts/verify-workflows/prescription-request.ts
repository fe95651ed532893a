import type { CaseContext, JsonObject, Message } from '../../workflows/definition.ts';
import type { RequestContext } from '../../workflows/prescription-request/base.ts';
import { deadlines } from '../../workflows/prescription-request/deadlines.ts';
import { overRejection, waitUntil } from '../../workflows/prescription-request/derive-request.ts';
import type { CaseOfRequest } from '../../workflows/prescription-request/messages.ts';
import { prescriptionRequestV1 } from '../../workflows/prescription-request/prescription-request.v1.ts';
import { C2, C7, C9, P3, catalogue } from './guarantees.ts';
import { having, toCase } from './moves.ts';
import { stateAt } from './mutant.ts';
import { requestTold } from './request-facts.ts';
import type { Alphabet, Mutation, Subject } from './subject.ts';
import type { Move } from './walk.ts';
import { rootId, startWith } from './walk.ts';

const at = '2023-03-20T10:00:00.000Z';
const day = (n: number): string => `2023-03-${String(n).padStart(2, '0')}T09:00:00.000Z`;
/** Of the request itself, which is walked alone. */
const told = (name: string, fact: Message): Move => ({
  name,
  target: { kind: 'case', caseId: rootId },
  message: fact,
});
const kmd = { careRecord: 'kmdNexus' };
const why = (cancellationReason: string): JsonObject => ({ cancellationReason });

const toGp = told('asked of the GP', requestTold('unhandled', day(1)));
const toWest = told('asked of the West', requestTold('unhandled', day(1), { to: ['west'], ...kmd }));
const toEast = told('asked of the East', requestTold('unhandled', day(1), { to: ['east'], ...kmd }));
const toNobody = told('asked of a unit without a way', requestTold('unhandled', day(2), { to: ['noWay'] }));
const prescribed = told('prescribed', requestTold('prescribed', day(8), {}, { issuedPrescriptionId: 'n' }));
const unknownWord = told('a new word of FMK', requestTold('venter', day(3)));
const rejectedByWest = told(
  'rejected by the West',
  requestTold('cancelled', day(4), { to: ['west'], by: 'west', ...kmd }, why('Noget andet')),
);
const rejectedByGp = told(
  'rejected by the GP',
  requestTold('cancelled', day(6), { by: 'gp', ...kmd }, why('Receptfornyelsen kræver konsultation')),
);
const takenBack = told('taken back', requestTold('cancelled', day(7), {}, why('Receptanmodning fortrudt')));
const rejectedInCura = told(
  'rejected by the West, with Columna Cura',
  requestTold('cancelled', day(5), { to: ['west'], careRecord: 'columnaCura' }, why('Endnu noget andet')),
);
const reasons = [
  'Behandlingen er afsluttet',
  'Receptfornyelsen kræver konsultation',
  'Kontakt egen læge hvis recept ønskes',
  'Fornyes ikke. Der findes allerede en gyldig recept',
  'Det er for tidligt at få en ny recept',
  'Medicinen udleveres fra hospital',
  'Medicinen kan købes i håndkøb',
  'En årsag, som ingen kender',
].map((reason, n) => told(`“${reason}”`, requestTold('cancelled', day(6 + n), { by: 'gp' }, why(reason))));
const tooEarly = told(
  'too early',
  requestTold('cancelled', day(5), { by: 'gp' }, why('Det er for tidligt at få en ny recept')),
);

const running: CaseOfRequest = {
  isClosed: false,
  cutOffs: [],
  prescriptions: [{ prescriptionId: 'old', validTo: '2023-05-10T10:00:00.000Z' }],
};
const caseIs = (name: string, more: Partial<CaseOfRequest>): Move =>
  toCase('internal', 'caseChanged', at, { ...running, ...more }, name);
const known = caseIs('the case tells when the prescription runs out', {});
const renewed = caseIs('the case has seen a renewal', {
  prescriptions: [...running.prescriptions, { prescriptionId: 'new', validTo: '2025-05-10T10:00:00.000Z' }],
});
const ended = caseIs('the case is closed', { isClosed: true });
const hears = (type: string, data: JsonObject = {}, name = type): Move => toCase('internal', type, at, data, name);
const command = (type: string, data: JsonObject = { reason: 'because' }): Move => toCase('command', type, at, data);
const forwarded = command('recordForwarding', { to: 'ownGp' });
const postponed = command('postponeRequest', { until: '2023-03-27', reason: 'because' });
const [noted, contacted, handled, closed, reopened] = [
  'noteRejection',
  'confirmGpContacted',
  'recordGpHandling',
  'closeRequest',
  'reopenRequest',
].map((type) => command(type)) as [Move, Move, Move, Move, Move];

/** As correlation does: a request is opened with its first fact, in the same transaction; the case tells what it knows. */
const begunWith =
  (...first: readonly Move[]): Subject['start'] =>
  (root) =>
    having(startWith(root, at, { requestId: 'r' }), first);

/** Times count by the phase they lie in; of FMK's words only the last, and the last rejection, steer anything. */
export function requestEssence(context: CaseContext, now: string): unknown {
  const { env: _, armed: __, request, ...rest } = context as RequestContext;
  const all = context as RequestContext;
  const wait = waitUntil(all);
  return [
    rest,
    request.latest,
    request.words.at(-1),
    overRejection(request),
    rest.question && deadlines.answer.due(all) <= now,
    wait !== undefined && wait <= now,
  ];
}

const alphabets = {
  'asked of the GP': {
    moves: [rejectedByGp, takenBack, prescribed, unknownWord, handled, reopened, contacted, noted],
  },
  'asked of the West': {
    start: begunWith(toWest, known),
    moves: [rejectedByWest, rejectedInCura, rejectedByGp, prescribed, noted, contacted, closed, reopened],
  },
  'asked of the East, and of units without a way': {
    start: begunWith(toEast, known),
    moves: [toNobody, forwarded, rejectedByGp, prescribed, contacted, reopened],
  },
  'every reason of a rejection': {
    moves: [...reasons, noted, reopened],
    timers: { fire: (key) => key.includes('.rejection.'), words: 'those of `rejection`' },
  },
  'waiting until a date': {
    start: begunWith(toGp, known),
    moves: [tooEarly, postponed, prescribed, handled, reopened],
  },
  'what the case has seen': { moves: [known, renewed, ended, rejectedByGp, closed, reopened] },
  'deaths and moves': {
    start: begunWith(toWest, known),
    moves: [
      ...[rejectedByWest, noted, contacted, hears('deathStands'), hears('deathDismissed')],
      hears('municipalityChanged', { municipality: '0461' }, 'moved to 0461'),
      hears('municipalityChanged', { municipality: '0101' }, 'moved to 0101'),
    ],
  },
} satisfies Record<string, Alphabet>;

function broken(
  breaks: string,
  damage: string,
  alphabet: keyof typeof alphabets,
  make: Mutation['make'],
  sentence: string,
  path: readonly string[],
): Mutation {
  return { breaks, damage, chart: 'prescription-request', alphabet, make, sentence, path };
}

export const prescriptionRequest: Subject = {
  name: 'prescription-request',
  about: 'A prescription request as FMK shows it, with what its case tells and what persons say.',
  charts: [prescriptionRequestV1],
  start: begunWith(toGp),
  alphabets,
  guarantees: [C2, C7, C9, P3, catalogue],
  silent: {
    C1: 'No hospital notification is told to a request, and the course is its case’s: “case and request”.',
    C3: 'Readiness is the case’s: “case and request”.',
    C4: 'What covers a day is known to the case: “case and request”.',
    C5: 'The warning is a product’s.',
    C6: 'The powers are used in the case: “case and request”.',
    C8: 'That a death stands is the case’s to say, and to ask about: “case and request”.',
  },
  essence: requestEssence,
  maxStates: 4000,
  mutations: [
    broken(
      'C2',
      'an unanswered request waits without a timer',
      'asked of the GP',
      (chart) => (stateAt(chart, 'answer.open.unanswered.due')['after'] = {}),
      'Expected the task prescription-request.answer.open.unanswered.due to end at a deadline, but no timer waits for it',
      ['the timer answer.prescription-request.answer.watching'],
    ),
    broken(
      'C7',
      'a request forwarded in the West counts as closed',
      'asked of the West',
      (chart) => (stateAt(chart, 'request.forwarded')['tags'] = 'closed'),
      'Expected a prescription, a cancellation with a reason or a person to have closed the request',
      ['rejected by the West'],
    ),
    broken(
      'C7',
      'nobody is told of a rejection that the care record does not show',
      'asked of the West',
      (chart) => delete stateAt(chart, 'rejection.none')['always'],
      'Expected someone to be asked about a rejection that the care record does not show',
      ['rejected by the West'],
    ),
    broken(
      'C7',
      'a request lies in a pool with nobody watching',
      'asked of the East, and of units without a way',
      (chart) => delete stateAt(chart, 'answer.none')['always'],
      'Expected someone or some timer to watch the request, but it is {"request":"inPool"',
      [],
    ),
    broken(
      'C7',
      'a rejection once seen stays closed for good',
      'asked of the GP',
      (chart) => delete stateAt(chart, 'request.noted')['always'],
      'Expected a prescription, a cancellation with a reason or a person to have closed the request',
      ['rejected by the GP', 'noteRejection', 'reopenRequest'],
    ),
    broken(
      'C9',
      'a closed request cannot be reopened',
      'asked of the GP',
      (chart) => delete (stateAt(chart, 'request')['on'] as Record<string, unknown>)['reopenRequest'],
      'Expected a correction to lead back from {"request":"',
      ['taken back'],
    ),
    broken(
      'catalogue',
      'no state hears of the case',
      'what the case has seen',
      (chart) => delete (chart['on'] as Record<string, unknown>)['caseChanged'],
      'Expected caseChanged to be handled or listed as ignored',
      [],
    ),
  ],
};
