/** What will happen to a citizen in the world, drawn before anyone is told of it. Rates are of a year [I] and lie in one place. */
import { danishDate, normalInstant, plusDays, plusHours, shiftDay } from '../../workflows/calendar.ts';
import type { Instant } from '../../workflows/definition.ts';
import type { declineReasons } from '../../workflows/dose-dispensing/entry-messages.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import { Draw } from './draw.ts';

/** [I] Where a source is known it is named; the others are chosen so that each kind of event occurs. */
const rates = {
  /** Citizens found during the time simulated; the others are on dose packing already. */
  found: 0.15,
  /** R52, R55: own payment is the commonest reason to decline. */
  declinesForFee: 0.15,
  declinesForDelivery: 0.04,
  declinesOtherwise: 0.06,
  admissions: 1.3,
  acuteOnly: 0.12,
  leave: 0.08,
  heldInHospital: 0.35,
  holdOutlivesStay: 0.2,
  removedInHospital: 0.12,
  removalExplained: 0.6,
  revised: 0.08,
  cancelled: 0.02,
  dischargeNeverTold: 0.02,
  changes: 1.5,
  deaths: 0.1,
  /** R73: 31 of 100 die in hospital. */
  diesInHospital: 0.31,
  deathTold: 0.85,
  falseDeath: 0.004,
  moves: 0.03,
  ends: 0.08,
  holdsAtHome: 0.1,
  notSuited: 0.02,
  rollLate: 0.015,
  rollDiscarded: 0.008,
  rollNotDelivered: 0.004,
  /** Of each dose prescription that runs out. */
  requested: 0.7,
  answered: 0.55,
  rejected: 0.25,
} as const;
type Rate = keyof typeof rates;

export const simulationStart: Instant = '2026-01-05T06:00:00.000Z';

/** Drugs that citizens have packed: artificial LMS ids of 11 digits. */
export const formulary = Array.from({ length: 60 }, (_, n) => `2810${String(n).padStart(7, '0')}`);

export interface Drug {
  drugId: string;
  prescriptionId: string;
  validTo: Instant;
  dosing: 'packed' | 'beside';
}

export interface FatedStay {
  episode: string;
  from: Instant;
  to: Instant;
  isAcuteOnly: boolean;
  leave?: { from: Instant; to: Instant };
  removed?: { drug: Drug; at: Instant; reason?: string };
  isRevised: boolean;
  isCancelled: boolean;
  isDischargeTold: boolean;
  endsInDeath: boolean;
}

interface FatedHold {
  registrationId: string;
  from: Instant;
  liftedAt?: Instant;
}

interface FatedChange {
  kind: 'new' | 'increase' | 'reduction' | 'stop';
  drug: Drug;
  at: Instant;
  from: string;
  isAcute: boolean;
}

/** Whoever asks for a renewal, as FMK names their role: FMK itself, staff through the EOJ or a pharmacy, or the citizen (R61). */
const askers = ['System', 'Sygeplejerske', 'Apoteksansat', 'Borger'] as const;

/** A renewal is asked for before a prescription runs out; nobody may answer. */
export interface FatedRequest {
  requestId: string;
  createdBy: (typeof askers)[number];
  drug: Drug;
  at: Instant;
  addressee: 'gp' | 'west' | 'east' | 'noWay';
  careRecord: 'kmdNexus' | 'columnaCura';
  answer?: { kind: 'prescribed'; at: Instant } | { kind: 'rejected'; at: Instant; reason: string };
}

export interface FatedRoll {
  periodId: string;
  startDate: string;
  endDate: string;
  drugIds: string[];
  told: { status: string; at: Instant; more?: { acutePacking?: string; discardReason?: string } }[];
  inHandFrom?: Instant;
  goneAt?: Instant;
}

export interface Fate {
  number: number;
  weeks: number;
  endsAt: Instant;
  opensAt: Instant;
  isNew: boolean;
  declines: (typeof declineReasons)[number] | undefined;
  /** Where the rules let it, the municipality pays for those who run already too. */
  isPaidFor: boolean;
  drugs: readonly Drug[];
  stays: readonly FatedStay[];
  holds: readonly FatedHold[];
  changes: readonly FatedChange[];
  requests: readonly FatedRequest[];
  rolls: readonly FatedRoll[];
  diedAt: Instant | undefined;
  /** By the register: some only the hospital tells, and some nobody does. */
  deathToldAt: Instant | undefined;
  falseDeathAt: Instant | undefined;
  movesAt: Instant | undefined;
  ending: { at: Instant; lastDay: string } | undefined;
  notSuited: { from: Instant; to: Instant } | undefined;
  temperament: Temperament;
}

