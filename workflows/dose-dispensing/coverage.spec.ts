import { Citizen } from '../../test/support/citizen.ts';
import { message } from '../../scripts/verify-workflows/moves.ts';
import { deletion, period } from '../../scripts/verify-workflows/period-facts.ts';
import type { Coverage } from '../definition.ts';
import type { Roll } from '../dispensing-period/messages.ts';
import type { StayChanged } from '../hospital-stay/messages.ts';
import { current } from '../policy/current.ts';
import type { OpenStage } from '../prescription-request/derive-request.ts';
import type { Requests } from './alarms.ts';
import type { DoseContext } from './base.ts';
import { coverageIn, coverageOf } from './coverage.ts';
import type { Hold } from './facts.ts';
import type { Supply } from './supplied.ts';

const [drug, other] = ['28100009555', '28100009666'];
const roll = (startDate: string, endDate: string, more: Partial<Roll> = {}): Roll => ({
  card: 'k',
  startDate,
  endDate,
  stage: 'dispensed',
  isAcute: false,
  changeCutOffAt: `${startDate}T00:00:00.000Z`,
  derivation: 'absolute',
  ...more,
});
const prescription = (drugId: string) => ({ drugId, status: 'open', seenAt: '0000' });
const stay: StayChanged = {
  stay: 's',
  setting: 'inpatient',
  departments: [],
  admittedAt: '2026-11-18T10:00:00.000Z',
  wasInpatient: true,
  cancelled: false,
};

/** Friday 20 November 2026, in the afternoon. */
function facts(more: Partial<Parameters<typeof coverageOf>[0]>) {
  const env = { at: '2026-11-20T14:00:00.000Z', policy: { ...current, coverageDays: 14 }, calendar: { holidays: [] } };
  return {
    env,
    rolls: {},
    prescriptions: { p: prescription(drug) },
    holds: [] as Hold[],
    stays: {},
    medicationChanges: {},
    drugMedications: {},
    supply: {},
    requests: {},
    ...more,
  };
}

it('shows that a citizen discharged on a Friday is covered until Saturday only', () => {
  const rolls = { a: roll('2026-11-08', '2026-11-21'), b: roll('2026-11-23', '2026-12-06', { stage: 'planned' }) };
  const { coveredUntil, firstGap, drugs } = coverageOf(facts({ rolls }), [], true);
  expect([coveredUntil, firstGap]).toEqual(['2026-11-21', '2026-11-22']);
  expect(drugs).toEqual([
    {
      drugId: drug,
      spans: [
        { from: '2026-11-20', to: '2026-11-21', by: 'roll', period: 'a' },
        { from: '2026-11-22', to: '2026-11-22', by: 'nothing' },
        { from: '2026-11-23', to: '2026-12-03', by: 'roll', period: 'b' },
      ],
      firstGap: '2026-11-22',
      firstRisk: null,
    },
  ]);
});

it('tells each drug apart, and counts boxes beside the roll', () => {
  const rolls = { a: roll('2026-11-16', '2026-12-13', { drugs: [drug] }) };
  const prescriptions = { p: prescription(drug), q: prescription(other) };
  expect(coverageOf(facts({ rolls, prescriptions }), [], true)).toMatchObject({
    firstGap: '2026-11-20',
    coveredUntil: null,
    drugs: [{ firstGap: '2026-12-14' }, { drugId: other, firstGap: '2026-11-20' }],
  });
  const beside = [{ drugId: other, from: '2026-11-19', to: '2026-11-25' }];
  expect(coverageOf(facts({ rolls, prescriptions }), beside, true)).toMatchObject({
    coveredUntil: '2026-11-25',
    drugs: [
      { firstGap: '2026-12-14' },
      {
        spans: [
          { by: 'sideDosing', to: '2026-11-25' },
          { by: 'nothing', from: '2026-11-26' },
        ],
      },
    ],
  });
  expect(coverageOf(facts({ rolls, prescriptions }), [{ drugId: other, from: '2026-11-01' }], true).firstGap).toBe(
    '2026-12-14',
  );
});

it('counts the hospital for today alone, and tells of it only those who may know', () => {
  const rolls = { a: roll('2026-11-21', '2026-12-04') };
  const inpatient = facts({ rolls, stays: { s: stay } });
  expect(coverageOf(inpatient, [], true).drugs[0]?.spans.map(({ by }) => by)).toEqual(['hospital', 'roll']);
  expect(coverageOf(inpatient, [], false)).toEqual(coverageOf(facts({ rolls }), [], false));
});

