import { Citizen } from '../../test/support/citizen.ts';
import { message } from '../../scripts/verify-workflows/moves.ts';
import { codeOf, fact } from '../../scripts/verify-workflows/stay-facts.ts';
import { period } from '../../scripts/verify-workflows/period-facts.ts';
import { envAt } from '../../scripts/verify-workflows/walk.ts';
import type { Message } from '../definition.ts';
import type { StayContext } from './base.ts';
import { doseDispensingV1 } from '../dose-dispensing/dose-dispensing.v1.ts';

/** The sequences of MedCom's test messages (domain §4.2.5) as facts; a file's name before its code. */
const stin = fact('STIN', '2023-03-01T12:00:02+01:00');
const stor = fact('STOR', '2023-03-03T14:00:12+01:00', { leaveStart: '2023-03-03T14:00:10+01:00' });
const slor = fact('SLOR', '2023-03-05T15:30:02+01:00', { leaveEnd: '2023-03-05T15:30:00+01:00' });
const slhj = fact('SLHJ', '2023-03-07T09:45:32+01:00', { periodEnd: '2023-03-07T09:45:30+01:00' });
const staa = fact('STAA', '2023-02-28T10:00:06+01:00', { periodStart: '2023-02-28T10:00:04+01:00' });
const upgrade = fact('STIN', '2023-03-01T15:00:00+01:00', { periodStart: '2023-03-01T15:00:00+01:00' });
const transfer = fact('STIN', '2023-03-01T20:35:00+01:00', {
  periodStart: '2023-03-01T20:35:00+01:00',
  provider: '502701000016000',
});
const corrected = fact('STIN', '2023-03-01T15:00:02+01:00', {
  change: 'revised',
  periodStart: '2023-03-01T08:00:00+01:00',
});
const twoIds = fact('STIN', '2023-03-01T12:00:00+01:00', { episodes: ['sor|843080b6', 'lpr|ec7be285'] });
const mors = fact('MORS', '2023-03-06T04:00:00+01:00');
const an = (event: 'STIN' | 'STOR' | 'SLOR' | 'SLHJ' | 'MORS', at: string): Message =>
  fact(event, at, { change: 'cancelled' });

const review = 'hospital-stay.admissionReview';
const checklist = ['currentRoll', 'holdLifted', 'homeInformed', 'newDrugs', 'nextPeriod', 'prescriptionsAccounted'].map(
  (item) => `hospital-stay.checklist.${item}`,
);
const death = ['dose-dispensing.death.reported.due'];

const sequences: [string, Message[], { stay: unknown; setting: string; open: string[] }][] = [
  ['A, M, TEK_STIN_A', [stin], { stay: 'inpatient', setting: 'inpatient', open: [review] }],
  ['B1 → B2', [stin, transfer], { stay: 'inpatient', setting: 'inpatient', open: [review] }],
  ['D', [staa], { stay: 'acuteAmbulant', setting: 'acuteAmbulant', open: [] }],
  ['E', [staa, upgrade], { stay: 'inpatient', setting: 'inpatient', open: [review] }],
  ['F', [stin, stor], { stay: 'onLeave', setting: 'onLeave', open: [review] }],
  ['G', [stin, stor, slor], { stay: 'inpatient', setting: 'inpatient', open: [review] }],
  ['H', [stin, slhj], { stay: { discharged: 'followUp' }, setting: 'home', open: checklist }],
  ['O', [stin, corrected], { stay: 'inpatient', setting: 'inpatient', open: [review] }],
  ['TEK_ID_2', [twoIds], { stay: 'inpatient', setting: 'inpatient', open: [review] }],
  ['own: acute visit and home', [staa, slhj], { stay: { discharged: 'settled' }, setting: 'home', open: [] }],
  [
    'own: discharge taken back',
    [stin, slhj, an('SLHJ', '2023-03-07T12:00:00+01:00')],
    { stay: 'inpatient', setting: 'inpatient', open: [review] },
  ],
  [
    'own: discharge from leave taken back',
    [stin, stor, slhj, an('SLHJ', '2023-03-07T12:00:00+01:00')],
    { stay: 'onLeave', setting: 'onLeave', open: [review] },
  ],
  [
    'own: admission taken back',
    [stin, an('STIN', '2023-03-01T13:00:00+01:00')],
    { stay: 'cancelled', setting: 'home', open: [] },
  ],
  [
    'own: upgrade taken back',
    [staa, upgrade, an('STIN', '2023-03-01T16:00:00+01:00')],
    { stay: 'acuteAmbulant', setting: 'acuteAmbulant', open: [] },
  ],
  ['own: death in hospital', [stin, mors], { stay: 'deceased', setting: 'home', open: death }],
  [
    'own: death taken back',
    [stin, stor, mors, an('MORS', '2023-03-06T09:00:00+01:00')],
    { stay: 'onLeave', setting: 'onLeave', open: [review] },
  ],
];

