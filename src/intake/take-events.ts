import { createHash } from 'node:crypto';
import type { Actor, JsonObject } from '../../workflows/definition.ts';
import type { Store } from '../db/store.ts';
import type { Answer, Engine, Request } from '../engine/engine.ts';
import type { Definitions } from '../engine/engine.ts';
import type { FieldFault } from '../kernel/field-faults.ts';
import { isPassing } from '../db/transaction.ts';
import { plainMessage } from '../kernel/faults.ts';
import { citizenOf, readCloudEvent } from './cloud-event.ts';
import type { Event, ProductEvent } from './cloud-event.ts';
import { withDirectory as withDirectoryOfPeriod } from './directory-of-period.ts';
import { withDirectory } from './directory-of-request.ts';
import { takeBackOrder } from './take-back-order.ts';
import { findCitizenCase } from './find-citizen-case.query.ts';
import type { CitizenCase } from './find-citizen-case.query.ts';
import { settle } from './inbox.ts';
import type { InboxRow } from './inbox.ts';
import { keptId } from './kept-id.ts';
import { openIncident } from '../db/open-incident.ts';

export const eventsSource = 'events';
export const eventsMediaType = 'application/cloudevents+json';

/** What became of one event. The same event gives the same result again. */
export type EventResult = { id: string | null; source: string | null } & (
  | {
      result: 'accepted' | 'ignored';
      caseId: string;
      revision: number;
      reason?: { da: string; en: string };
      /** Taken all the same, but odd. */
      warnings?: FieldFault[];
    }
  /** No case for this citizen: nothing is kept but the ids. */
  | { result: 'unmatched' }
  | { result: 'invalid'; faults: FieldFault[] }
  /** Our fault: the event is kept and taken up again by itself. */
  | { result: 'faulted' }
);

/** Clocks differ, and a simulated one stands still. But a fact from next year would stand against all that come before then. */
const aheadAtMost = 7 * 24 * 3_600_000;

/**
 * What FMK shows is never refused: one with such a time is taken as of now, so that it cannot stand against what FMK says
 * next, and the answer and the inbox show it as odd.
 */
const aheadTaken = 'Expected what has happened, but the time lies more than a week ahead: taken as of now';

export function takenAsOfNow(event: Event, at: string, field: string): { event: Event; warnings?: FieldFault[] } {
  if (!isAhead(event, at)) return { event };
  const { occurredAt: saidAt } = event;
  return { event: { ...event, occurredAt: at, saidAt }, warnings: [{ field, message: aheadTaken }] };
}

function isAhead({ occurredAt }: Pick<Event, 'occurredAt'>, at: string): boolean {
  return Date.parse(occurredAt) > Date.parse(at) + aheadAtMost;
}

export interface Intake {
  store: Store;
  engine: Engine;
  definitions: Definitions;
}

/** One CloudEvent that lies in the inbox: read, find the citizen, let the case decide. */
export async function takeEvent(intake: Intake, by: Actor, row: InboxRow): Promise<EventResult> {
  const { store, definitions } = intake;
  const read = readCloudEvent(definitions, row.raw);
  if (!read.ok) {
    const { id, source, faults } = read;
    await settle(store, row, { id: row.id, status: 'unreadable', headerId: id ?? undefined, reason: plain(faults) });
    return { id, source, result: 'invalid', faults };
  }
  const { event } = read;
  const ids = { id: event.id, source: event.source };
  const known = { headerId: event.id, bundleId: event.source, code: event.type };
  const at = await store.clock(store.pool);
  if (isAhead(event, at) && !('cpr' in event && isOfFmk(definitions, event))) {
    const faults = [{ field: 'time', message: 'Expected what has happened, but the time lies more than a week ahead' }];
    await settle(store, row, { id: row.id, status: 'unreadable', ...known, reason: plain(faults) });
    return { ...ids, result: 'invalid', faults };
  }
  if (!('cpr' in event)) return takeProductEvent(intake, by, row, event);
  const found = await findCitizenCase(store.pool, store.keys.vault, event.cpr, at);
  if (!found) {
    await settle(store, row, { id: row.id, status: 'unmatched', ...known });
    return { ...ids, result: 'unmatched' };
  }
  try {
    const { event: taken, warnings } = takenAsOfNow(event, at, 'time');
    const [id, source] = [event.id, event.source].map((each) => keptId(store.keys.vault, each)) as [string, string];
    const handled = await giveFact(intake, { ...taken, id, source }, found, by, at);
    if (handled.kind === 'keyReused') {
      const faults = [
        { field: 'id', message: 'Expected an id that is new for this source, but it came before with another content' },
      ];
      await settle(store, row, { id: row.id, status: 'unreadable', ...known, reason: plain(faults) });
      return { ...ids, result: 'invalid', faults };
    }
    if (handled.kind !== 'done') {
      await settle(store, row, { id: row.id, status: 'unmatched', ...known });
      return { ...ids, result: 'unmatched' };
    }
    const citizen = { id: found.citizenId, key: found.key };
    const odd = warnings && { reason: plain(warnings) };
    await settle(store, row, {
      id: row.id,
      status: 'handled',
      ...known,
      ...odd,
      caseId: handled.answer.caseId,
      citizen,
    });
    return { ...ids, ...resultOf(handled.answer), ...(warnings && { warnings }) };
  } catch (error) {
    // The database is away: the row stays as it was received, and is taken up again.
    if (isPassing(error)) return { ...ids, result: 'faulted' };
    await settle(store, row, { id: row.id, status: 'faulted', ...known, reason: plainMessage(error) });
    await openIncident(store.pool, {
      kind: 'inbox',
      subject: row.id,
      caseId: found.caseId,
      error: plainMessage(error),
    });
    return { ...ids, result: 'faulted' };
  }
}

