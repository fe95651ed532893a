import { Citizen } from '../../test/support/citizen.ts';
import { message } from '../../scripts/verify-workflows/moves.ts';
import { deletion, period } from '../../scripts/verify-workflows/period-facts.ts';
import type { JsonObject, Message } from '../definition.ts';
import { aboutTask } from './about-task.ts';
import type { DoseContext } from './base.ts';
import { questions } from './planning.ts';

const noon = (day: number, month = '03'): string => `2023-${month}-${String(day).padStart(2, '0')}T12:00:00.000Z`;
const current = period('Ekspederet', noon(1), { startDate: '2023-02-27', endDate: '2023-03-12' });
const next = period('Planlagt', noon(1), { periodId: 'b', startDate: '2023-03-13', endDate: '2023-03-26' });
const prescription = (validTo: string, day = 1): Message =>
  message('fact', 'dosePrescriptionObserved', noon(day), {
    prescriptionId: 'p',
    drugId: '28100009555',
    status: 'open',
    validTo,
  });
const hold = (change: 'created' | 'removed', day: number, more: JsonObject = {}): Message =>
  message('fact', 'holdObserved', noon(day), { registrationId: 'r', from: noon(2), change, ...more });
const order = (endDate: string): Message =>
  message('fact', 'drugMedicationObserved', noon(2), { drugMedicationId: 'o', drugId: '28100009555', endDate });
const product = (change: string, day: number): Message =>
  message('fact', 'productChanged', noon(day), { drugId: '28100009555', change });

const contextOf = ({ world }: Citizen): DoseContext => world.family[0]?.state.snapshot.context as DoseContext;
const alarms = (citizen: Citizen): string[] => contextOf(citizen).alarms.map(({ kind }) => kind);
const planning = (citizen: Citizen): string[] =>
  citizen.open.filter((key) => key.startsWith('dose-dispensing.planning'));

it('asks for the next period before a first roll would come too late (A3), and is silent once it is planned', () => {
  const citizen = new Citizen(noon(1)).hears(current).waitsUntil('2023-03-04T06:59:59Z');
  expect(planning(citizen)).toEqual([]);
  expect(planning(citizen.waitsUntil('2023-03-04T07:00:00Z'))).toEqual([
    'dose-dispensing.planning.open.noNextPeriod.due',
  ]);
  expect(citizen.responsible).toMatchObject({ deadlineAt: '2023-03-05T07:00:00.000Z' });
  expect(planning(citizen.waitsUntil('2023-03-05T07:00:00Z'))).toEqual([
    'dose-dispensing.planning.open.noNextPeriod.overdue',
  ]);
  expect(planning(citizen.hears(next))).toEqual([]);
  expect(planning(citizen.hears(deletion(noon(9), 'b')))).toEqual(['dose-dispensing.planning.open.noNextPeriod.due']);
});

it('asks of several alarms the most urgent, says what comes after it, and asks that when the first is settled', () => {
  const [one, other] = ['28100009555', '28100009777'];
  const lost = (drugId: string, day: number): Message =>
    message('fact', 'productChanged', noon(day), { drugId, change: 'dMarkLost' });
  const roll = period('Planlagt', noon(1), { ...next.data, drugIds: [one, other] });
  const citizen = new Citizen(noon(1)).hears(current, roll, prescription(noon(20)), lost(one, 2), lost(other, 3));
  expect(alarms(citizen)).toEqual(['productNotDosePackable', 'productNotDosePackable', 'prescriptionExpiring']);
  const task = (kind: string) => `dose-dispensing.planning.open.${kind}`;
  const about = () => aboutTask(contextOf(citizen), planning(citizen)[0] ?? '');
  expect(planning(citizen)).toEqual([`${task('productNotDosePackable')}.due`]);
  expect(about()).toEqual({ drugs: [one], next: [questions.productNotDosePackable, questions.prescriptionExpiring] });
  citizen.waitsUntil(noon(5));
  expect(planning(citizen)).toEqual([`${task('productNotDosePackable')}.overdue`]);
  // Another of the same kind is another matter: it is not overdue from the start.
  citizen.does('settleAlarm', { reason: 'agreed' });
  expect(planning(citizen)).toEqual([`${task('productNotDosePackable')}.due`]);
  expect(about()).toEqual({ drugs: [other], next: [questions.prescriptionExpiring] });
  citizen.does('settleAlarm', { reason: 'agreed' });
  expect(planning(citizen)).toEqual([`${task('prescriptionExpiring')}.due`]);
  expect(about()).toEqual({ drugs: [one], next: [] });
  expect(planning(citizen.does('settleAlarm', { reason: 'asked' }))).toEqual([]);
});

