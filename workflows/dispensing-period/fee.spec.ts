import { period, deletion } from '../../scripts/verify-workflows/period-facts.ts';
import { Citizen } from '../../test/support/citizen.ts';
import type { JsonObject, RollCharge } from '../definition.ts';
import { combined } from '../policy/in-force.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import type { PeriodContext } from './base.ts';

const at = '2023-03-01T12:00:00.000Z';
const on = (day: number): string => `2023-03-${String(day).padStart(2, '0')}T12:00:00.000Z`;
const ministry = combined(['proposed-2024-ministry']);
const withDelivery = combined(['proposed-2024-ministry', 'option-delivery-fee']);

/** The case of a citizen under these rules, with subsidy ordered and 85 % told unless said otherwise. */
function citizen(policy?: PolicySet, percent: number | null = 85): Citizen {
  const found = new Citizen(at, {}, policy).does('recordSubsidy', { orderedBy: 'gp' });
  return percent === null ? found : found.does('recordReimbursement', { percent });
}
const handedOut = (day = 10, say: JsonObject = {}) => period('Ekspederet', on(day), say);
function charge({ roll }: Citizen): RollCharge | undefined {
  return (roll.state.snapshot.context as PeriodContext).charge;
}

describe('the charge of a roll', () => {
  it('arises when FMK says that it was handed out: 19 and 70 kr. for 14 days, with VAT', () => {
    const waiting = citizen().hears(period('Pakning afsluttet', on(9)));
    expect(charge(waiting)).toBeUndefined();
    expect(charge(waiting.hears(handedOut()))).toEqual({
      kind: 'roll',
      key: 'handedOut',
      handedOutOn: '2023-03-10',
      days: 14,
      tariff: 'bek-1955-2020',
      components: { dispatch: 2375, packing: 8750, delivery: 0 },
      ownShare: 'citizen',
      payers: { region: 9456, citizen: 1669, municipality: 0, unknown: 0 },
    });
  });

  it('is proportionate to the days of the roll', () => {
    const short = charge(citizen().hears(handedOut(10, { endDate: '2023-03-19' })));
    expect(short).toMatchObject({ days: 7, components: { dispatch: 1188, packing: 4375 } });
  });

  it('goes to the citizen alone where nobody ordered subsidy', () => {
    const alone = citizen().does('withdrawSubsidy').hears(handedOut());
    expect(charge(alone)?.payers).toEqual({ region: 0, citizen: 11_125, municipality: 0, unknown: 0 });
  });

  it('guesses no reimbursement: what nobody has told is unknown, and shared when it is told', () => {
    const untold = citizen(undefined, null).hears(handedOut());
    expect(charge(untold)?.payers).toEqual({ region: 0, citizen: 0, municipality: 0, unknown: 11_125 });
    untold.does('recordReimbursement', { percent: 50 });
    expect(charge(untold)?.payers).toEqual({ region: 5563, citizen: 5562, municipality: 0, unknown: 0 });
  });

  it('goes to the municipality only under rules that allow it, and delivery apart from the fees (C6)', () => {
    const paid = (policy: PolicySet): RollCharge | undefined => {
      const found = citizen(policy).does('agreePayer', { payer: 'municipality' });
      const payer = policy.deliveryFeeCovered ? 'municipality' : 'citizen';
      return charge(found.does('agreeDeliveryPayer', { payer }).hears(handedOut()));
    };
    expect(paid(ministry)?.payers).toEqual({ region: 9456, citizen: 1250, municipality: 1669, unknown: 0 });
    expect(paid(withDelivery)?.payers).toEqual({ region: 9456, citizen: 0, municipality: 2919, unknown: 0 });
  });

  it('goes back to the citizen for rolls handed out after the legal basis is gone (C6)', () => {
    const found = citizen(ministry).does('agreePayer', { payer: 'municipality' });
    expect(charge(found.under(combined([])).hears(handedOut()))?.payers.municipality).toBe(0);
  });

  it('stands as it arose, whatever is agreed later', () => {
    const agreedLater = citizen(ministry).hears(handedOut()).does('agreePayer', { payer: 'municipality' });
    expect(charge(agreedLater)?.payers).toMatchObject({ citizen: 1669, municipality: 0 });
    expect(charge(agreedLater.does('confirmRollReceived'))?.payers).toMatchObject({ citizen: 1669 });
  });

  it.each([
    ['the handing out is undone', period('Pakning afsluttet', on(11))],
    ['the roll is not handed out after all', period('Ikke udleveret af apoteket', on(11))],
    ['the roll is discarded', period('Kasseres', on(11), { discardReason: 'Fejl' })],
    ['FMK deletes the period', deletion(on(11))],
  ])('falls away when %s', (_, news) => {
    expect(charge(citizen().hears(handedOut(), news))).toBeUndefined();
  });

  it('comes back when a discard is undone, and is the same in whatever order FMK’s words come', () => {
    const words = [handedOut(10), period('Kasseres', on(11)), handedOut(12)];
    const inOrder = charge(citizen().hears(...words));
    expect(inOrder?.handedOutOn).toBe('2023-03-12');
    expect(charge(citizen().hears(...words.toReversed()))).toEqual(inOrder);
  });

  it('follows the tariff of the day the roll was handed out, however late it is read', () => {
    const [first] = ministry.tariffs;
    if (!first) throw new Error('Expected a tariff');
    const raised = { ...first, id: 'raised', validFrom: '2023-03-11', packingOre: 8000 };
    const policy = { ...ministry, tariffs: [first, raised] };
    expect(charge(citizen(policy).waitsUntil(on(20)).hears(handedOut(10)))?.tariff).toBe('bek-1955-2020');
    expect(charge(citizen(policy).hears(handedOut(11)))).toMatchObject({
      tariff: 'raised',
      components: { packing: 10_000 },
    });
  });
});