it('counts the days of a hold as what they are: no roll comes, and someone must plan them (§8.1.10)', () => {
  const rolls = { a: roll('2026-11-16', '2026-11-22'), b: roll('2026-11-23', '2026-12-06', { stage: 'planned' }) };
  const holds = [{ id: 'h', from: '2026-11-19T23:00:00.000Z', to: '2026-11-25T23:00:00.000Z', seenAt: '0000' }];
  expect(coverageOf(facts({ rolls, holds }), [], true).drugs[0]?.spans).toEqual([
    { from: '2026-11-20', to: '2026-11-22', by: 'roll', period: 'a' },
    { from: '2026-11-23', to: '2026-11-25', by: 'nothing', onHold: true },
    { from: '2026-11-26', to: '2026-12-03', by: 'nothing' },
  ]);
});

it('knows of the first gap beyond the days it shows, so that what is kept of it stays true as days pass', () => {
  const rolls = { a: roll('2026-11-16', '2027-01-31') };
  const far = coverageOf(facts({ rolls }), [], true);
  expect(far.drugs[0]?.spans).toEqual([{ from: '2026-11-20', to: far.to, by: 'roll', period: 'a' }]);
  expect(far).toMatchObject({ to: '2026-12-03', firstGap: '2027-02-01', coveredUntil: '2027-01-31' });
  const boxes = [{ drugId: drug, from: '2026-11-01' }];
  expect(coverageOf(facts({ rolls }), boxes, true)).toMatchObject({ firstGap: null, coveredUntil: null });
});

it.each(['discarded', 'notDispensed', 'notDelivered'] as const)('counts no roll that is %s', (stage) => {
  expect(coverageOf(facts({ rolls: { a: roll('2026-11-16', '2026-12-13', { stage }) } }), [], true).firstGap).toBe(
    '2026-11-20',
  );
});

it('counts a roll still at the pharmacy for days to come, not once its own days have begun', () => {
  const packed = { stage: 'packed' } as const;
  const ahead = { a: roll('2026-11-08', '2026-11-20'), b: roll('2026-11-21', '2026-12-04', packed) };
  expect(coverageOf(facts({ rolls: ahead }), [], true).firstGap).toBe('2026-12-05');
  expect(coverageOf(facts({ rolls: { b: roll('2026-11-20', '2026-12-04', packed) } }), [], true).firstGap).toBe(
    '2026-11-20',
  );
});

it('says nothing of a citizen whose drugs are not known', () => {
  expect(coverageOf(facts({ prescriptions: {} }), [], true)).toMatchObject({ drugs: [], coveredUntil: null });
});

it('tells from which delivery at the latest a cancelled or expired prescription counts (BEK 827/2024 §115)', () => {
  const rolls = {
    a: roll('2026-11-09', '2026-11-22', { drugs: [drug, other] }),
    b: roll('2026-11-23', '2026-12-06', { drugs: [drug, other], stage: 'planned' }),
    c: roll('2026-12-07', '2026-12-20', { drugs: [drug, other], stage: 'planned' }),
  };
  const goneFrom = (...ofDrug: object[]): string | undefined => {
    const prescriptions = Object.fromEntries(ofDrug.map((each, n) => [`p${n}`, { ...prescription(drug), ...each }]));
    return coverageOf(facts({ rolls, prescriptions }), [], true).drugs.find(({ drugId }) => drugId === drug)?.goneFrom;
  };
  const cancelled = { status: 'cancelled', goneAt: '2026-11-20T10:00:00.000Z' };
  expect(goneFrom(cancelled)).toBe('2026-11-23');
  expect(goneFrom({ ...cancelled, goneAt: '2026-11-24T10:00:00.000Z' })).toBe('2026-12-07');
  expect(goneFrom({ status: 'expired', validTo: '2026-11-19T23:00:00.000Z' })).toBe('2026-11-23');
  expect(goneFrom(cancelled, {})).toBeUndefined();
  expect(goneFrom()).toBeUndefined();
});

