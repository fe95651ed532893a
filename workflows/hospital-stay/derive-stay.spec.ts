import fc from 'fast-check';
import { fact } from '../../scripts/verify-workflows/stay-facts.ts';
import type { Message } from '../definition.ts';
import type { PlacedFact, Recorded, Stay } from './derive-stay.ts';
import { deriveStay, inOrder, placed } from './derive-stay.ts';
import type { StayFact } from './messages.ts';
import { changes, hospitalEvents } from './messages.ts';

const march = (day: number, time = '12:00:00'): string => `2023-03-${String(day).padStart(2, '0')}T${time}+01:00`;

function stayOf(messages: readonly Message[], recorded: Recorded = {}): Stay {
  const facts = messages.reduce<PlacedFact[]>((facts, { data, occurredAt }) => {
    const next = placed(data as unknown as StayFact, occurredAt);
    return facts.some(({ key }) => key === next.key) ? facts : inOrder(facts, next);
  }, []);
  return deriveStay(facts, recorded);
}

const admission = fact('STIN', march(1));
const leave = fact('STOR', march(3));
const back = fact('SLOR', march(5));
const discharge = fact('SLHJ', march(7));
const death = fact('MORS', march(8));
const an = (event: StayFact['event'], day: number): Message => fact(event, march(day), { change: 'cancelled' });

it.each<[string, Message[], Partial<Stay>]>([
  ['an admission makes an inpatient', [admission], { stage: 'inpatient', admittedAt: '2023-03-01T11:00:00.000Z' }],
  ['an acute visit is only that', [fact('STAA', march(1))], { stage: 'acuteAmbulant', wasInpatient: false }],
  [
    'an acute visit becomes an admission without a discharge',
    [fact('STAA', march(1)), fact('STIN', march(2))],
    { stage: 'inpatient' },
  ],
  ['leave and its end', [admission, leave, back], { stage: 'inpatient' }],
  ['leave', [admission, leave], { stage: 'onLeave' }],
  [
    'a discharge from leave',
    [admission, leave, discharge],
    { stage: 'discharged', dischargedAt: '2023-03-07T11:00:00.000Z' },
  ],
  [
    'a leave that came late, after the discharge',
    [admission, discharge, fact('SLOR', march(9))],
    { stage: 'discharged' },
  ],
  [
    'a lone discharge awaits its admission',
    [discharge],
    { stage: 'awaitingAdmission', dischargedAt: '2023-03-07T11:00:00.000Z' },
  ],
  [
    'a lone correction tells of the admission itself',
    [fact('STIN', march(2), { change: 'revised' })],
    { stage: 'inpatient' },
  ],
  ['a lone cancellation awaits what it cancels', [an('STIN', 2)], { stage: 'awaitingAdmission' }],
  ['a cancelled admission cancels the stay', [admission, an('STIN', 2)], { stage: 'cancelled' }],
  [
    'a cancelled admission after an acute visit leaves the visit',
    [fact('STAA', march(1)), fact('STIN', march(2)), an('STIN', 3)],
    { stage: 'acuteAmbulant', wasInpatient: false },
  ],
  ['a cancelled leave', [admission, leave, an('STOR', 4)], { stage: 'inpatient' }],
  ['a cancelled end of leave', [admission, leave, back, an('SLOR', 6)], { stage: 'onLeave' }],
  ['a cancelled discharge from leave', [admission, leave, discharge, an('SLHJ', 8)], { stage: 'onLeave' }],
  ['death from leave', [admission, leave, death], { stage: 'deceased', stageIfAlive: 'onLeave' }],
  ['a lone death', [death], { stage: 'deceased' }],
  ['a cancelled death restores what was there', [admission, leave, death, an('MORS', 9)], { stage: 'onLeave' }],
  [
    'a cancelled death takes its corrections with it',
    [admission, death, fact('MORS', march(9)), an('MORS', 10)],
    { stage: 'inpatient' },
  ],
  [
    'a new admission after the discharge',
    [admission, discharge, fact('STIN', march(9), { periodStart: march(9) })],
    { stage: 'inpatient', admittedAt: '2023-03-09T11:00:00.000Z' },
  ],
  [
    'the same admission told again is cancelled as one',
    [admission, fact('STIN', march(1, '13:00:00')), an('STIN', 2)],
    { stage: 'cancelled' },
  ],
])('%s', (_, messages, expected) => {
  expect(stayOf(messages)).toMatchObject(expected);
});