/** An event about a product: may be run again, as a back-order told twice says nothing new. */
async function takeProductEvent(
  { store, engine }: Intake,
  by: Actor,
  row: InboxRow,
  { id, source, type, data, occurredAt }: ProductEvent,
): Promise<EventResult> {
  const ids = { id, source };
  const known = { id: row.id, headerId: id, bundleId: source, code: type };
  try {
    const taken = await takeBackOrder({ store, engine }, by, data, occurredAt);
    if (taken.kind === 'unknownPackage') {
      const faults = [{ field: 'data.packageNumber', message: 'Expected a package of the price list in force' }];
      await settle(store, row, { ...known, status: 'unreadable', reason: plain(faults) });
      return { ...ids, result: 'invalid', faults };
    }
    await settle(store, row, { ...known, status: 'handled', caseId: taken.answer.caseId });
    return { ...ids, ...resultOf(taken.answer) };
  } catch (error) {
    if (isPassing(error)) return { ...ids, result: 'faulted' };
    await settle(store, row, { ...known, status: 'faulted', reason: plainMessage(error) });
    await openIncident(store.pool, { kind: 'inbox', subject: row.id, error: plainMessage(error) });
    return { ...ids, result: 'faulted' };
  }
}

/** Events of one citizen keep their order; those of different citizens go side by side and share commits. */
export async function takeEvents(intake: Intake, by: Actor, rows: readonly InboxRow[]): Promise<EventResult[]> {
  const lanes = new Map<string, { index: number; row: InboxRow }[]>();
  for (const [index, row] of rows.entries()) {
    const lane = citizenOf(row.raw) ?? row.id;
    lanes.set(lane, [...(lanes.get(lane) ?? []), { index, row }]);
  }
  const results: EventResult[] = [];
  await Promise.all(
    [...lanes.values()].map(async (lane) => {
      for (const { index, row } of lane) results[index] = await takeOrKeep(intake, by, row);
    }),
  );
  return results;
}

/** A fault outside the decision leaves the event where it lies; the sweeper takes it up again. */
async function takeOrKeep(intake: Intake, by: Actor, row: InboxRow): Promise<EventResult> {
  return takeEvent(intake, by, row).catch((): EventResult => {
    const read = readCloudEvent(intake.definitions, row.raw);
    const { id, source } = read.ok ? read.event : read;
    return { id, source, result: 'faulted' };
  });
}

/** What the sender told, and of a prescription request or a period what the directory, and the agreements, know of it. */
async function completed(store: Store, event: Event, found: CitizenCase, at: string): Promise<JsonObject> {
  switch (event.workflow) {
    case 'prescription-request':
      return withDirectory(store.dataSource, found.municipalityId, event.data, at);
    case 'dispensing-period':
      return withDirectoryOfPeriod(store, found, event.data, at);
    default:
      return event.data;
  }
}

/** Lets the citizen's case, or the child of it that the fact is about, decide. A repeat is known by what the sender told. */
export async function giveFact(
  { store, engine, definitions }: Intake,
  event: Event,
  found: CitizenCase,
  by: Actor,
  at: string,
) {
  const data = await completed(store, event, found, at);
  return engine.handle({ ...requestOf(definitions, { ...event, data }, found, by), told: event.data });
}

function requestOf(definitions: Definitions, event: Event, { caseId, closed }: CitizenCase, by: Actor): Request {
  const message = {
    kind: 'fact',
    type: event.type,
    data: event.data,
    occurredAt: event.occurredAt,
    by,
    key: createHash('sha256')
      .update(JSON.stringify([event.source, event.id]))
      .digest('hex'),
  } as const;
  const { open } = definitions(event.workflow);
  const said = { scope: eventsSource, message, ...(event.saidAt && { saidAt: event.saidAt }) };
  if (open.kind !== 'fact') return { to: 'case', caseId, ...said };
  return {
    to: 'child',
    root: caseId,
    workflow: event.workflow,
    ...open.child(event.data),
    ...(closed && !open.afterEnding && { known: true }),
    ...said,
  };
}

function isOfFmk(definitions: Definitions, { workflow, type }: Event): boolean {
  const spec = definitions(workflow).messages[type];
  return spec?.kind === 'fact' && spec.basis === 'fmk';
}

export function resultOf(answer: Answer): Pick<
  Extract<EventResult, { caseId: string }>,
  'result' | 'caseId' | 'revision'
> & {
  reason?: { da: string; en: string };
} {
  return {
    result: answer.outcome === 'accepted' ? 'accepted' : 'ignored',
    caseId: answer.caseId,
    revision: answer.revision,
    ...(answer.reason && { reason: answer.reason }),
  };
}

function plain(faults: readonly FieldFault[]): { field: string; message: string }[] {
  return faults.map(({ field, message }) => ({ field, message }));
}
