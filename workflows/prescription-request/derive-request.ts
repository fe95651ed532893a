/** Where a request stands, derived from all that is known of it: late, doubled and disordered facts come to the same (C7). */
import type { Calendar } from '../calendar.ts';
import { danishDate, normalInstant, plusDays, workingDaysBefore } from '../calendar.ts';
import type { Env, Instant } from '../definition.ts';
import { changeCutOff } from '../dispensing-period/change-cut-off.ts';
import { parseInstant } from '../instant.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import type { Seen } from '../reference/eoj-visibility.ts';
import { rejectionSeen } from '../reference/eoj-visibility.ts';
import type { Route } from '../reference/request-routing.ts';
import { routeOf } from '../reference/request-routing.ts';
import type { CaseOfRequest, RequestReading } from './messages.ts';
import type { NextStep } from './rejection-reasons.ts';
import { meaningOf } from './rejection-reasons.ts';

/** Those from `prescribed` on are closed: FMK's prescription, one that the case has seen, or a person (C7). */
export const stages = [
  'unread',
  'unknown',
  'awaitingAnswer',
  'inPool',
  'forwarded',
  'postponed',
  'rejected',
  'prescribed',
  'renewed',
  'handledByGp',
  'regretted',
  'noted',
  'closed',
] as const;
export type Stage = (typeof stages)[number];
export const closedStages = ['prescribed', 'renewed', 'handledByGp', 'regretted', 'noted', 'closed'] as const;
/** Those of a request that may still be answered, the nearest to an answer first. */
export const openStages = ['awaitingAnswer', 'forwarded', 'inPool', 'unknown', 'postponed', 'rejected'] as const;
export type OpenStage = (typeof openStages)[number];

/** What FMK said at an instant, as far as it tells one answer from another. */
interface Word {
  at: Instant;
  status: string;
  reason?: string;
  /** The way of the unit that cancelled, where it is known. */
  by?: Route;
  /** The patient's own GP has it now. */
  forwarded?: true;
}

export interface Request {
  latest?: RequestReading & { seenAt: Instant };
  /** When FMK got it, or first told of it. */
  askedAt?: Instant;
  words: readonly Word[];
}

/** What persons said of the request, each over what was known then. */
export interface Said {
  /** The rejection seen. */
  noted?: string;
  forwarded?: { at: Instant; over: string };
  postponed?: { until: string; over: string };
  closing?: 'gp' | 'person';
  /** Reopened over this: it closes nothing any more. */
  disregarded?: { word: string; prescriptions: readonly string[] };
}

export interface Facts {
  env: Env;
  request: Request;
  said: Said;
  of: CaseOfRequest;
}

const contentOf = (reading: RequestReading): string =>
  JSON.stringify([
    reading.status,
    reading.cancellationReason ?? '',
    reading.forwardedToOwnGp ?? false,
    reading.issuedPrescriptionId ?? '',
  ]);

/** The request with this reading; the same one where it says nothing new. An older one adds to the story, never overwrites. */
export function withReading(request: Request, data: RequestReading, occurredAt: Instant): Request {
  const seenAt = normalInstant(occurredAt);
  const reading = { ...data, seenAt };
  const word = wordOf(reading);
  const { latest, askedAt, words } = request;
  const asked = data.createdAt ? normalInstant(data.createdAt) : seenAt;
  const isKnown = words.some((each) => JSON.stringify(each) === JSON.stringify(word));
  const isNewer = !latest || order(latest, reading) < 0;
  const isEarlier = !askedAt || asked < askedAt;
  if (isKnown && !isNewer && !isEarlier) return request;
  return {
    latest: isNewer ? reading : latest,
    askedAt: isEarlier ? asked : askedAt,
    words: isKnown ? words : [...words, word].toSorted(byTime),
  };
}

function wordOf({ seenAt, ...reading }: RequestReading & { seenAt: Instant }): Word {
  const on = danishDate(seenAt);
  const [who] = reading.cancelledBy ?? [];
  const [known] = reading.directory?.cancelledBy ?? [];
  const routes = routesOf(reading, on);
  // Where FMK does not say who cancelled, a hospital of the West did only if no practice was asked.
  const unsaid = routes.includes('autoForward') && !routes.includes('practice') ? 'autoForward' : undefined;
  const by = who ? routeOf(who, known ?? undefined, on) : unsaid;
  const isForwarded = reading.forwardedToOwnGp === true || (reading.status === 'cancelled' && by === 'autoForward');
  return {
    at: seenAt,
    status: reading.status,
    ...(reading.cancellationReason && { reason: reading.cancellationReason }),
    ...(by && reading.status === 'cancelled' && { by }),
    ...(isForwarded && !(reading.status === 'cancelled' && by === 'practice') && { forwarded: true as const }),
  };
}

const ranks = ['unhandled', 'cancelled', 'prescribed'];

/** Of two readings of one instant FMK's version decides, then the status further on: never which came first. */
function order(a: RequestReading & { seenAt: Instant }, b: typeof a): number {
  if (a.seenAt !== b.seenAt) return a.seenAt < b.seenAt ? -1 : 1;
  return (
    (a.version ?? 0) - (b.version ?? 0) ||
    ranks.indexOf(a.status) - ranks.indexOf(b.status) ||
    compare(JSON.stringify(a), JSON.stringify(b))
  );
}

