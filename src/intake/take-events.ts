import { createHash } from 'node:crypto';
import type { Actor } from '../../workflows/definition.ts';
import type { Store } from '../db/store.ts';
import type { Answer, Engine, Request } from '../engine/engine.ts';
import type { Definitions } from '../engine/engine.ts';
import type { FieldFault } from '../kernel/field-faults.ts';
import { isPassing } from '../db/transaction.ts';
import { plainMessage } from '../kernel/faults.ts';
import { citizenOf, readCloudEvent } from './cloud-event.ts';
import type { Event } from './cloud-event.ts';
import { findCitizenCase } from './find-citizen-case.query.ts';
import type { CitizenCase } from './find-citizen-case.query.ts';
import { settle } from './inbox.ts';
import type { InboxRow } from './inbox.ts';
import { openIncident } from './open-incident.ts';

export const eventsSource = 'events';
export const eventsMediaType = 'application/cloudevents+json';

/** What became of one event. The same event gives the same result again. */
export type EventResult = { id: string | null; source: string | null } & (
  | { result: 'accepted' | 'ignored'; caseId: string; revision: number; reason?: { da: string; en: string } }
  /** No case for this citizen: nothing is kept but the ids. */
  | { result: 'unmatched' }
  | { result: 'invalid'; faults: FieldFault[] }
  /** Our fault: the event is kept and taken up again by itself. */
  | { result: 'faulted' }
);

/** Clocks differ, and a simulated one stands still. But a fact from next year would stand against all that come before then. */
const aheadAtMost = 7 * 24 * 3_600_000;

export interface Intake {
  store: Store;
  engine: Engine;
  definitions: Definitions;
}

/** One CloudEvent that lies in the inbox: read, find the citizen, let the case decide. */
export async function takeEvent(
  { store, engine, definitions }: Intake,
  by: Actor,
  row: InboxRow,
): Promise<EventResult> {
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
  if (Date.parse(event.occurredAt) > Date.parse(at) + aheadAtMost) {
    const faults = [{ field: 'time', message: 'Expected what has happened, but the time lies more than a week ahead' }];
    await settle(store, row, { id: row.id, status: 'unreadable', ...known, reason: plain(faults) });
    return { ...ids, result: 'invalid', faults };
  }
  const found = await findCitizenCase(store.pool, store.keys.vault, event.cpr, at);
  if (!found) {
    await settle(store, row, { id: row.id, status: 'unmatched', ...known });
    return { ...ids, result: 'unmatched' };
  }
  try {
    const handled = await engine.handle(requestOf(definitions, event, found, by));
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
    await settle(store, row, { id: row.id, status: 'handled', ...known, caseId: handled.answer.caseId, citizen });
    return { ...ids, ...resultOf(handled.answer) };
  } catch (error) {
    // The database is away: the row stays as it was received, and is taken up again.
    if (isPassing(error)) return { ...ids, result: 'faulted' };
    await settle(store, row, { id: row.id, status: 'faulted', ...known, reason: plainMessage(error) });
    await openIncident(store.pool, 'inbox', row.id, plainMessage(error));
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
  if (open.kind === 'command') return { to: 'case', caseId, scope: eventsSource, message };
  return {
    to: 'child',
    root: caseId,
    workflow: event.workflow,
    ...open.child(event.data),
    ...(closed && { known: true }),
    scope: eventsSource,
    message,
  };
}

function resultOf(answer: Answer): Pick<Extract<EventResult, { caseId: string }>, 'result' | 'caseId' | 'revision'> & {
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
