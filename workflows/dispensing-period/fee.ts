/** What a roll that was handed out costs, and who pays (§3.5). Pure: FMK's facts, what the case has agreed, and the rules in force. */
import { danishDate } from '../calendar.ts';
import type { RollCharge, Instant } from '../definition.ts';
import { parseInstant } from '../instant.ts';
import type { Tariff } from '../policy/tariff.ts';
import { tariffOn } from '../tariff-on.ts';
import type { PeriodContext } from './base.ts';
import type { Period } from './derive-period.ts';
import { isHandedOut } from './derive-period.ts';

type Payer = 'citizen' | 'municipality';

/** What has been agreed about payment, as the case tells its rolls. */
export type FeeTerms = {
  /** Of what the subsidy leaves. */
  payer: Payer;
  /** Where rolls are delivered against a fee. */
  deliveryPayer?: Payer;
  /** The citizen's present reimbursement where subsidy is ordered, 0 where nobody ordered it; absent where it is not known. */
  subsidyPercent?: number;
};

/**
 * The charge of this period as it stands: none while FMK does not say "Ekspederet". The tariff is that of the day it was
 * handed out; payers and powers are those of the moment it arose, whatever is agreed or decided later (C6). Only a share of
 * the region that nobody had told is filled in when it is.
 */
export function chargeOf({ env, period, course: { fee }, charge }: PeriodContext): RollCharge | undefined {
  const handedOutAt = handedOutSince(period);
  if (!period.latest || !handedOutAt || !fee) return undefined;
  const handedOutOn = danishDate(handedOutAt);
  const days = daysOf(period.latest);
  if (charge && charge.handedOutOn === handedOutOn && charge.days === days)
    return charge.payers.unknown > 0 ? { ...charge, payers: shared(charge, fee.subsidyPercent) } : charge;
  const { tariffs, municipalPayerAllowed, deliveryFeeCovered } = env.policy;
  const tariff = tariffOn(handedOutOn, tariffs);
  const { dispatch, packing } = feesOf(tariff, days);
  const delivery = fee.deliveryPayer ? tariff.deliveryOre : 0;
  const paysDelivery = (payer: Payer): number =>
    payer === (municipalPayerAllowed && deliveryFeeCovered ? fee.deliveryPayer : 'citizen') ? delivery : 0;
  const arisen: RollCharge = {
    kind: 'roll',
    key: 'handedOut',
    handedOutOn,
    days,
    tariff: tariff.id,
    components: { dispatch, packing, delivery },
    ownShare: municipalPayerAllowed ? fee.payer : 'citizen',
    payers: {
      region: 0,
      citizen: paysDelivery('citizen'),
      municipality: paysDelivery('municipality'),
      unknown: dispatch + packing,
    },
  };
  return { ...arisen, payers: shared(arisen, fee.subsidyPercent) };
}

/** The fees that nobody was said to pay, shared between the region and whoever pays the rest. */
function shared({ payers, ownShare }: RollCharge, subsidyPercent: number | undefined): RollCharge['payers'] {
  if (subsidyPercent === undefined) return payers;
  const region = Math.round((payers.unknown * subsidyPercent) / 100);
  const own = payers.unknown - region;
  return { ...payers, region, [ownShare]: payers[ownShare] + own, unknown: 0 };
}

/** Øre, VAT included. A shorter roll costs its part of the fees, a longer one the more. */
function feesOf(
  { dispatchOre, packingOre, vatPercent, feeDays }: Tariff,
  days: number,
): Record<'dispatch' | 'packing', number> {
  const forDays = (ore: number): number => Math.round((ore * (100 + vatPercent) * days) / (100 * feeDays));
  return { dispatch: forDays(dispatchOre), packing: forDays(packingOre) };
}

/** Since when FMK has said so without a break: the same whatever order its words came in. */
function handedOutSince(period: Period): Instant | undefined {
  if (!isHandedOut(period)) return undefined;
  const last = period.seen.findLastIndex(({ status }) => status !== period.latest?.status);
  return period.seen[last + 1]?.at ?? period.latest?.seenAt;
}

const daysOf = ({ startDate, endDate }: { startDate: string; endDate: string }): number =>
  (parseInstant(`${endDate}T00:00:00Z`) - parseInstant(`${startDate}T00:00:00Z`)) / 86_400_000 + 1;