it('goes on asking when FMK deletes the only roll known', () => {
  const citizen = new Citizen(noon(1))
    .hears(next)
    .waitsUntil(noon(2))
    .does('settleAlarm', { reason: 'uses boxes until the first roll' })
    .waitsUntil(noon(8))
    .hears(deletion(noon(8), 'b'));
  expect(planning(citizen)).toEqual(['dose-dispensing.planning.open.noNextPeriod.due']);
  const back = period('Planlagt', noon(9), { periodId: 'b', startDate: '2023-03-13', endDate: '2023-03-26' });
  expect(planning(citizen.hears(back))).toEqual([]);
});

it('asks for days between two rolls, and goes on asking after the last one', () => {
  const late = period('Planlagt', noon(1), { periodId: 'b', startDate: '2023-03-15', endDate: '2023-03-28' });
  expect(alarms(new Citizen(noon(1)).hears(current, late).waitsUntil(noon(8)))).toEqual(['noNextPeriod']);
  const ended = new Citizen(noon(1)).hears(current).waitsUntil(noon(30, '06'));
  expect(alarms(ended)).toEqual(['noNextPeriod']);
});

it('is not tripped by a holiday roll of 28 days, nor by an acute one beside the ordinary', () => {
  const holiday = period('Ekspederet', noon(1), { startDate: '2023-02-27', endDate: '2023-03-26' });
  expect(planning(new Citizen(noon(1)).hears(holiday).waitsUntil(noon(17)))).toEqual([]);
  expect(alarms(new Citizen(noon(1)).hears(holiday).waitsUntil(noon(18)))).toEqual(['noNextPeriod']);
  const acute = period('Ekspederet', noon(3), {
    periodId: 'x',
    startDate: '2023-03-04',
    endDate: '2023-03-09',
    acutePacking: 'Ændret medicinering',
  });
  expect(alarms(new Citizen(noon(1)).hears(holiday, acute).waitsUntil(noon(12)))).toEqual([]);
});

it('warns of a dose prescription that expires before the next roll is used (A1)', () => {
  const citizen = new Citizen(noon(2)).hears(current, next, prescription('2023-03-20T11:00:00Z'));
  expect(planning(citizen)).toEqual(['dose-dispensing.planning.open.prescriptionExpiring.due']);
  expect(planning(citizen.hears(prescription('2023-06-20T11:00:00Z', 2)))).toEqual([]);
});

it('goes on warning when the prescription has expired, until another of the same drug lasts (A1)', () => {
  const other = (prescriptionId: string, status: string, validTo: string): Message =>
    message('fact', 'dosePrescriptionObserved', noon(3), { prescriptionId, drugId: '28100009555', status, validTo });
  const citizen = new Citizen(noon(3)).hears(current, next, prescription('2023-03-20T11:00:00Z'));
  expect(alarms(citizen.hears(other('p', 'expired', '2023-03-03T11:00:00Z')))).toEqual(['prescriptionExpiring']);
  expect(alarms(citizen.hears(other('q', 'open', '2023-03-26T11:00:00Z')))).toEqual(['prescriptionExpiring']);
  expect(alarms(citizen.hears(other('q', 'open', '2025-03-26T11:00:00Z')))).toEqual([]);
});

it('warns of an order that ends inside the next roll (A2), not of one that ends with it', () => {
  const citizen = new Citizen(noon(2)).hears(current, next, order('2023-03-26'));
  expect(alarms(citizen)).toEqual([]);
  const inside = new Citizen(noon(2)).hears(current, next, order('2023-03-20'));
  expect(alarms(inside)).toEqual(['orderEnding']);
  const replaced = message('fact', 'drugMedicationObserved', noon(2), {
    drugMedicationId: 'new',
    drugId: '28100009555',
  });
  expect(alarms(inside.hears(replaced))).toEqual([]);
  inside.hears(message('fact', 'drugMedicationObserved', noon(3), { ...replaced.data, endDate: '2023-03-20' }));
  // When the roll has begun the order ends in it as packed, and the following period comes into view.
  expect(alarms(inside.waitsUntil(noon(14)))).toEqual([]);
});

