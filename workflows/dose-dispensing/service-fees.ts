/** Fees for what GP and pharmacist do, beside those of the rolls; the region pays them (§3.2 step 5, §3.3). Pure. */
import { danishDate, normalInstant } from '../calendar.ts';
import type { Instant, ServiceCharge } from '../definition.ts';
import { tariffOn } from '../tariff-on.ts';
import type { DoseContext } from './base.ts';
import type { Hold } from './facts.ts';
import { endOf, openPrescriptions } from './facts.ts';
import type { Prescriber } from './route-messages.ts';

/** Something done for which there is a fee: decided once, when it is first known, and kept as it arose. */
export interface Service {
  kind: ServiceCharge['kind'];
  key: string;
  /** Danish date. */
  on: string;
  /** None where it was not the GP who put the citizen on dose packing, or the citizen pays everything. */
  charge?: ServiceCharge;
}

/** What stands now: what is no longer so is left out, and the ledger reverses it. */
export function servicesOf(context: DoseContext): readonly Service[] {
  const known = new Map(context.services.map((service) => [service.key, service]));
  const isGoingOn = !context.ending && !context.closed && !context.deathStands;
  const starts = startsIn(context).filter(({ key }) => isGoingOn || known.has(key));
  return [...starts, ...rePrescriptionsIn(context)].map((each) => known.get(each.key) ?? charged(each, context));
}

/** The start, and each pause after which dose packing goes on: whatever its cause (code 4500). A start before the case is not ours. */
function startsIn({ env, started, runsSince, takenOver, holds }: DoseContext): Service[] {
  if (!started || !runsSince) return [];
  const ends = pauseEnds(holds).filter((end) => runsSince < end && end <= normalInstant(env.at));
  const days = [...(takenOver ? [] : [runsSince]), ...ends].map(danishDate);
  return [...new Set(days)].map((on) => ({ kind: 'gpStart', key: `gpStart:${on}`, on }));
}

/** When each stretch of holds is over; `[I]` one that was lifted on its first day was no pause. */
function pauseEnds(holds: readonly Hold[]): Instant[] {
  const spans = holds.map((hold) => ({ from: hold.from, end: endOf(hold) ?? '9999' }));
  const pauses: { from: Instant; end: Instant }[] = [];
  for (const span of spans.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = pauses.at(-1);
    if (last && span.from <= last.end) last.end = span.end > last.end ? span.end : last.end;
    else if (span.from < span.end) pauses.push({ ...span });
  }
  return pauses.flatMap(({ from, end }) => (end < '9999' && danishDate(from) < danishDate(end) ? [end] : []));
}

/** Numbered by the day and not by the drug: keys of charges stand in clear (P1). */
function rePrescriptionsIn({ rePrescriptions }: DoseContext): Service[] {
  const days = Object.values(rePrescriptions).flatMap((said) => said.map(({ at }) => danishDate(at)));
  return days.toSorted().map((on, n, all) => {
    const key = `rePrescription:${on}:${n - all.indexOf(on) + 1}`;
    return { kind: 'rePrescription', key, on };
  });
}

function charged(service: Service, context: DoseContext): Service {
  const { kind, key, on } = service;
  if (kind === 'gpStart' && (context.startedAlone || prescriberOf(context) !== 'gp')) return service;
  const tariff = tariffOn(on, context.env.policy.tariffs);
  const region = kind === 'gpStart' ? tariff.gpStartOre : tariff.rePrescriptionOre;
  const payers = { region, citizen: 0, municipality: 0, unknown: 0 };
  return { ...service, charge: { kind, key, on, tariff: tariff.id, payers } };
}

/** By FMK's word where it tells, else by whom was asked; the GP where nothing is said. */
function prescriberOf({ prescriptions, prescriptionsAsked, referral }: DoseContext): Prescriber {
  const issuers = openPrescriptions(prescriptions).flatMap((id) => prescriptions[id]?.issuedBy ?? []);
  if (issuers.length > 0) return issuers.includes('gp') ? 'gp' : 'prescribingPharmacist';
  return prescriptionsAsked?.prescriber ?? (referral?.answer === 'accepted' ? 'prescribingPharmacist' : 'gp');
}