it('moves the stay to the other department at a transfer, and back when that is cancelled', () => {
  const transfer = fact('STIN', march(2), { provider: '502701000016000', periodStart: march(2) });
  const departments = (messages: Message[]): string[] => stayOf(messages).departments.map(({ provider }) => provider);
  expect(departments([admission, transfer])).toEqual(['265161000016000', '502701000016000']);
  expect(stayOf([admission, transfer]).admittedAt).toBe('2023-03-01T11:00:00.000Z');
  expect(departments([admission, transfer, an('STIN', 3)])).toEqual(['265161000016000']);
});

it('takes start, end and department from a correction', () => {
  const corrected = fact('STIN', march(2), { change: 'revised', periodStart: march(1, '08:00:00'), provider: 'other' });
  const end = fact('SLHJ', march(8), { change: 'revised', periodEnd: march(6) });
  expect(stayOf([admission, corrected, discharge, end])).toMatchObject({
    stage: 'discharged',
    admittedAt: '2023-03-01T07:00:00.000Z',
    dischargedAt: '2023-03-06T11:00:00.000Z',
    departments: [{ provider: 'other' }],
  });
});

it('notes a hint that names another message, and a correction of nothing, and goes on', () => {
  const hinted = fact('SLHJ', march(8), { change: 'cancelled', messageId: 'c1', replaces: 'another' });
  expect(stayOf([admission, discharge, hinted])).toMatchObject({
    stage: 'inpatient',
    notes: [{ messageId: 'c1', note: 'replacesAnother' }],
  });
  expect(stayOf([an('SLHJ', 8)]).notes).toEqual([{ messageId: expect.any(String), note: 'nothingToCorrect' }]);
});

it('believes a person until the hospital speaks', () => {
  const recorded = { dischargedAt: '2023-03-04T11:00:00.000Z' };
  expect(stayOf([admission], recorded)).toMatchObject({ stage: 'discharged', dischargedBy: 'person' });
  expect(stayOf([admission, back], recorded).stage).toBe('inpatient');
  expect(stayOf([admission, discharge], recorded).dischargedAt).toBe('2023-03-07T11:00:00.000Z');
  expect(stayOf([discharge], { admittedAt: '2023-03-01T11:00:00.000Z' }).stage).toBe('discharged');
  expect(stayOf([discharge], { dismissed: true }).stage).toBe('cancelled');
  expect(stayOf([discharge, admission], { dismissed: true }).stage).toBe('discharged');
});

const anyFact = fc
  .record({
    event: fc.constantFrom(...hospitalEvents),
    change: fc.constantFrom(...changes),
    day: fc.integer({ min: 1, max: 5 }),
    started: fc.integer({ min: 1, max: 5 }),
    provider: fc.constantFrom('a', 'b'),
    messageId: fc.constantFrom('m1', 'm2', 'm3'),
    replaces: fc.option(fc.constantFrom('m1', 'm2'), { nil: undefined }),
  })
  .map(({ event, change, day, started, provider, messageId, replaces }) =>
    fact(event, march(day), {
      change,
      provider,
      messageId,
      periodStart: march(started),
      ...(replaces && { replaces }),
    }),
  );

it('gives the same stay in whatever order, and however often, the messages arrive', () => {
  fc.assert(
    fc.property(
      fc
        .array(anyFact, { maxLength: 8 })
        .chain((messages) =>
          fc.tuple(
            fc.constant(messages),
            fc.shuffledSubarray(messages, { minLength: messages.length }),
            fc.subarray(messages),
          ),
        ),
      ([messages, shuffled, again]) => {
        expect(stayOf([...shuffled, ...again])).toEqual(stayOf(messages));
      },
    ),
    { numRuns: 1000 },
  );
});