it('warns of two ordinary rolls on one card over the same days, and not of an acute one', () => {
  const over = (more: JsonObject = {}): Message =>
    period('Planlagt', noon(1), { periodId: 'b', startDate: '2023-03-10', endDate: '2023-03-26', ...more });
  expect(alarms(new Citizen(noon(1)).hears(current, over()))).toEqual(['periodsOverlap']);
  expect(alarms(new Citizen(noon(1)).hears(current, over({ acutePacking: 'Erstatning' })))).toEqual([]);
});

it('warns of two cards whose rolls to come end on different days (A5)', () => {
  const other = period('Planlagt', noon(1), {
    periodId: 'c',
    cardId: 'l',
    startDate: '2023-03-13',
    endDate: '2023-03-19',
  });
  const citizen = new Citizen(noon(2)).hears(current, next, other);
  expect(alarms(citizen)).toEqual(['cardsMisaligned']);
  citizen.hears(period('Planlagt', noon(2), { ...other.data, endDate: '2023-03-26' }));
  expect(alarms(citizen)).toEqual([]);
});

it('asks for a period to follow a hold seven days before it ends (A6), and for none while it lasts', () => {
  const citizen = new Citizen(noon(2)).hears(current, hold('created', 2, { to: '2023-03-20T11:00:00Z' }));
  expect(planning(citizen.waitsUntil('2023-03-13T06:59:59Z'))).toEqual([]);
  expect(planning(citizen.waitsUntil('2023-03-13T07:00:00Z'))).toEqual([
    'dose-dispensing.planning.open.holdEndsWithoutPeriod.due',
  ]);
  // A roll that starts under the hold will be skipped.
  expect(alarms(citizen.hears(next))).toEqual(['holdEndsWithoutPeriod']);
  citizen.hears(period('Planlagt', noon(13), { periodId: 'd', startDate: '2023-03-27', endDate: '2023-04-09' }));
  expect(alarms(citizen)).toEqual([]);
});

it('warns of a packed product that lost its D mark or was deregistered (A7)', () => {
  const citizen = new Citizen(noon(2)).hears(prescription('2024-03-20T11:00:00Z'), product('dMarkLost', 3));
  expect(planning(citizen)).toEqual(['dose-dispensing.planning.open.productNotDosePackable.due']);
  expect(alarms(citizen.hears(product('restored', 4), product('deregistered', 3)))).toEqual([]);
});

it('shows the most urgent alarm first, and the next when a person has taken care of it', () => {
  const citizen = new Citizen(noon(8)).hears(current, prescription('2023-03-20T11:00:00Z'));
  expect(alarms(citizen)).toEqual(['noNextPeriod', 'prescriptionExpiring']);
  citizen.does('settleAlarm', { reason: 'the pharmacy plans it today' });
  expect(planning(citizen)).toEqual(['dose-dispensing.planning.open.prescriptionExpiring.due']);
  citizen.does('settleAlarm', { reason: 'the GP renews it' });
  expect(planning(citizen)).toEqual([]);
  expect(planning(citizen.does('reopenAlarms'))).toEqual(['dose-dispensing.planning.open.noNextPeriod.due']);
  // What was settled comes back when its dates change.
  citizen.does('settleAlarm', { reason: 'the pharmacy plans it today' });
  citizen.hears(period('Ekspederet', noon(2), { startDate: '2023-02-27', endDate: '2023-03-11' }));
  expect(alarms(citizen)).toEqual(['noNextPeriod', 'prescriptionExpiring']);
});

it('rests when the dose packing ends, and comes back when the ending is cancelled', () => {
  const citizen = new Citizen(noon(8)).hears(current).does('planEnding', { reason: 'citizenDeclines' });
  expect(planning(citizen)).toEqual([]);
  expect(planning(citizen.does('cancelEnding', { reason: 'changed her mind' }))).toHaveLength(1);
});

it('keeps the first cut-off still ahead', () => {
  const citizen = new Citizen(noon(2)).hears(current, next);
  expect(contextOf(citizen).nextCutOff).toBe('2023-03-10T14:30:00.000Z');
  citizen.hears(period('Planlagt', noon(2), { periodId: 'c', startDate: '2023-03-27', endDate: '2023-04-09' }));
  citizen.waitsUntil('2023-03-10T14:30:00Z');
  expect(contextOf(citizen).nextCutOff).toBe('2023-03-24T14:30:00.000Z');
});