/** How the people around a citizen answer what is asked of them; `absent` is whoever never does, and is never drawn. */
export type Temperament = 'prompt' | 'mixed' | 'slow' | 'absent';

export function fateOf(
  seed: number,
  number: number,
  weeks: number,
  policy: PolicySet,
  start: Instant = simulationStart,
): Fate {
  const draw = new Draw(`${seed}`).for(number);
  const happens = (rate: Rate, what: string = rate): boolean => draw.chance(what, rates[rate]);
  const endsAt = plusDays(start, weeks * 7);
  const isNew = happens('found');
  const opensAt = plusHours(start, isNew ? draw.whole('opens', 0, weeks * 5 * 24) : draw.whole('opens', 0, 10));
  const declines = isNew ? declineOf(draw, policy) : undefined;
  const drugs = drugsOf(draw, number, opensAt);
  const diedAt = draw.chance('dies', rates.deaths * (weeks / 52)) ? within(draw, 'diedAt', opensAt, endsAt) : undefined;
  const stays = staysOf(draw, number, opensAt, endsAt, diedAt, drugs);
  const holds = holdsOf(draw, number, stays, opensAt, endsAt);
  const endsDraw = draw.chance('ends', rates.ends * (weeks / 52));
  const endAt = endsDraw ? within(draw, 'endAt', plusDays(opensAt, isNew ? 70 : 1), endsAt) : undefined;
  const ending = endAt && endAt < endsAt ? { at: endAt, lastDay: shiftDay(danishDate(endAt), 20) } : undefined;
  const someTime = (rate: Rate): Instant | undefined =>
    draw.chance(rate, rates[rate] * (weeks / 52)) ? within(draw, `${rate}At`, opensAt, endsAt) : undefined;
  const notSuitedFrom = someTime('notSuited');
  const withoutRolls = {
    number,
    weeks,
    endsAt,
    opensAt,
    isNew,
    declines,
    isPaidFor: policy.municipalPayerAllowed,
    drugs,
    stays,
    holds,
    changes: changesOf(draw, opensAt, endsAt, weeks, drugs, diedAt),
    requests: requestsOf(draw, opensAt, endsAt, isNew, drugs),
    diedAt,
    deathToldAt:
      diedAt && draw.chance('deathTold', rates.deathTold) ? plusHours(diedAt, draw.whole('told', 3, 80)) : undefined,
    falseDeathAt: diedAt ? undefined : someTime('falseDeath'),
    movesAt: someTime('moves'),
    ending,
    notSuited: notSuitedFrom
      ? { from: notSuitedFrom, to: plusDays(notSuitedFrom, draw.whole('notSuitedFor', 5, 40)) }
      : undefined,
    temperament: draw.pick<Temperament>('temperament', ['prompt', 'prompt', 'mixed', 'mixed', 'slow']),
  };
  return { ...withoutRolls, rolls: rollsOf(draw, withoutRolls, policy) };
}

/** The rolls of a fate that was changed after it was drawn. */
export function rollsAnew(seed: number, fate: Omit<Fate, 'rolls'>, policy: PolicySet): FatedRoll[] {
  return rollsOf(new Draw(`${seed}`).for(fate.number), fate, policy);
}

/** R46: a municipality that may not pay at all pays no delivery either. */
export function isDeliveryCovered({ municipalPayerAllowed, deliveryFeeCovered }: PolicySet): boolean {
  return municipalPayerAllowed && deliveryFeeCovered;
}

/** The citizen pays, unless a municipality may: then nobody declines because of what is paid for them. */
function declineOf(draw: Draw, policy: PolicySet): Fate['declines'] {
  if (!policy.municipalPayerAllowed && draw.chance('doseFee', rates.declinesForFee)) return 'doseFee';
  if (!isDeliveryCovered(policy) && draw.chance('deliveryFee', rates.declinesForDelivery)) return 'deliveryFee';
  return draw.chance('declines', rates.declinesOtherwise) ? 'other' : undefined;
}