describe('of a case', () => {
  const noon = '2023-03-01T12:00:00.000Z';
  const shown = ({ world }: Citizen): Coverage | undefined => {
    const context = world.family[0]?.state.snapshot.context as DoseContext;
    return coverageIn({ ...context, env: { ...context.env, at: world.at } }, true);
  };
  const prescribed = (drugId: string) =>
    message('fact', 'dosePrescriptionObserved', noon, { prescriptionId: drugId, drugId, status: 'open' });
  const inUse = period('Ekspederet', noon, { startDate: '2023-02-27', endDate: '2023-03-12', drugIds: [drug] });

  it('is not told before a roll and a drug are known: silence must not look like medicine', () => {
    expect(shown(new Citizen(noon).hears(prescribed(drug)))).toBeUndefined();
    expect(shown(new Citizen(noon).hears(period('Planlagt', noon)))).toBeUndefined();
    expect(shown(new Citizen(noon).hears(prescribed(drug), inUse))).toMatchObject({ coveredUntil: '2023-03-12' });
  });

  it('is never said to be whole where the citizen has marked a drug private, also one that FMK told before', () => {
    const order = message('fact', 'drugMedicationObserved', noon, { drugMedicationId: '901', drugId: other });
    const days = { startDate: '2023-02-27', endDate: '2023-04-30' };
    const told = period('Ekspederet', '2023-03-01T11:00:00Z', { ...days, drugIds: [drug, other] });
    const citizen = new Citizen(noon).hears(order, told, prescribed(drug), prescribed(other));
    expect(shown(citizen)).toMatchObject({ coveredUntil: '2023-04-30', drugs: [{ drugId: drug }, { drugId: other }] });
    expect(shown(citizen)).not.toHaveProperty('hasPrivateDrugs');
    const hiddenDrugs = [{ drugMedicationId: '901', warningCode: '2233' }];
    citizen.hears(period('Ekspederet', noon, { ...days, drugIds: [drug], hiddenDrugs }));
    expect(shown(citizen)).toMatchObject({ hasPrivateDrugs: true, coveredUntil: null, firstGap: null });
    expect(shown(citizen)?.drugs.map(({ drugId }) => drugId)).toEqual([drug]);
    const unknown = new Citizen(noon).hears(period('Ekspederet', noon, { ...days, drugIds: [], hiddenDrugs }));
    expect(shown(unknown)).toMatchObject({ hasPrivateDrugs: true, drugs: [], coveredUntil: null });
  });

  it('counts a drug that is dosed beside the roll, and no longer one that is stopped', () => {
    const citizen = new Citizen(noon).hears(inUse, prescribed(drug), prescribed(other));
    expect(shown(citizen)).toMatchObject({ firstGap: '2023-03-01' });
    const mixed = new Citizen(noon).hears(inUse, prescribed(drug), prescribed(other));
    mixed.does('recordDrug', { drugId: other, isDoseDispensable: false, hasStructuredDosage: true, dosing: 'beside' });
    expect(shown(mixed)).toMatchObject({
      firstGap: '2023-03-13',
      drugs: [{ drugId: drug }, { drugId: other, firstGap: null }],
    });
    citizen.does('medicationChanged', { drugId: other, kind: 'stop', from: '2023-03-01' });
    expect(shown(citizen)).toMatchObject({ firstGap: '2023-03-13', drugs: [{ drugId: drug }] });
  });

  it('counts the boxes at home until the first roll, no longer than the stock was counted to last', () => {
    const found = new Citizen(noon, { entry: 'identified' }).hears(prescribed(drug), period('Planlagt', noon));
    expect(shown(found)?.drugs[0]?.spans[0]).toEqual({ from: '2023-03-01', to: '2023-03-12', by: 'sideDosing' });
    found.does('countStock', { lastsUntil: '2023-03-09' });
    expect(shown(found)).toMatchObject({ coveredUntil: '2023-03-09', firstGap: '2023-03-10' });
  });

  it('counts the boxes until a first roll that was deleted and moved later', () => {
    const moved = { periodId: 'b', startDate: '2023-03-20', endDate: '2023-04-02' };
    const found = new Citizen(noon, { entry: 'identified' }).hears(prescribed(drug), period('Planlagt', noon));
    found.does('countStock', { lastsUntil: '2023-03-25' }).hears(deletion(noon));
    expect(shown(found)?.drugs[0]?.spans[0]).toMatchObject({ to: '2023-03-12', by: 'sideDosing' });
    found.hears(period('Planlagt', noon, moved));
    expect(shown(found)?.drugs[0]?.spans[0]).toMatchObject({ to: '2023-03-19', by: 'sideDosing' });
    expect(shown(found)).toMatchObject({ firstGap: '2023-04-03' });
  });
});

it('counts a substitute of the group for the drug it stands in for, and asks for no roll of its own', () => {
  const substitute = '28100009777';
  const supply: Supply = {
    [drug]: {
      drugId: drug,
      backOrder: null,
      isWarned: false,
      alternatives: [],
      group: [substitute],
      version: 2,
      child: 'substitution:1',
      toldDead: false,
    },
  };
  const rolls = {
    a: roll('2026-11-16', '2026-11-22', { drugs: [substitute] }),
    b: roll('2026-11-23', '2026-12-06', { drugs: [drug] }),
  };
  expect(coverageOf(facts({ rolls }), [], true).firstGap).toBe('2026-11-20');
  expect(coverageOf(facts({ rolls, supply }), [], true)).toMatchObject({
    firstGap: '2026-12-07',
    drugs: [{ drugId: drug, spans: [{ period: 'a' }, { period: 'b' }] }],
  });
});

