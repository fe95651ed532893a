import { Citizen } from '../../test/support/citizen.ts';
import { message } from '../../scripts/verify-workflows/moves.ts';
import { rollTold } from '../../scripts/verify-workflows/period-facts.ts';
import type { JsonObject, Message } from '../definition.ts';

const noon = (day: number): string => `2023-03-${String(day).padStart(2, '0')}T12:00:00.000Z`;
const drugId = '28100009555';
const roll = (cutOff: number, starts: number, name = `to ${starts}`): Message =>
  rollTold(name, noon(1), {
    changeCutOffAt: noon(cutOff),
    startDate: noon(starts).slice(0, 10),
    endDate: noon(starts + 6).slice(0, 10),
  });
const change = (kind: string, more: JsonObject = {}): JsonObject => ({ drugId, kind, from: '2023-03-05', ...more });
const on = (day: number, citizen: Citizen): Citizen => citizen.waitsUntil(noon(day));
const taken = (...rolls: Message[]): Citizen => new Citizen(noon(1)).hears(...rolls);
const prescription = (status: string, day: number): Message =>
  message('fact', 'dosePrescriptionObserved', noon(day), { prescriptionId: 'p1', drugId, status });
const region = (citizen: Citizen): unknown => citizen.region('medicationChange');
const underway = 'dose-dispensing.medicationChange.underway';
/** About changes: of some of these citizens no roll is known, which planning asks about. */
const asked = ({ open }: Citizen): string[] => open.filter((key) => !key.startsWith('dose-dispensing.planning'));

it('before the cut-off needs nothing: the next roll is right', () => {
  const citizen = on(5, taken(roll(6, 9))).does('medicationChanged', change('increase'));
  expect(region(citizen)).toBe('none');
  expect(asked(citizen)).toEqual([]);
});

it('that takes effect weeks ahead is measured by the roll it takes effect in, not by the next one', () => {
  const later = { from: '2023-03-16' };
  const inTime = on(5, taken(roll(4, 7), roll(11, 14))).does('medicationChanged', change('increase', later));
  expect(region(inTime)).toBe('none');
  const beyond = on(5, taken(roll(4, 7))).does('medicationChanged', change('increase', later));
  expect(region(beyond)).toBe('none');
  const tooLate = on(12, taken(roll(4, 7), roll(11, 14))).does('medicationChanged', change('increase', later));
  expect(asked(tooLate)).toEqual([`${underway}.decision`]);
});

it('that lies before any cut-off it could miss is in time, though no roll is known', () => {
  // A roll with the 1st of April begins on the 19th of March at the earliest; its cut-off is on the 16th.
  const farAhead = on(15, taken()).does('medicationChanged', change('increase', { from: '2023-04-01' }));
  expect(region(farAhead)).toBe('none');
  const near = on(17, taken()).does('medicationChanged', change('increase', { from: '2023-04-01' }));
  expect(asked(near)).toEqual([`${underway}.decision`]);
});

it('that stops a drug later has its prescription tidied when the day comes, and not before', () => {
  const citizen = on(5, taken(roll(6, 9)).hears(prescription('open', 1)));
  citizen.does('medicationChanged', change('stop', { from: '2023-03-16' }));
  expect(asked(on(15, citizen))).toEqual([]);
  expect(asked(on(16, citizen))).toEqual([`${underway}.tidying`]);
});