function drugsOf(draw: Draw, number: number, opensAt: Instant): Drug[] {
  const count = draw.whole('drugs', 2, 8);
  const first = draw.whole('firstDrug', 0, formulary.length - 1);
  return Array.from({ length: count }, (_, n) => {
    const drugId = formulary[(first + n * 7) % formulary.length] ?? '';
    // Most prescriptions last two years; some end while we look.
    const days = draw.chance(`expires ${n}`, 0.12) ? draw.whole(`validTo ${n}`, 20, 150) : 700;
    const dosing = draw.chance(`beside ${n}`, 0.12) && n > 0 ? 'beside' : 'packed';
    return { drugId, prescriptionId: `rp-${number}-${n}`, validTo: plusDays(opensAt, days), dosing };
  });
}

function staysOf(
  draw: Draw,
  number: number,
  opensAt: Instant,
  endsAt: Instant,
  diedAt: Instant | undefined,
  drugs: readonly Drug[],
): FatedStay[] {
  const stays: FatedStay[] = [];
  const until = diedAt ?? endsAt;
  const packed = drugs.filter(({ dosing }) => dosing === 'packed');
  const meanDays = 365 / rates.admissions;
  let after = opensAt;
  for (let n = 0; n < 20; n += 1) {
    const here = draw.for(`stay ${n}`);
    const from = plusHours(after, Math.ceil(-Math.log(1 - here.fraction('gap')) * meanDays * 24) + 6);
    if (from >= until) break;
    const isAcuteOnly = here.chance('acuteOnly', rates.acuteOnly);
    const hours = isAcuteOnly ? here.whole('hours', 3, 20) : here.whole('days', 1, 12) * 24 + here.whole('hours', 0, 9);
    const planned = plusHours(from, hours);
    const endsInDeath = diedAt !== undefined && diedAt < planned;
    const to = endsInDeath ? diedAt : planned;
    const removedDrug = packed[here.whole('removedDrug', 0, packed.length - 1)];
    const isRemoved = here.chance('removed', rates.removedInHospital) && !isAcuteOnly && hours > 48 && !endsInDeath;
    stays.push({
      episode: `sor|stay-${number}-${n}`,
      from,
      to,
      isAcuteOnly,
      ...(here.chance('leave', rates.leave) &&
        hours > 96 &&
        !endsInDeath && { leave: { from: plusHours(from, 30), to: plusHours(from, 54) } }),
      ...(isRemoved &&
        removedDrug && {
          removed: {
            drug: removedDrug,
            at: plusHours(from, 20),
            ...(here.chance('explained', rates.removalExplained) && { reason: 'Bivirkninger' }),
          },
        }),
      isRevised: here.chance('revised', rates.revised),
      isCancelled: !endsInDeath && here.chance('cancelled', rates.cancelled),
      isDischargeTold: !here.chance('dischargeNeverTold', rates.dischargeNeverTold),
      endsInDeath,
    });
    after = to;
  }
  if (diedAt && !stays.some(({ endsInDeath }) => endsInDeath) && draw.chance('diesInHospital', rates.diesInHospital)) {
    const from = plusHours(diedAt, -draw.whole('lastStay', 5, 72));
    const last = stays.at(-1);
    if (from > opensAt && (!last || last.to < from))
      stays.push({
        episode: `sor|stay-${number}-last`,
        from,
        to: diedAt,
        isAcuteOnly: false,
        isRevised: false,
        isCancelled: false,
        isDischargeTold: true,
        endsInDeath: true,
      });
  }
  return stays;
}

function holdsOf(
  draw: Draw,
  number: number,
  stays: readonly FatedStay[],
  opensAt: Instant,
  endsAt: Instant,
): FatedHold[] {
  const inHospital = stays.flatMap((stay, n): FatedHold[] => {
    const here = draw.for(`hold ${n}`);
    if (stay.isAcuteOnly || stay.isCancelled || !here.chance('held', rates.heldInHospital)) return [];
    const late = here.chance('outlives', rates.holdOutlivesStay) ? here.whole('days', 2, 12) * 24 : -1;
    const registrationId = `hold-${number}-${n}`;
    return [
      {
        registrationId,
        from: plusHours(stay.from, 3),
        ...(!stay.endsInDeath && { liftedAt: plusHours(stay.to, late) }),
      },
    ];
  });
  if (!draw.chance('holdsAtHome', rates.holdsAtHome)) return inHospital;
  const from = within(draw, 'holdAtHome', opensAt, endsAt);
  const liftedAt = plusDays(from, draw.whole('holdAtHomeDays', 4, 30));
  return [...inHospital, { registrationId: `hold-${number}-home`, from, liftedAt }];
}