it('drops rolls long over, but those of the last day of each card', () => {
  const rolls = Array.from({ length: 5 }, (_, n) =>
    period('Ekspederet', noon(1), {
      periodId: `r${n}`,
      startDate: `2022-${String(n + 6).padStart(2, '0')}-01`,
      endDate: `2022-${String(n + 6).padStart(2, '0')}-28`,
    }),
  );
  const other = period('Ekspederet', noon(1), {
    periodId: 'z',
    cardId: 'l',
    startDate: '2022-09-01',
    endDate: '2022-09-14',
  });
  const kept = (...told: Message[]): string[] =>
    Object.keys(contextOf(new Citizen(noon(2)).hears(...told, ...rolls)).rolls);
  expect(kept()).toEqual(['r4']);
  // What ran beside the last roll of a card tells that the two were in use together.
  expect(kept(other)).toEqual(['r3', 'r4', 'z']);
  expect(
    kept(period('Ekspederet', noon(1), { ...other.data, startDate: '2022-05-01', endDate: '2022-05-28' })),
  ).toEqual(['r4']);
});

describe('a card whose place another takes', () => {
  const used = (drugIds?: string[]): Message =>
    period('Ekspederet', noon(1), { ...current.data, ...(drugIds && { drugIds }) });
  const ofOther = (startDate: string, endDate: string, drugIds?: string[]): Message =>
    period('Planlagt', noon(1), {
      periodId: startDate,
      cardId: 'l',
      startDate,
      endDate,
      ...(drugIds && { drugIds }),
    });
  const asked = (...rolls: Message[]): string[] =>
    contextOf(new Citizen(noon(1)).hears(...rolls).waitsUntil(noon(9))).alarms.map(({ key }) => key);
  const [drug, second] = ['28100009555', '28100009666'];

  it('is asked about no more, and the other is when its turn comes (A3)', () => {
    const follows = [used(), ofOther('2023-03-13', '2023-03-26')];
    expect(asked(...follows)).toEqual([]);
    const later = new Citizen(noon(1)).hears(...follows).waitsUntil(noon(28, '04'));
    expect(contextOf(later).alarms.map(({ key }) => key)).toEqual(['noNextPeriod:l:2023-03-26']);
  });

  it('is asked about while days lie between, and where the two ran beside each other (A3)', () => {
    expect(asked(used(), ofOther('2023-03-15', '2023-03-28'))).toEqual(['noNextPeriod:k:2023-03-12']);
    const beside = [ofOther('2023-02-27', '2023-03-12'), ofOther('2023-03-13', '2023-03-26')];
    expect(asked(used(), ...beside)).toEqual(['noNextPeriod:k:2023-03-12']);
  });

  it('goes by the drugs where they are told (A3)', () => {
    const beside = [ofOther('2023-02-27', '2023-03-12', [second]), ofOther('2023-03-13', '2023-03-26', [second, drug])];
    expect(asked(used([drug]), ...beside)).toEqual([]);
    const without = ofOther('2023-03-13', '2023-03-26', [second]);
    expect(asked(used([drug]), without)).toEqual(['noNextPeriod:k:2023-03-12']);
    const stopped = new Citizen(noon(1)).hears(used([drug]), without);
    stopped.does('medicationChanged', { drugId: drug, kind: 'stop', from: '2023-03-13' }).waitsUntil(noon(9));
    expect(alarms(stopped)).toEqual([]);
  });
});