describe.each(sequences)('%s', (_, messages, { stay, setting, open }) => {
  const codes = (given: readonly Message[]): string => given.map(codeOf).join(', ');
  it.each([
    ['in order', messages],
    ['reversed', messages.toReversed()],
    ['doubled', messages.flatMap((message) => [message, message])],
    ['all twice', [...messages, ...messages]],
  ])(`${codes(messages)} %s`, (_order, given) => {
    const citizen = new Citizen('2023-03-08T08:00:00Z').hears(...given);
    expect(citizen.region('stay', citizen.stay)).toEqual(stay);
    expect(citizen.region('careSetting')).toBe(setting);
    expect(citizen.region('course')).toEqual({ active: 'unheld' });
    expect(citizen.open).toEqual(open);
  });
});

it('ignores a message that is told twice, and says so', () => {
  const citizen = new Citizen('2023-03-08T08:00:00Z').hears(stin, stin);
  expect(citizen.lastSteps.map(({ decision }) => decision.kind)).toEqual(['ignored']);
});

it('opens no task when the admission comes after the discharge that ended it', () => {
  const citizen = new Citizen('2023-03-08T08:00:00Z').hears(slhj);
  expect(citizen.region('stay', citizen.stay)).toBe('awaitingAdmission');
  expect(citizen.open).toEqual(checklist);
  citizen.hears(stin);
  const opened = citizen.lastSteps.flatMap(({ decision }) => (decision.kind === 'accepted' ? decision.openTasks : []));
  expect(opened).toEqual([]);
  expect(citizen.region('stay', citizen.stay)).toEqual({ discharged: 'followUp' });
});

it('finds a stay under every name it has gone by', () => {
  const under = (...episodes: string[]) => ({ episodes });
  const citizen = new Citizen('2023-03-08T08:00:00Z').hears(
    twoIds,
    fact('STOR', '2023-03-03T14:00:12+01:00', under('lpr|ec7be285', 'sor|third')),
    fact('SLHJ', '2023-03-07T09:45:32+01:00', under('sor|third')),
  );
  expect(citizen.region('stay', citizen.stay)).toEqual({ discharged: 'followUp' });
});

it('reviews an admission once: not again at a transfer, after leave, or when a discharge is taken back', () => {
  const citizen = new Citizen('2023-03-01T13:00:00Z').hears(stin).does('reviewAdmission');
  citizen.hears(transfer, stor, slor, slhj, an('SLHJ', '2023-03-07T12:00:00+01:00'));
  expect(citizen.open).toEqual([]);
  expect(citizen.does('reopenAdmissionReview').open).toEqual([review]);
});

/** The stay's own tasks: of these citizens no roll is known either, which their case asks about. */
const ofStay = ({ open }: Citizen): string[] => open.filter((key) => key.startsWith('hospital-stay.'));

it('asks whether the citizen is still there when no discharge has come, and asks again', () => {
  const citizen = new Citizen('2023-03-01T13:00:00Z').hears(stin).does('reviewAdmission');
  expect(ofStay(citizen.waitsUntil('2023-03-15T13:00:00Z'))).toEqual(['hospital-stay.missingDischarge']);
  expect(ofStay(citizen.does('confirmStillAdmitted'))).toEqual([]);
  expect(ofStay(citizen.waitsUntil('2023-03-29T13:00:00Z'))).toEqual(['hospital-stay.missingDischarge']);
  citizen.does('recordDischarge', { dischargedAt: '2023-03-20T10:00:00+01:00' });
  expect(citizen.region('careSetting')).toBe('home');
  expect(ofStay(citizen)).toEqual(checklist);
  expect(citizen.does('withdrawDischarge').region('careSetting')).toBe('inpatient');
});

