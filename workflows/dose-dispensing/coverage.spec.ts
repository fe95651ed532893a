import { Citizen } from '../../test/support/citizen.ts';
import { message } from '../../scripts/verify-workflows/moves.ts';
import { period } from '../../scripts/verify-workflows/period-facts.ts';
import type { Coverage } from '../definition.ts';
import type { Roll } from '../dispensing-period/messages.ts';
import type { StayChanged } from '../hospital-stay/messages.ts';
import { current } from '../policy/current.ts';
import type { DoseContext } from './base.ts';
import { coverageIn, coverageOf } from './coverage.ts';
import type { Hold } from './facts.ts';

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
    },
  ]);
});

it('tells each drug apart, and counts boxes beside the roll', () => {
  const rolls = { a: roll('2026-11-16', '2026-12-13', { drugs: [drug] }) };
  const prescriptions = { p: prescription(drug), q: prescription(other) };
  expect(coverageOf(facts({ rolls, prescriptions }), [], true)).toMatchObject({
    firstGap: '2026-11-20',
    coveredUntil: null,
    drugs: [{ firstGap: null }, { drugId: other, firstGap: '2026-11-20' }],
  });
  const beside = [{ drugId: other, from: '2026-11-19', to: '2026-11-25' }];
  expect(coverageOf(facts({ rolls, prescriptions }), beside, true)).toMatchObject({
    coveredUntil: '2026-11-25',
    drugs: [
      { firstGap: null },
      {
        spans: [
          { by: 'sideDosing', to: '2026-11-25' },
          { by: 'nothing', from: '2026-11-26' },
        ],
      },
    ],
  });
  expect(
    coverageOf(facts({ rolls, prescriptions }), [{ drugId: other, from: '2026-11-01' }], true).firstGap,
  ).toBeNull();
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

it.each(['discarded', 'notDispensed', 'notDelivered'] as const)('counts no roll that is %s', (stage) => {
  expect(coverageOf(facts({ rolls: { a: roll('2026-11-16', '2026-12-13', { stage }) } }), [], true).firstGap).toBe(
    '2026-11-20',
  );
});

it('counts a roll still at the pharmacy for days to come, not once its own days have begun', () => {
  const packed = { stage: 'packed' } as const;
  const ahead = { a: roll('2026-11-08', '2026-11-20'), b: roll('2026-11-21', '2026-12-04', packed) };
  expect(coverageOf(facts({ rolls: ahead }), [], true).firstGap).toBeNull();
  expect(coverageOf(facts({ rolls: { b: roll('2026-11-20', '2026-12-04', packed) } }), [], true).firstGap).toBe(
    '2026-11-20',
  );
});

it('says nothing of a citizen whose drugs are not known', () => {
  expect(coverageOf(facts({ prescriptions: {} }), [], true)).toMatchObject({ drugs: [], coveredUntil: null });
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
});