describe('of whom no roll is known', () => {
  const noRoll = 'dose-dispensing.planning.open.noRollKnown.due';

  it('someone is asked a day after the citizen was taken over, until FMK tells of one (A3)', () => {
    const citizen = new Citizen(noon(1));
    expect(planning(citizen.waitsUntil('2023-03-02T11:59:59Z'))).toEqual([]);
    expect(planning(citizen.waitsUntil(noon(2)))).toEqual([noRoll]);
    expect(citizen.responsible).toMatchObject({ responsible: { role: 'municipalNurse' }, deadlineAt: noon(3) });
    expect(planning(citizen.hears(current))).toEqual([]);
  });

  it('someone is asked once what a citizen taken over uses until the first roll known (A3)', () => {
    const later = period('Planlagt', noon(1), { periodId: 'b', startDate: '2023-03-08', endDate: '2023-03-21' });
    const citizen = new Citizen(noon(1)).hears(later).waitsUntil(noon(2));
    expect(planning(citizen)).toEqual([noRoll]);
    expect(planning(citizen.does('settleAlarm', { reason: 'has a roll from before' }).waitsUntil(noon(7)))).toEqual([]);
    const inTime = period('Planlagt', noon(1), { periodId: 'b', startDate: '2023-03-02', endDate: '2023-03-15' });
    expect(planning(new Citizen(noon(1)).hears(inTime).waitsUntil(noon(3)))).toEqual([]);
  });

  it('nobody is asked before dose packing runs, nor while it is on hold or ends', () => {
    expect(planning(new Citizen(noon(1), { entry: 'identified' }).waitsUntil(noon(5)))).toEqual([]);
    expect(planning(new Citizen(noon(1)).hears(hold('created', 2)).waitsUntil(noon(5)))).toEqual([]);
    const ending = new Citizen(noon(1)).does('planEnding', { reason: 'citizenDeclines' });
    expect(planning(ending.waitsUntil(noon(5)))).toEqual([]);
  });

  it('a prescription is measured against a cycle from today (A1)', () => {
    expect(alarms(new Citizen(noon(1)).hears(prescription('2023-03-14T12:00:00.000Z')))).toEqual([
      'prescriptionExpiring',
    ]);
    expect(alarms(new Citizen(noon(1)).hears(prescription('2023-03-16T12:00:00.000Z')))).toEqual([]);
  });

  it('an order that ends within a cycle is asked about (A2), and a drug recorded for the roll that loses its mark (A7)', () => {
    expect(alarms(new Citizen(noon(1)).hears(order('2023-03-10')))).toEqual(['orderEnding']);
    const recorded = { drugId: '28100009555', isDoseDispensable: true, hasStructuredDosage: true, dosing: 'packed' };
    const citizen = new Citizen(noon(1)).hears(product('dMarkLost', 1));
    expect(alarms(citizen)).toEqual([]);
    expect(alarms(citizen.does('recordDrug', recorded))).toEqual(['productNotDosePackable']);
  });
});

it('asks for no new prescription of a drug that stops before, nor of one whose orders have ended (A1)', () => {
  const drugId = '28100009555';
  const stopped = new Citizen(noon(1)).hears(current, prescription(noon(14)));
  expect(alarms(stopped)).toEqual(['prescriptionExpiring']);
  stopped.does('medicationChanged', { drugId, kind: 'stop', from: '2023-03-20' });
  expect(alarms(stopped)).toEqual(['prescriptionExpiring']);
  stopped.does('medicationChanged', { drugId, kind: 'stop', from: '2023-03-10' });
  expect(alarms(stopped)).toEqual([]);
  expect(alarms(stopped.does('withdrawMedicationChange', { drugId, reason: 'another day' }))).toHaveLength(1);
  expect(alarms(new Citizen(noon(1)).hears(current, prescription(noon(14)), order('2023-02-28')))).toEqual([]);
});

