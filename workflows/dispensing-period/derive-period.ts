import { endOfDay, normalInstant } from '../calendar.ts';
import type { Instant } from '../definition.ts';
import type { PeriodReading } from './messages.ts';

/** Where a roll stands, in the order of its life: not read yet, of a status that FMK has and we do not know, then FMK's own. */
export const stages = [
  'unread',
  'unknown',
  'planned',
  'handlingStarted',
  'readyForPacking',
  'packing',
  'packed',
  'sent',
  'dispensed',
  'received',
  'poured',
  'discarded',
  'notDispensed',
  'notDelivered',
  'deleted',
] as const;
export type Stage = (typeof stages)[number];

/** FMK's words (§4.1.3). The one for a handling begun is gone from 1.6, and still comes by notification. */
const stageOfStatus: Readonly<Record<string, Stage>> = {
  Planlagt: 'planned',
  'Apoteksbehandling påbegyndt': 'handlingStarted',
  'Klar til pakning': 'readyForPacking',
  'Pakning påbegyndt': 'packing',
  'Pakning afsluttet': 'packed',
  Sendes: 'sent',
  Ekspederet: 'dispensed',
  Ophældt: 'poured',
  Kasseres: 'discarded',
  'Ekspederes ikke': 'notDispensed',
  'Ikke udleveret af apoteket': 'notDelivered',
  Slettet: 'deleted',
};

/** What FMK's own operations lead back or aside to; along the way to the citizen a reading may skip steps. */
const aside: Partial<Record<Stage, readonly Stage[]>> = {
  planned: ['notDispensed', 'deleted', 'poured'],
  handlingStarted: ['planned', 'notDispensed', 'poured'],
  readyForPacking: ['planned', 'notDispensed', 'poured'],
  packing: ['readyForPacking', 'notDispensed'],
  packed: ['readyForPacking', 'notDispensed', 'notDelivered'],
  sent: ['packed', 'notDelivered', 'discarded'],
  dispensed: ['packed', 'notDelivered', 'discarded'],
  discarded: ['dispensed'],
};
const way: readonly Stage[] = [
  'planned',
  'handlingStarted',
  'readyForPacking',
  'packing',
  'packed',
  'sent',
  'dispensed',
];

export interface Seen {
  at: Instant;
  status: string;
}

/** What is known of a period: the newest reading, every status in order, and what a person said. */
export interface Period {
  latest?: PeriodReading & { seenAt: Instant };
  seen: readonly Seen[];
  deletedAt?: Instant;
  receivedAt?: Instant;
}

function stageOfWord(status: string): Stage {
  return Object.hasOwn(stageOfStatus, status) ? (stageOfStatus[status] ?? 'unknown') : 'unknown';
}

/**
 * The period with this reading; the same one where it says nothing new. An older reading adds to the story and never
 * overwrites a newer one; of two at the same instant the one further on counts, whichever came first.
 */
export function withReading(period: Period, data: PeriodReading, occurredAt: Instant): Period {
  const seenAt = normalInstant(occurredAt);
  const reading = { ...data, seenAt };
  const { latest, seen } = period;
  const isKnown = seen.some(({ at, status }) => at === seenAt && status === data.status);
  const isNewer = !latest || order(latest, reading) < 0;
  if (isKnown && !isNewer) return period;
  const added = isKnown ? seen : [...seen, { at: seenAt, status: data.status }].toSorted(byTime).slice(-keptReadings);
  if (!isNewer && JSON.stringify(added) === JSON.stringify(seen)) return period;
  return { ...period, ...(isNewer && { latest: reading }), seen: added };
}

/** Of a period some ten are usual. The latest are kept, whatever order they come in, so that a sender cannot make the case grow. */
const keptReadings = 100;

function order(a: PeriodReading & { seenAt: Instant }, b: typeof a): number {
  if (a.seenAt !== b.seenAt) return a.seenAt < b.seenAt ? -1 : 1;
  const stage = rank(a.status) - rank(b.status);
  if (stage !== 0) return stage;
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
  return one === other ? 0 : one < other ? -1 : 1;
}

function byTime(a: Seen, b: Seen): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return rank(a.status) - rank(b.status) || (a.status < b.status ? -1 : 1);
}

const rank = (status: string): number => stages.indexOf(stageOfWord(status));

export function withDeletion(period: Period, occurredAt: Instant): Period {
  const at = normalInstant(occurredAt);
  return period.deletedAt && period.deletedAt >= at ? period : { ...period, deletedAt: at };
}

/** A person has the roll in hand until FMK says later that it is gone. */
export function stageOf({ latest, deletedAt, receivedAt }: Period): Stage {
  if (deletedAt && (!latest || latest.seenAt <= deletedAt)) return 'deleted';
  if (!latest) return 'unread';
  const told = stageOfWord(latest.status);
  if (receivedAt && !(isGone(told) && latest.seenAt > receivedAt)) return 'received';
  return told;
}

/** Its last day has passed. */
export function isOver({ latest }: Period, at: Instant): boolean {
  return latest !== undefined && endOfDay(latest.endDate) <= at;
}

/** The citizen gets nothing of it. */
export function isGone(stage: Stage): boolean {
  return stage === 'discarded' || stage === 'notDispensed' || stage === 'notDelivered' || stage === 'deleted';
}

/** FMK says that the pharmacy has handed it out, whatever a person has said of it since. */
export function isHandedOut({ latest, deletedAt }: Period): boolean {
  return (
    latest !== undefined && stageOfWord(latest.status) === 'dispensed' && !(deletedAt && latest.seenAt <= deletedAt)
  );
}

/** It has left the pharmacy, or was poured by hand. */
export function isInHand(stage: Stage): boolean {
  return stage === 'sent' || stage === 'dispensed' || stage === 'received' || stage === 'poured';
}

/** Changes of status that FMK's operations do not explain. They are shown, and never refused: FMK may know more than we. */
export function unexpectedChanges(seen: readonly Seen[]): { from: string; to: string; at: Instant }[] {
  return seen.flatMap(({ status, at }, n) => {
    const before = seen[n - 1]?.status;
    return before === undefined || isExpected(before, status) ? [] : [{ from: before, to: status, at }];
  });
}

function isExpected(before: string, after: string): boolean {
  if (before === after) return true;
  const [from, to] = [stageOfWord(before), stageOfWord(after)];
  const isForward = way.includes(from) && way.indexOf(to) > way.indexOf(from);
  return isForward || (aside[from]?.includes(to) ?? false);
}