describe('of two changes of one drug', () => {
  it('both stand, each from its day', () => {
    const citizen = on(5, taken(roll(4, 7)).hears(prescription('open', 1)));
    citizen.does('medicationChanged', change('increase', { acute: true }));
    citizen.does('medicationChanged', change('stop', { from: '2023-03-20' }));
    expect(asked(citizen)).toEqual([`${underway}.boxes`]);
    expect(asked(on(20, citizen))).toEqual([`${underway}.tidying`]);
    citizen.does('withdrawMedicationChange', { drugId, reason: 'another drug' });
    expect(asked(citizen)).toContain(`${underway}.boxes`);
  });

  it('the first undecided is decided first', () => {
    const citizen = on(5, taken(roll(4, 7)));
    citizen.does('medicationChanged', change('increase', { from: '2023-03-07' }));
    citizen.does('medicationChanged', change('reduction', { from: '2023-03-10' }));
    citizen.does('decideMedicationChange', { drugId, decision: 'acute' });
    expect(asked(citizen)).toEqual([`${underway}.boxes`, `${underway}.decision`]);
    citizen.does('decideMedicationChange', { drugId, decision: 'acute' });
    expect(asked(citizen)).toEqual([`${underway}.boxes`, `${underway}.discarding`]);
  });

  it('the later said stands of the same day, and a stop ends what was said before of days after it', () => {
    const citizen = on(5, taken(roll(4, 7)));
    citizen.does('medicationChanged', change('increase', { from: '2023-03-07' }));
    citizen.does('medicationChanged', change('reduction', { from: '2023-03-07', acute: true }));
    expect(asked(citizen)).toEqual([`${underway}.discarding`]);
    citizen.does('medicationChanged', change('stop', { from: '2023-03-06' }));
    expect(asked(citizen)).toEqual([`${underway}.decision`]);
  });
});

it.each([
  ['after the cut-off', [roll(4, 7)]],
  ['with a cut-off that nobody knows', []],
])('%s asks whether it can wait, and waiting settles it', (_, rolls) => {
  const citizen = on(5, taken(...rolls)).does('medicationChanged', change('increase'));
  expect(asked(citizen)).toEqual([`${underway}.decision`]);
  expect(citizen.responsible.deadlineAt).toBe('2023-03-05T16:00:00.000Z');
  expect(region(citizen.does('decideMedicationChange', { drugId, decision: 'wait' }))).toBe('none');
  expect(
    citizen.does('decideMedicationChange', { drugId, decision: 'acute' }).region('medicationChange'),
  ).toMatchObject({
    underway: { sideDosing: 'watching' },
  });
});

it('after the cut-off of the roll that comes next is late, whatever later roll is known', () => {
  const citizen = on(5, taken(roll(4, 7), roll(18, 21))).does('medicationChanged', change('increase'));
  expect(asked(citizen)).toEqual([`${underway}.decision`]);
  citizen.does('decideMedicationChange', { drugId, decision: 'acute' });
  expect(on(20, citizen).region('medicationChange')).toMatchObject({ underway: { sideDosing: 'watching' } });
  expect(region(on(21, citizen))).toBe('none');
});

describe('an acute new drug or increase', () => {
  it('has boxes got at once, whoever made the change, and keeps what was said when a roll is told', () => {
    const citizen = on(5, taken(roll(4, 7))).does('medicationChanged', change('new', { acute: true }));
    expect(asked(citizen)).toEqual([`${underway}.boxes`]);
    expect(asked(citizen.does('confirmSideDosingSetUp').hears(roll(11, 14)))).toEqual([]);
    expect(asked(citizen.does('reopenSideDosingSetUp'))).toEqual([`${underway}.boxes`]);
    expect(region(on(14, citizen))).toBe('none');
  });

  it('is dosed from boxes until the first roll whose cut-off lies after the change', () => {
    const citizen = on(5, taken(roll(4, 7))).does('medicationChanged', change('new', { acute: true }));
    // The next roll was closed before the change.
    citizen.hears(roll(4, 7));
    expect(on(8, citizen).region('medicationChange')).toMatchObject({ underway: { sideDosing: 'watching' } });
    citizen.hears(roll(11, 14));
    expect(on(13, citizen).region('medicationChange')).toMatchObject({ underway: { sideDosing: 'watching' } });
    expect(region(on(14, citizen))).toBe('none');
    expect(asked(citizen)).toEqual([]);
  });

  it('goes on when the roll that knows it is moved, and is looked at when it will not come', () => {
    const citizen = on(5, taken())
      .does('medicationChanged', change('new', { acute: true }))
      .hears(roll(11, 14, 'r'));
    citizen.hears(roll(11, 16, 'r'));
    expect(on(15, citizen).region('medicationChange')).toMatchObject({ underway: { sideDosing: 'watching' } });
    citizen.hears(rollTold('r', noon(2), null));
    expect(on(28, citizen).region('medicationChange')).toMatchObject({ underway: { sideDosing: 'watching' } });
    expect(asked(on(29, citizen))).toContain(`${underway}.sideDosing`);
  });

  it('is asked about when no such roll shows, and goes on or ends by a person', () => {
    const citizen = on(5, taken()).does('medicationChanged', change('increase', { acute: true }));
    expect(asked(citizen.does('confirmSideDosingSetUp'))).toEqual([]);
    expect(asked(on(19, citizen))).toEqual([`${underway}.sideDosing`]);
    expect(asked(citizen.does('keepSideDosing'))).toEqual([]);
    expect(region(citizen.does('endSideDosing', { drugId }))).toBe('none');
    expect(citizen.does('resumeSideDosing', { drugId }).region('medicationChange')).toMatchObject({
      underway: { sideDosing: 'watching' },
    });
  });
});