function byTime(a: Word, b: Word): number {
  return (
    compare(a.at, b.at) ||
    ranks.indexOf(a.status) - ranks.indexOf(b.status) ||
    compare(JSON.stringify(a), JSON.stringify(b))
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The ways of the units addressed, in their order (C7: each has its own). */
export function routesOf({ addressedTo, directory }: RequestReading, on: string): Route[] {
  return addressedTo.map((unit, n) => routeOf(unit, directory?.addressedTo[n] ?? undefined, on));
}

export interface Rejection extends Word {
  /** The same for the same answer, however often FMK is read. */
  key: string;
}

/** The latest rejection, also one that FMK's later words have covered: someone may not have seen it. */
export function rejectionOf({ words }: Request): Rejection | undefined {
  const first = words.filter(({ status, reason }, n) => {
    if (status !== 'cancelled' && !reason) return false;
    const before = words[n - 1];
    return !before || before.status !== status || before.reason !== reason;
  });
  const last = first.at(-1);
  if (!last) return undefined;
  const same = first.filter(({ reason }) => reason === last.reason).length;
  return { ...last, key: `${last.reason ?? ''}#${same}` };
}

/** Under FMK's word for it, the citizen's own GP has the request; or a person says so, until it is rejected again. */
function forwardedAt({ request: { latest, words, ...rest }, said }: Facts): Instant | undefined {
  if (!latest) return undefined;
  const { forwarded } = said;
  if (forwarded && forwarded.over === (rejectionOf({ ...rest, latest, words })?.key ?? '')) return forwarded.at;
  const last = words.at(-1);
  return last?.forwarded && last.at;
}

/** Answered by a prescription of the drug that lasts longer than the one to be renewed. */
function isRenewed({ request: { latest, askedAt = '' }, said, of: { prescriptions } }: Facts): boolean {
  if (!latest) return false;
  const { prescriptionId } = latest;
  const old = expiryIn(latest, askedAt, prescriptions) ?? (prescriptionId && askedAt);
  return prescriptions.some(
    (each) =>
      old &&
      each.prescriptionId !== prescriptionId &&
      !said.disregarded?.prescriptions.includes(each.prescriptionId) &&
      (!each.validTo || danishDate(each.validTo) > danishDate(old)),
  );
}

/** When the prescription that the request would renew runs out. */
export function expiryOf({
  request: { latest, askedAt = '' },
  of,
}: Pick<Facts, 'request' | 'of'>): Instant | undefined {
  return latest && expiryIn(latest, askedAt, of.prescriptions);
}

/** Without a word of which one, it is the first of the drug to run out after the request was made. */
function expiryIn(latest: RequestReading, askedAt: Instant, prescriptions: CaseOfRequest['prescriptions']) {
  if (latest.validTo) return normalInstant(latest.validTo);
  const { prescriptionId } = latest;
  if (prescriptionId) return prescriptions.find((each) => each.prescriptionId === prescriptionId)?.validTo;
  return prescriptions.flatMap(({ validTo }) => (validTo && validTo > askedAt ? validTo : [])).toSorted()[0];
}

/**
 * The last change cut-off before the prescription runs out: a renewal that comes later misses a roll. The rolls not yet shown
 * follow by the cycle, and without any roll the default cut-off of a roll that would start on that day stands in.
 */
export function lastCutOff(facts: Pick<Facts, 'env' | 'request' | 'of'>): Instant | undefined {
  const expiry = expiryOf(facts);
  if (!expiry) return undefined;
  const { policy, calendar } = facts.env;
  const { cutOffs } = facts.of;
  const before = cutOffs.filter((each) => each <= expiry).at(-1);
  const after = cutOffs.find((each) => each > expiry);
  if (before && after) return before;
  const known = before ?? after;
  if (!known) return changeCutOff({ startDate: danishDate(expiry) }, policy, calendar).at;
  return lastOfCycle(known, policy.cycleLengthDays, expiry);
}

/** Reckoned and not stepped there: a prescription without an end in sight is some hundred thousand cycles ahead. */
function lastOfCycle(known: Instant, days: number, expiry: Instant): Instant {
  const cycles = Math.floor((parseInstant(expiry) - parseInstant(known)) / (days * 24 * 3_600_000));
  // Daylight saving shifts a cycle by an hour.
  return [cycles + 1, cycles, cycles - 1].map((n) => plusDays(known, n * days)).find((each) => each <= expiry) ?? known;
}

/** From when an answer is urgent: working days before the last cut-off, in the morning. */
export function urgentFrom(facts: Pick<Facts, 'env' | 'request' | 'of'>): Instant | undefined {
  const cutOff = lastCutOff(facts);
  return cutOff && morningBefore(cutOff, facts.env.policy, facts.env.calendar);
}

function morningBefore(cutOff: Instant, policy: PolicySet, calendar: Calendar): Instant {
  const day = workingDaysBefore(danishDate(cutOff), policy.requestUrgentWorkingDays, calendar);
  return normalInstant(`${day}T${policy.alarmTime}:00`);
}

/** Until when nothing shall be asked: a person's date, or when a request made too early is due. Never past the last cut-off. */
export function waitUntil(facts: Facts): Instant | undefined {
  const { latest } = facts.request;
  const until = latest && (postponedUntil(facts, contentOf(latest)) ?? tooEarlyUntil(facts));
  const cutOff = lastCutOff(facts);
  return until && cutOff && cutOff < until ? cutOff : until;
}

function postponedUntil({ said: { postponed }, env }: Facts, word: string): Instant | undefined {
  if (!postponed || postponed.over !== word) return undefined;
  return normalInstant(`${postponed.until}T${env.policy.alarmTime}:00`);
}

function tooEarlyUntil(facts: Facts): Instant | undefined {
  const { latest } = facts.request;
  const expiry = expiryOf(facts);
  const isTooEarly = latest?.status === 'cancelled' && meaningOf(latest.cancellationReason) === 'askAgain';
  return isTooEarly && expiry && !forwardedAt(facts)
    ? plusDays(expiry, -facts.env.policy.requestRenewalDays)
    : undefined;
}

export function stageOf(facts: Facts): Stage {
  const { request, said, env } = facts;
  const { latest } = request;
  if (said.closing) return said.closing === 'gp' ? 'handledByGp' : 'closed';
  if (!latest) return 'unread';
  const isDisregarded = said.disregarded?.word === contentOf(latest);
  if (latest.status === 'prescribed' && !isDisregarded) return 'prescribed';
  if (isRenewed(facts)) return 'renewed';
  const isCancelled = latest.status === 'cancelled';
  if (isCancelled && !isDisregarded && meaningOf(latest.cancellationReason) === 'regretted') return 'regretted';
  const isForwarded = forwardedAt(facts) !== undefined;
  if (isCancelled && !isForwarded && said.noted === rejectionOf(request)?.key) return 'noted';
  const until = waitUntil(facts);
  if (until && until > normalInstant(env.at)) return 'postponed';
  if (isForwarded) return 'forwarded';
  if (isCancelled) return 'rejected';
  if (!ranks.includes(latest.status)) return 'unknown';
  return canBeAnswered(facts) ? 'awaitingAnswer' : 'inPool';
}

/** A practice answers, and the West sends it on; nobody does in the East, and of an unknown unit nobody knows. */
function canBeAnswered({ request: { latest }, env }: Facts): boolean {
  const routes = latest ? routesOf(latest, danishDate(env.at)) : [];
  return routes.includes('practice') || routes.includes('autoForward');
}

/** It reached nobody who could answer, now or later (R65). */
function isLost({ request: { latest }, env }: Facts): boolean {
  return latest !== undefined && routesOf(latest, danishDate(env.at)).every((route) => route === 'noWay');
}

/** What the municipality's care record lets its staff see of a rejection (R64). FMK's own requests are nobody's there. */
export function visibilityOf({ request: { latest }, env }: Pick<Facts, 'request' | 'env'>): Seen {
  const isOwn = latest?.directory?.isMunicipalitys === true && latest.createdBy !== 'System';
  return rejectionSeen(latest?.directory?.careRecord, isOwn, danishDate(env.at));
}

/** What must be done about a rejection: by its reason; and where the GP has the request by now, that someone knows. */
export type Step = NextStep | 'unseen' | 'lookUp';

/** Nothing where there is none, a person has seen it, or the care record shows it and the GP has the request. */
export function stepOf(facts: Facts): Step | undefined {
  const { request, said } = facts;
  const stage = stageOf(facts);
  const rejection = rejectionOf(request);
  const isClosed = closedStages.some((closed) => closed === stage);
  if (!rejection || isClosed || stage === 'postponed' || said.noted === rejection.key) return undefined;
  if (stage === 'rejected') {
    const meaning = meaningOf(rejection.reason);
    return meaning === 'regretted' ? 'readReason' : meaning;
  }
  const seen = visibilityOf(facts);
  return seen === 'shown' ? undefined : seen === 'findable' ? 'lookUp' : 'unseen';
}

/** Who is asked what, where no answer has come. */
export const questions = ['unanswered', 'pooled', 'lost'] as const;
export type Question = (typeof questions)[number];

export function questionOf(facts: Facts): Question | undefined {
  switch (stageOf(facts)) {
    case 'unknown':
    case 'awaitingAnswer':
    case 'forwarded':
      return 'unanswered';
    case 'inPool':
      return isLost(facts) ? 'lost' : 'pooled';
    default:
      return undefined;
  }
}

/** Since when the answer is awaited from those who have the request now. */
export function awaitedSince(facts: Facts): Instant | undefined {
  return forwardedAt(facts) ?? facts.request.askedAt;
}

/** Of persons' words, over which word of FMK or rejection they were said. */
export function overWord({ latest }: Request): string {
  return latest ? contentOf(latest) : '';
}
export function overRejection(request: Request): string {
  return rejectionOf(request)?.key ?? '';
}