it('leaves out the days between a stop and a new beginning', () => {
  const rolls = { a: roll('2026-11-16', '2026-11-22'), b: roll('2026-11-30', '2026-12-13') };
  const change = (kind: 'stop' | 'new', from: string) =>
    ({ kind, from, at: '2026-11-20T12:00:00.000Z', missedCutOff: false }) as const;
  const medicationChanges = { [drug]: [change('stop', '2026-11-23'), change('new', '2026-11-30')] };
  expect(coverageOf(facts({ rolls, medicationChanges }), [], true)).toMatchObject({
    firstGap: '2026-12-14',
    drugs: [{ spans: [{ to: '2026-11-22' }, { from: '2026-11-30' }] }],
  });
});

it('of a drug to be stopped lasts until the day before the stop, and of one whose orders have ended is nothing', () => {
  const rolls = { a: roll('2026-11-16', '2026-11-29'), b: roll('2026-11-30', '2026-12-13', { drugs: [other] }) };
  const stop = { kind: 'stop', from: '2026-11-30', at: '2026-11-20T12:00:00.000Z', missedCutOff: false } as const;
  expect(coverageOf(facts({ rolls }), [], true).firstGap).toBe('2026-11-30');
  const stopped = coverageOf(facts({ rolls, medicationChanges: { [drug]: [stop] } }), [], true);
  expect(stopped.drugs[0]).toMatchObject({ drugId: drug, firstGap: null, spans: [{ by: 'roll', to: '2026-11-29' }] });
  const early = coverageOf(
    facts({ rolls, medicationChanges: { [drug]: [{ ...stop, from: '2026-12-02' }] } }),
    [],
    true,
  );
  expect(early.drugs[0]?.firstGap).toBe('2026-11-30');
  const ordered = { o: { drugId: drug, endDate: '2026-11-29', seenAt: '2026-11-19T12:00:00.000Z' } };
  expect(coverageOf(facts({ rolls, drugMedications: ordered }), [], true).drugs[0]?.firstGap).toBeNull();
  const ended = { o: { drugId: drug, endDate: '2026-11-19', seenAt: '2026-11-19T12:00:00.000Z' } };
  const withdrawn = coverageOf(facts({ rolls, drugMedications: ended }), [], true);
  expect(withdrawn.drugs.map(({ drugId }) => drugId)).toEqual([other]);
});

describe('a roll that may come without a drug', () => {
  const rolls = { a: roll('2026-11-16', '2026-11-22'), b: roll('2026-11-23', '2026-12-06', { stage: 'planned' }) };
  const prescriptions = { p: { ...prescription(drug), validTo: '2026-11-25T23:00:00.000Z' }, q: prescription(other) };
  const request = (renewal: OpenStage | null, drugId = drug) => ({
    drugId,
    renewal,
    told: { isClosed: false, cutOffs: [], prescriptions: [] },
  });
  const shown = (requests: Requests = {}) => coverageOf(facts({ rolls, prescriptions, requests }), [], true);

  it('is the first risk of the drug and of the citizen, and no gap', () => {
    const risk = { day: '2026-11-26', cause: 'prescription' };
    expect(shown()).toMatchObject({ firstGap: '2026-12-07', firstRisk: risk });
    expect(shown().drugs.map(({ firstRisk }) => firstRisk)).toEqual([risk, null]);
    expect(coverageOf(facts({ rolls }), [], true).firstRisk).toBeNull();
  });

  it.each(['awaitingAnswer', 'forwarded', 'inPool', 'unknown', 'postponed', 'rejected'] as const)(
    'tells of the request to renew it: %s',
    (renewal) => {
      const [first] = shown({ r: request(renewal), s: request('inPool', other) }).drugs;
      expect(first?.firstRisk).toEqual({ day: '2026-11-26', cause: 'prescription', renewal });
      expect(first?.spans.at(-1)).toMatchObject({ from: '2026-11-26', atRisk: 'prescription', renewal });
    },
  );

  it('tells of the request nearest to an answer, and of none that is answered', () => {
    expect(shown({ r: request('rejected'), s: request('inPool') }).firstRisk?.renewal).toBe('inPool');
    expect(shown({ r: request(null) }).firstRisk).not.toHaveProperty('renewal');
  });

  it('is told with its cause, the earliest of all drugs', () => {
    const supply: Supply = {
      [other]: {
        drugId: other,
        backOrder: { since: '2026-11-18' },
        isWarned: false,
        alternatives: [],
        group: [],
        version: 1,
        child: 'substitution:1',
        toldDead: false,
      },
    };
    const cutOff = { stage: 'planned', changeCutOffAt: '2026-11-20T14:30:00.000Z' } as const;
    const late = { ...rolls, b: roll('2026-11-23', '2026-12-06', cutOff) };
    const { firstRisk, drugs } = coverageOf(facts({ rolls: late, prescriptions, supply }), [], true);
    expect(firstRisk).toEqual({ day: '2026-11-23', cause: 'backOrder' });
    expect(drugs.map((each) => each.firstRisk?.cause)).toEqual(['prescription', 'backOrder']);
  });
});