function changesOf(
  draw: Draw,
  opensAt: Instant,
  endsAt: Instant,
  weeks: number,
  drugs: readonly Drug[],
  diedAt: Instant | undefined,
): FatedChange[] {
  const packed = drugs.filter(({ dosing }) => dosing === 'packed');
  const kinds = ['new', 'increase', 'reduction', 'stop'] as const;
  return Array.from({ length: 4 }, (_, n) => draw.for(`change ${n}`))
    .filter((here) => here.chance('happens', (rates.changes / 4) * (weeks / 52)))
    .flatMap((here, n): FatedChange[] => {
      const at = within(here, 'at', opensAt, endsAt);
      const kind = here.pick('kind', kinds);
      const known = packed[here.whole('drug', 0, packed.length - 1)];
      if (!known || (diedAt && at > diedAt)) return [];
      const added: Drug = {
        drugId: formulary[here.whole('new', 0, formulary.length - 1)] ?? known.drugId,
        prescriptionId: `${known.prescriptionId}-new-${n}`,
        validTo: plusDays(at, 700),
        dosing: 'packed',
      };
      const from = shiftDay(danishDate(at), here.whole('from', 0, 5));
      return [{ kind, drug: kind === 'new' ? added : known, at, from, isAcute: here.chance('acute', 0.25) }];
    });
}

/** [I] FMK asks about four weeks before a prescription runs out (§3.10), people from five weeks before to five days. */
const systemDaysBefore = 28;
const peopleDaysBefore = { most: 35, fewest: 5 };

function requestsOf(
  draw: Draw,
  opensAt: Instant,
  endsAt: Instant,
  isNew: boolean,
  drugs: readonly Drug[],
): FatedRequest[] {
  const ending = drugs.filter(({ dosing, validTo }) => !isNew && dosing === 'packed' && validTo < plusDays(endsAt, 20));
  return ending.flatMap((drug, n): FatedRequest[] => {
    const here = draw.for(`request ${n}`);
    const createdBy = here.chance('bySystem', 0.5) ? 'System' : here.pick('createdBy', askers);
    const { most, fewest } = peopleDaysBefore;
    const daysBefore = createdBy === 'System' ? systemDaysBefore : here.whole('daysBefore', fewest, most);
    const at = plusDays(drug.validTo, -daysBefore);
    if (at <= opensAt || !here.chance('requested', rates.requested)) return [];
    const addressee = here.pick<FatedRequest['addressee']>('addressee', ['gp', 'gp', 'west', 'east', 'east', 'noWay']);
    const careRecord = here.pick<FatedRequest['careRecord']>('careRecord', ['kmdNexus', 'columnaCura']);
    const answer = answerOf(here, addressee, plusHours(at, here.whole('hours', 20, 240)));
    return [
      {
        requestId: `request-${drug.prescriptionId}`,
        createdBy,
        drug,
        at,
        addressee,
        careRecord,
        ...(answer && { answer }),
      },
    ];
  });
}

/** FMK's own, the commonest first, and a text that FMK does not know. */
const rejectionReasons = [
  'Receptfornyelsen kræver konsultation',
  'Behandlingen er afsluttet',
  'Det er for tidligt at få en ny recept',
  'Kontakt egen læge hvis recept ønskes',
  'Fornyes ikke. Der findes allerede en gyldig recept',
  'Medicinen udleveres fra hospital',
  'Medicinen kan købes i håndkøb',
  'Receptanmodning fortrudt',
  'Ring til klinikken',
] as const;

/** A department of the East, and one that takes no requests, never answer: the request is lost in a pool. */
function answerOf(here: Draw, addressee: FatedRequest['addressee'], at: Instant): FatedRequest['answer'] {
  if (addressee === 'noWay') return undefined;
  const chance = here.fraction('answer');
  if (addressee !== 'east' && chance < rates.answered) return { kind: 'prescribed', at };
  if (chance < rates.answered + rates.rejected && chance >= rates.answered)
    return { kind: 'rejected', at, reason: here.pick('reason', rejectionReasons) };
  return undefined;
}

/** What the pharmacy packs: one roll after the other, none under a hold, none after a death or an ending. */
function rollsOf(draw: Draw, fate: Omit<Fate, 'rolls'>, policy: PolicySet): FatedRoll[] {
  if (fate.declines) return [];
  const opened = danishDate(fate.opensAt);
  const length = policy.cycleLengthDays;
  const first = shiftDay(opened, fate.isNew ? draw.whole('firstRoll', 21, 42) : -draw.whole('offset', 2, length - 2));
  const rolls: FatedRoll[] = [];
  for (let n = 0; n < 80; n += 1) {
    const startDate = shiftDay(first, n * length);
    if (on(startDate, '00:00') > fate.endsAt) break;
    if (fate.ending && startDate > fate.ending.lastDay) break;
    const plannedAt = on(shiftDay(startDate, -10), '11:00');
    if (fate.diedAt && plannedAt > fate.diedAt) break;
    rolls.push(...rollFrom(draw.for(`roll ${n}`), fate, startDate, length, plannedAt));
  }
  return rolls;
}