describe('another substitution group', () => {
  const [ordered, packed] = ['28100009555', '28100009777'];
  const group = (drugId: string, members: string[], day: number): Message =>
    message('fact', 'substitutionGroupChanged', noon(day), { drugId, group: members });
  const roll = (more: JsonObject): Message => period('Planlagt', noon(1), { ...next.data, drugIds: [packed], ...more });
  const asked = (citizen: Citizen): string[] => alarms(citizen).filter((kind) => kind === 'substituteLeftGroup');

  it('is asked about where a roll to come holds the drug in place of one it may no longer replace', () => {
    const citizen = new Citizen(noon(1)).hears(roll({ orderedDrugIds: [ordered] }));
    expect(asked(citizen.hears(group(packed, [packed, ordered], 2)))).toEqual([]);
    expect(asked(citizen.hears(group(packed, [packed], 3)))).toHaveLength(1);
    expect(planning(citizen)).toEqual(['dose-dispensing.planning.open.substituteLeftGroup.due']);
    expect(citizen.tasks).toMatchObject([{ role: 'municipalNurse', basis: 'product' }]);
    expect(asked(citizen.does('settleAlarm', { reason: 'the GP has prescribed it' }))).toEqual([]);
    // The next price list is a matter of its own, of the drug ordered too.
    expect(asked(citizen.hears(group(ordered, [ordered], 20)))).toHaveLength(1);
    expect(asked(citizen.hears(group(ordered, [ordered, packed], 21)))).toEqual([]);
  });

  it('is asked about no more when the other of the two follows', () => {
    const citizen = new Citizen(noon(1)).hears(roll({ orderedDrugIds: [ordered] }), group(packed, [packed], 2));
    expect(asked(citizen)).toHaveLength(1);
    expect(asked(citizen.hears(group(ordered, [ordered, packed], 3)))).toEqual([]);
    expect(asked(citizen.hears(group(packed, [packed], 4)))).toContain('substituteLeftGroup');
  });

  it('is one matter where the price list moves both drugs, and the task names them', () => {
    const citizen = new Citizen(noon(1)).hears(roll({ orderedDrugIds: [ordered] }));
    citizen.hears(group(packed, [packed], 3), group(ordered, [ordered], 3));
    expect(asked(citizen)).toHaveLength(1);
    expect(aboutTask(contextOf(citizen), planning(citizen)[0] ?? '')?.drugs).toEqual([packed, ordered]);
    expect(asked(citizen.does('settleAlarm', { reason: 'agreed with the GP' }))).toEqual([]);
  });

  it('of a drug that is packed besides, and stands for nothing, concerns nobody', () => {
    const besides = '28100009999';
    const content = { drugIds: [packed, besides], orderedDrugIds: [ordered] };
    const told = { ...content, substitutes: [{ drugId: packed, orderedDrugId: ordered }] };
    for (const each of [content, told]) {
      const citizen = new Citizen(noon(1)).hears(roll(each), group(besides, [besides], 3));
      expect(asked(citizen)).toEqual([]);
    }
    // Told line by line it is exact; else any that nobody ordered may stand for the other.
    const exact = new Citizen(noon(1)).hears(roll(told), group(packed, [packed], 3));
    expect(contextOf(exact).alarms.flatMap(({ drugs }) => drugs ?? [])).toEqual([packed, ordered]);
    const either = new Citizen(noon(1)).hears(roll(content), group(packed, [packed], 3));
    expect(asked(either)).toEqual([]);
    expect(asked(either.hears(group(besides, [besides], 3)))).toHaveLength(1);
  });

  it.each([
    ['packs what was ordered', { orderedDrugIds: [packed] }],
    ['does not tell what was ordered', {}],
    ['is in hand', { status: 'Ekspederet', orderedDrugIds: [ordered] }],
    ['holds neither', { drugIds: ['28100009999'], orderedDrugIds: ['28100009999'] }],
  ])('concerns nobody where the roll %s', (_, more) => {
    const citizen = new Citizen(noon(1)).hears(roll(more), group(packed, [], 2), group(ordered, [], 2));
    expect(asked(citizen)).toEqual([]);
    expect(contextOf(citizen).substitutionGroups).toMatchObject({ [packed]: { group: [] } });
  });
});