it('that is an acute stop has the rolls discarded, and the prescription tidied apart from that', () => {
  const citizen = on(5, taken(roll(6, 9)).hears(prescription('open', 1)));
  citizen.does('medicationChanged', change('stop', { acute: true }));
  expect(asked(citizen)).toEqual([`${underway}.discarding`, `${underway}.tidying`]);
  expect(asked(citizen.does('confirmRollsDiscarded'))).toEqual([`${underway}.tidying`]);
  expect(asked(citizen.does('reopenRollsDiscarded'))).toContain(`${underway}.discarding`);
  citizen.does('confirmRollsDiscarded').hears(prescription('cancelled', 6));
  expect(region(citizen)).toBe('none');
});

it('that was a mistake is taken back', () => {
  const citizen = on(5, taken()).does('medicationChanged', change('reduction', { acute: true }));
  expect(asked(citizen)).toEqual([`${underway}.discarding`]);
  expect(region(citizen.does('withdrawMedicationChange', { drugId, reason: 'another drug' }))).toBe('none');
});

it('rests while a death stands, and comes back', () => {
  const citizen = on(5, taken()).does('medicationChanged', change('increase', { acute: true }));
  const before = region(citizen);
  citizen.does('reportDeath', { source: 'the family' });
  expect(asked(citizen)).toEqual(['dose-dispensing.death.reported.due']);
  expect(region(citizen.does('dismissDeathReport', { reason: 'another citizen' }))).toEqual(before);
});

describe('a later change of a drug given from boxes', () => {
  const boxed = (...rolls: Message[]): Citizen =>
    on(5, taken(roll(4, 7), ...rolls))
      .does('medicationChanged', change('new', { acute: true }))
      .does('confirmSideDosingSetUp');
  const watching = { underway: { sideDosing: 'watching' } };

  it('that can wait leaves the boxes until the roll that knows the drug', () => {
    const citizen = on(6, boxed()).does('medicationChanged', change('increase', { from: '2023-03-06' }));
    citizen.does('decideMedicationChange', { drugId, decision: 'wait' });
    expect(region(citizen)).toMatchObject(watching);
    // Its cut-off lay between the two changes: it has the drug, in the dose of before.
    const citizenOfTwo = on(9, boxed(roll(8, 11))).does(
      'medicationChanged',
      change('increase', { from: '2023-03-09' }),
    );
    citizenOfTwo.does('decideMedicationChange', { drugId, decision: 'wait' });
    expect(region(citizenOfTwo)).toMatchObject(watching);
    expect(on(11, citizenOfTwo).region('medicationChange')).toBe('none');
  });

  it('that was a mistake is taken back, and the one before it counts again', () => {
    const citizen = on(6, boxed()).does('medicationChanged', change('stop', { from: '2023-03-06' }));
    expect(region(citizen)).toMatchObject({ underway: { sideDosing: 'none' } });
    citizen.does('withdrawMedicationChange', { drugId, reason: 'another citizen' });
    expect(region(citizen)).toMatchObject(watching);
    expect(asked(citizen)).toEqual([]);
    expect(region(citizen.does('withdrawMedicationChange', { drugId, reason: 'another drug' }))).toBe('none');
  });
});