/** [I] When the pharmacy begins with a roll: what is known by then is packed. */
const handledDaysBefore = 6;
const handledTime = '08:30';

function rollFrom(
  draw: Draw,
  { number, drugs, changes, holds, diedAt, opensAt, isNew }: Omit<Fate, 'rolls'>,
  startDate: string,
  length: number,
  plannedAt: Instant,
): FatedRoll[] {
  const roll: FatedRoll = {
    periodId: `roll-${number}-${startDate}`,
    startDate,
    endDate: shiftDay(startDate, length - 1),
    drugIds: packedFrom(drugs, changes, startDate),
    told: [{ status: 'Planlagt', at: plannedAt }],
  };
  const handledAt = handlingOf(startDate);
  const isInUse = !isNew && on(startDate, '00:00') < opensAt;
  const isHeld = holds.some(({ from, liftedAt }) => from <= handledAt && (!liftedAt || handledAt < liftedAt));
  if (!isInUse && (isHeld || (diedAt && diedAt < handledAt)))
    return [{ ...roll, told: [...roll.told, { status: 'Ekspederes ikke', at: handledAt }] }];
  const dispensedAt = on(shiftDay(startDate, draw.chance('late', rates.rollLate) ? 1 : -2), '10:15');
  const told = [
    ...roll.told,
    { status: 'Klar til pakning', at: handledAt },
    { status: 'Pakning afsluttet', at: on(shiftDay(startDate, -3), '14:00') },
    { status: 'Ekspederet', at: dispensedAt },
  ];
  const packed: FatedRoll = { ...roll, told, inHandFrom: dispensedAt };
  if (draw.chance('notDelivered', rates.rollNotDelivered) && !isInUse) {
    const goneAt = plusHours(dispensedAt, 30);
    return [{ ...packed, told: [...told, { status: 'Ikke udleveret af apoteket', at: goneAt }], goneAt }];
  }
  if (!draw.chance('discarded', rates.rollDiscarded) || isInUse) return [packed];
  const goneAt = plusHours(dispensedAt, 60);
  const discarded = { status: 'Kasseres', at: goneAt, more: { discardReason: 'Medicinændring' } };
  const from = danishDate(plusHours(goneAt, 24));
  const acute: FatedRoll = {
    ...roll,
    periodId: `${roll.periodId}-acute`,
    startDate: from < roll.endDate ? from : roll.endDate,
    told: [
      { status: 'Planlagt', at: plusHours(goneAt, 1), more: { acutePacking: 'Medicinændring' } },
      { status: 'Ekspederet', at: plusHours(goneAt, 20), more: { acutePacking: 'Medicinændring' } },
    ],
    inHandFrom: plusHours(goneAt, 20),
  };
  return [{ ...packed, told: [...told, discarded], goneAt }, acute];
}

/** From when a roll of this start is packed as it then stands. */
export function handlingOf(startDate: string): Instant {
  return on(shiftDay(startDate, -handledDaysBefore), handledTime);
}

/** The packed drugs, with what changes before the handling of this roll add and stop. */
function packedFrom(drugs: readonly Drug[], changes: readonly FatedChange[], startDate: string): string[] {
  const known = changes.filter(({ at }) => at < handlingOf(startDate));
  const added = known.flatMap(({ kind, drug }) => (kind === 'new' ? [drug.drugId] : []));
  const stopped = known.flatMap(({ kind, drug }) => (kind === 'stop' ? [drug.drugId] : []));
  const packed = drugs.flatMap(({ dosing, drugId }) => (dosing === 'packed' ? [drugId] : []));
  return [...new Set([...packed, ...added])].filter((drugId) => !stopped.includes(drugId));
}

export function on(date: string, time: string): Instant {
  return normalInstant(`${date}T${time}:00`);
}

function within(draw: Draw, what: string, from: Instant, to: Instant): Instant {
  const hours = Math.max(1, Math.floor((Date.parse(to) - Date.parse(from)) / 3_600_000) - 1);
  return plusHours(from, draw.whole(what, 1, hours));
}