describe('the dose card', () => {
  // The walks' citizen goes to the pharmacy 99901.
  const ofCard = (more: JsonObject): Message =>
    period('Planlagt', noon(1), { periodId: 'b', startDate: '2023-03-13', endDate: '2023-03-26', ...more });

  it('made out to another pharmacy than the citizen’s is a task, until it is moved or said to be right (§3.6)', () => {
    const wrong = ofCard({ directory: { orderedAt: 'another' } });
    const citizen = new Citizen(noon(1)).hears(current, wrong);
    expect(planning(citizen)).toEqual(['dose-dispensing.planning.open.wrongPharmacy.due']);
    expect(citizen.tasks).toMatchObject([{ role: 'municipalNurse', party: 'municipality', basis: 'fmk' }]);
    const moved = period('Planlagt', noon(2), { ...wrong.data, directory: { orderedAt: '99901' } });
    expect(planning(citizen.hears(moved))).toEqual([]);
    const right = new Citizen(noon(1)).hears(current, wrong).does('settleAlarm', { reason: 'it is a new pharmacy' });
    expect(planning(right)).toEqual([]);
    expect(alarms(right.does('reopenAlarms'))).toEqual(['wrongPharmacy']);
  });

  it('of before a change of pharmacy may be used up, and the next one must be the new pharmacy’s', () => {
    const inUse = period('Ekspederet', noon(1), { ...current.data, directory: { orderedAt: '99901' } });
    const planned = ofCard({ directory: { orderedAt: '99901' } });
    const citizen = new Citizen(noon(1)).hears(inUse, planned);
    const change = { pharmacyId: 'new', from: '2023-03-13', reason: 'the citizen wishes so' };
    expect(planning(citizen.does('changePharmacy', change))).toEqual([
      'dose-dispensing.planning.open.wrongPharmacy.due',
    ]);
    expect(contextOf(citizen).parties.pharmacy).toBe('99901');
    // The old pharmacy deletes its roll: the new one needs as long as for a first roll.
    citizen.hears(deletion(noon(2), 'b')).waitsUntil('2023-03-05T07:00:00Z');
    expect(planning(citizen)).toEqual(['dose-dispensing.planning.open.noNextPeriod.due']);
    citizen.hears(ofCard({ periodId: 'c', cardId: 'n', directory: { orderedAt: 'new' } }));
    expect(alarms(citizen)).toEqual([]);
    expect(alarms(citizen.waitsUntil('2023-03-12T23:00:00Z'))).toEqual([]);
    expect(contextOf(citizen)).toMatchObject({
      parties: { pharmacy: 'new' },
      pharmacyBefore: { pharmacyId: '99901', until: '2023-03-13' },
    });
    expect(citizen.region('pharmacy')).toBe('staying');
  });

  it('is right where it lies when that pharmacy is recorded, from a day gone by too; a change ahead can be cancelled', () => {
    const citizen = new Citizen(noon(1)).hears(current, ofCard({ directory: { orderedAt: 'another' } }));
    citizen.does('changePharmacy', { pharmacyId: 'another', from: '2023-03-13', reason: 'moved' });
    expect(alarms(citizen)).toEqual([]);
    expect(citizen.region('pharmacy')).toBe('changing');
    expect(alarms(citizen.does('cancelPharmacyChange', { reason: 'stays' }))).toEqual(['wrongPharmacy']);
    citizen.does('changePharmacy', { pharmacyId: 'another', from: '2023-02-01', reason: 'moved' });
    expect(alarms(citizen)).toEqual([]);
    expect(contextOf(citizen).parties.pharmacy).toBe('another');
  });

  it.each([
    ['the citizen’s own pharmacy', { directory: { orderedAt: '99901' } }],
    ['one that the directory does not know', { orderedAtPharmacy: '5790000171323' }],
  ])('made out to %s is none', (_, more) => {
    expect(alarms(new Citizen(noon(1)).hears(current, ofCard(more)))).toEqual([]);
  });

  it('is asked to be made anew four weeks before it is two years old (BEK 827/2024 §115)', () => {
    const citizen = new Citizen(noon(1)).hears(current, ofCard({ cardCreatedOn: '2021-04-08' }));
    // 730 days from 8 April 2021 end with 7 April 2023, and four weeks before that is 10 March.
    expect(alarms(citizen.waitsUntil('2023-03-10T06:59:59Z'))).not.toContain('cardExpiring');
    expect(alarms(citizen.waitsUntil('2023-03-10T07:00:00Z'))).toContain('cardExpiring');
    expect(contextOf(citizen).alarms.find(({ kind }) => kind === 'cardExpiring')).toMatchObject({
      key: 'cardExpiring:k:2023-04-07',
      by: '2023-04-07T22:00:00.000Z',
    });
    // The rolls of a new card take its place.
    const renewed = { periodId: 'c', cardId: 'new', startDate: '2023-03-27', endDate: '2023-04-09' };
    expect(alarms(citizen.hears(period('Planlagt', noon(9), renewed)))).not.toContain('cardExpiring');
  });

  it('is as old as its first roll where FMK does not tell, also when that roll is long gone from here', () => {
    const citizen = new Citizen(noon(1)).hears(current);
    const at = '2025-02-01T12:00:00.000Z';
    citizen.world = { ...citizen.world, at };
    citizen.hears(period('Ekspederet', at, { periodId: 'now', startDate: '2025-01-27', endDate: '2025-02-09' }));
    expect(Object.keys(contextOf(citizen).rolls)).toEqual(['now']);
    expect(contextOf(citizen).cardsSince).toEqual({ k: '2023-02-27' });
    expect(alarms(citizen)).toContain('cardExpiring');
  });
});