it('asks about a discharge whose admission never comes', () => {
  const citizen = new Citizen('2023-03-07T09:00:00Z').hears(slhj).waitsUntil('2023-03-08T09:00:00Z');
  expect(citizen.open).toContain('hospital-stay.unknownAdmission');
  const dismissed = citizen.does('dismissStay', { reason: 'another citizen' });
  expect(ofStay(dismissed)).toEqual([]);
  expect(citizen.does('restoreStay').region('stay', citizen.stay)).toBe('awaitingAdmission');
  citizen.waitsUntil('2023-03-10T09:00:00Z').does('recordAdmission', { admittedAt: '2023-03-02T09:00:00Z' });
  expect(citizen.region('stay', citizen.stay)).toEqual({ discharged: 'followUp' });
});

it('finds a Friday discharge overdue before the weekend, and tells the duty each day', () => {
  const friday = fact('SLHJ', '2023-03-10T15:00:00+01:00');
  const citizen = new Citizen('2023-03-10T14:05:00Z').hears(stin, friday);
  const notices: string[] = [];
  for (const at of ['2023-03-10T18:05:00Z', '2023-03-11T18:05:00Z', '2023-03-12T18:05:00Z']) {
    citizen.waitsUntil(at);
    notices.push(
      ...citizen.lastSteps
        .flatMap(({ decision }) => (decision.kind === 'accepted' ? decision.effects : []))
        .map(({ code }) => code),
    );
  }
  expect(new Set(notices)).toEqual(new Set(['dischargeChecklistOverdue']));
  expect(ofStay(citizen).every((task) => task.endsWith(' overdue'))).toBe(true);
});

describe('a discharge shortly before the medicine runs out', () => {
  const drugId = '28100009555';
  const on = (hour: string, gap: { roll: string; next: string }) => {
    const roll = { startDate: '2023-02-27', endDate: gap.roll, drugIds: [drugId] };
    const next = { periodId: 'b', startDate: gap.next, endDate: '2023-04-02', drugIds: [drugId] };
    return new Citizen(hour)
      .hears(period('Ekspederet', '2023-02-27T12:00:00Z', roll), period('Planlagt', '2023-02-27T12:00:00Z', next))
      .hears(stin, fact('SLHJ', hour));
  };
  const due = ({ tasks }: Citizen, item: string): string | undefined =>
    tasks.find(({ key }) => key === `hospital-stay.checklist.${item}.open.due`)?.deadlineAt;

  it('on a Friday with medicine until Sunday is followed up before the pharmacy closes that Friday', () => {
    const citizen = on('2023-03-10T10:00:00Z', { roll: '2023-03-12', next: '2023-03-20' });
    expect(due(citizen, 'nextPeriod')).toBe('2023-03-10T16:00:00.000Z');
    expect(due(citizen, 'homeInformed')).toBe('2023-03-10T14:00:00.000Z');
  });

  it('on a Saturday, when no working day lies before the gap, is followed up at once', () => {
    const citizen = on('2023-03-11T10:00:00Z', { roll: '2023-03-12', next: '2023-03-20' });
    expect(due(citizen, 'nextPeriod')).toBe('2023-03-11T14:00:00.000Z');
    const { coverage } = doseDispensingV1;
    const context = citizen.world.family[0]?.state.snapshot.context;
    expect(coverage?.({ ...context, env: envAt('2023-03-11T10:00:00Z') } as never, false)).toMatchObject({
      firstGap: '2023-03-13',
      coveredUntil: '2023-03-12',
      lastWorkingDay: null,
    });
  });

  it('is hurried by a roll, an order or a hold that is told after it', () => {
    const atDischarge = (): Citizen => on('2023-03-10T10:00:00Z', { roll: '2023-03-19', next: '2023-03-20' });
    const skipped = { periodId: 'b', startDate: '2023-03-20', endDate: '2023-04-02', drugIds: ['28100009555'] };
    const later = (n: number): string => `2023-03-10T${n}:00:00Z`;
    const told = {
      roll: period('Kasseres', later(11), { endDate: '2023-03-19', drugIds: ['28100009555'] }),
      prescription: message('fact', 'dosePrescriptionObserved', later(11), {
        ...{ prescriptionId: 'new', drugId: '28100009666', status: 'open' },
      }),
    };
    for (const fact of Object.values(told))
      expect(due(atDischarge().hears(fact), 'nextPeriod')).toBe('2023-03-10T14:00:00.000Z');
    const coverOf = (citizen: Citizen): unknown => (citizen.stay.state.snapshot.context as StayContext).cover;
    const lasting = atDischarge();
    expect(coverOf(lasting)).toMatchObject({ firstGap: '2023-04-03' });
    expect(coverOf(lasting.hears(period('Ekspederes ikke', later(12), skipped)))).toMatchObject({
      firstGap: '2023-03-20',
    });
    const held = atDischarge().does('recordHold', { reason: 'away', from: '2023-03-10' });
    expect(coverOf(held)).toMatchObject({ firstGap: '2023-03-20' });
  });

  it('goes by what persons say of the medicine, and by what takes it away', () => {
    const coverOf = (citizen: Citizen): unknown => (citizen.stay.state.snapshot.context as StayContext).cover;
    const gap = (firstGap: string | null): unknown => expect.objectContaining({ firstGap });
    const packed = { drugId, isDoseDispensable: true, hasStructuredDosage: true };
    const citizen = on('2023-03-10T10:00:00Z', { roll: '2023-03-12', next: '2023-03-20' });
    expect(coverOf(citizen)).toEqual(gap('2023-03-13'));
    expect(coverOf(citizen.does('recordDrug', { ...packed, dosing: 'beside' }))).toEqual(gap(null));
    expect(coverOf(citizen.does('removeDrug', { drugId }))).toEqual(gap('2023-03-13'));
    citizen.does('medicationChanged', { drugId, kind: 'increase', from: '2023-03-10', acute: true });
    expect(coverOf(citizen)).toEqual(gap('2023-04-03'));
    expect(coverOf(citizen.does('endSideDosing', { drugId }))).toEqual(gap('2023-03-13'));
    expect(coverOf(citizen.does('withdrawMedicationChange', { drugId, reason: 'wrong' }))).toEqual(gap('2023-03-13'));
    // The day without medicine has come, and it is no news each day that it lasts.
    const told = coverOf(citizen.waitsUntil('2023-03-14T10:00:00Z'));
    expect(coverOf(citizen.does('recordDrug', { ...packed, dosing: 'packed' }))).toEqual(told);
  });

  it('long ago is told nothing more', () => {
    const citizen = on('2023-03-10T10:00:00Z', { roll: '2023-03-19', next: '2023-03-20' });
    const before = citizen.stay.state.snapshot.context as StayContext;
    citizen.world = { ...citizen.world, at: '2023-04-08T10:00:00Z' };
    citizen.hears(period('Kasseres', '2023-04-08T10:00:00Z', { endDate: '2023-03-19' }));
    expect((citizen.stay.state.snapshot.context as StayContext).cover).toEqual(before.cover);
  });

  it('with medicine for long is followed up as ever', () => {
    const citizen = on('2023-03-10T10:00:00Z', { roll: '2023-03-19', next: '2023-03-20' });
    expect(due(citizen, 'nextPeriod')).toBe('2023-03-11T10:00:00.000Z');
  });
});

it('settles when every item is answered, opens again when one is taken back, and is empty when the discharge is', () => {
  const citizen = new Citizen('2023-03-07T09:00:00Z').hears(stin, slhj);
  for (const command of [
    'HoldLifted',
    'PrescriptionsAccounted',
    'NewDrugs',
    'CurrentRoll',
    'NextPeriod',
    'HomeInformed',
  ])
    citizen.does(`confirm${command}`);
  expect(citizen.region('stay', citizen.stay)).toEqual({ discharged: 'settled' });
  expect(citizen.does('reopenNewDrugs').region('stay', citizen.stay)).toEqual({ discharged: 'followUp' });
  citizen.hears(an('SLHJ', '2023-03-07T12:00:00+01:00'));
  expect(citizen.open).toEqual([review]);
});
