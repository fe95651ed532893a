import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Json } from '../../workflows/definition.ts';
import { openIncident } from '../db/open-incident.ts';
import type { DataKey } from '../db/seal.ts';
import { seal, unseal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import { keptId } from './kept-id.ts';
import { currentTrace } from '../telemetry/span.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { plainMessage } from '../kernel/faults.ts';

/** How long a message that could not be read is kept, sealed, for whoever must find out why (E6). */
const keptDays = 30;

export interface Received {
  id: string;
  receivedAt: string;
}

export interface InboxRow {
  id: string;
  source: string;
  mediaType: string;
  raw: Buffer;
  /** What it is part of, where another process takes it up. */
  trace?: string | null;
}

/**
 * When these very bytes of this source first came. A message without an instant of its own happened then, so that a resend
 * says the same.
 */
export async function firstReceived(store: Store, { source, raw }: InboxRow): Promise<string> {
  const { rows } = await store.pool.query<{ at: string | null }>(
    `select to_char(min(received_at) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from inbox
     where source = $1 and content_hash = $2`,
    [source, store.keys.vault.hash('content', raw)],
  );
  return rows[0]?.at ?? (await store.clock(store.pool));
}

/** What became of a message. `matched` keeps the content under the citizen's key; the others say how long, if at all. */
export interface Settled {
  id: string;
  status: 'handled' | 'unmatched' | 'unreadable' | 'faulted';
  headerId?: string | undefined;
  bundleId?: string | undefined;
  fingerprint?: string | undefined;
  code?: string | undefined;
  reason?: Json;
  acknowledgement?: object;
  caseId?: string;
  citizen?: { id: string; key: DataKey };
}

/** Puts the messages away sealed, before anything else is done with them: from here on they cannot be lost. */
export async function keepRaw(
  store: Store,
  source: string,
  mediaType: string,
  contents: readonly Buffer[],
): Promise<Received[]> {
  const receivedAt = await store.clock(store.pool);
  const day = receivedAt.slice(0, 10);
  const key = await dayKey(store, day);
  const rows = contents.map((raw) => ({ id: randomUUID(), raw }));
  await store.pool.query(
    `insert into inbox (id, source, received_at, media_type, key_day, sealed, content_hash, status, delete_at, trace)
     select id, $3, $4, $5, $6, sealed, hash, 'received', $4::timestamptz + interval '${keptDays} days', $8
     from unnest($1::uuid[], $2::bytea[], $7::bytea[]) as d(id, sealed, hash)`,
    [
      rows.map(({ id }) => id),
      rows.map(({ id, raw }) => seal(key, `inbox:${id}`, raw)),
      source,
      receivedAt,
      mediaType,
      day,
      rows.map(({ raw }) => store.keys.vault.hash('content', raw)),
      currentTrace() ?? null,
    ],
  );
  crashPoint('messageKept');
  return rows.map(({ id }) => ({ id, receivedAt }));
}

/**
 * Writes the outcome. Content without a case is deleted and only ids, code, acknowledgement and hash stay (R.BR1); content
 * with a citizen moves from the day's key to the citizen's own, so that erasing the citizen erases it.
 */
export async function settle(store: Store, row: InboxRow, settled: Settled): Promise<void> {
  const { citizen, status } = settled;
  const sealed = citizen ? seal(citizen.key, `inbox:${row.id}`, row.raw) : null;
  const kept = status === 'unreadable' || status === 'faulted';
  const again = status === 'faulted';
  await store.pool.query(
    `update inbox set status = $2, header_id = $3, bundle_id = $4, fingerprint = $5, code = $6, reason = $7, acknowledgement = $8,
       case_id = $9, key_citizen_id = $10, sealed = case when $12 then sealed else $11::bytea end,
       key_day = case when $12 then key_day end, delete_at = case when $12 and not $13 then delete_at end, attempts = attempts + 1,
       retry_at = case when $13 then clock_timestamp() + least(interval '1 hour', interval '30 seconds' * 2 ^ least(attempts, 10)) end
     where id = $1`,
    [
      row.id,
      status,
      settled.headerId === undefined ? null : keptId(store.keys.vault, settled.headerId),
      settled.bundleId === undefined ? null : keptId(store.keys.vault, settled.bundleId),
      settled.fingerprint ?? null,
      settled.code ?? null,
      settled.reason === undefined ? null : withoutNumbers(JSON.stringify(settled.reason)),
      settled.acknowledgement ? JSON.stringify(settled.acknowledgement) : null,
      settled.caseId ?? null,
      citizen?.id ?? null,
      sealed,
      kept && !citizen,
      again,
    ],
  );
}

/**
 * Messages accepted but not finished, because a process died or the database went away in between, and some of those that
 * failed: `limit` of the first, those first that were begun on least often, and a `share` of the second, so that any number
 * of messages that fail again and again keeps none waiting that may not. They are ours for 30 seconds, longer each time.
 */
export async function unfinished(
  store: Store,
  source: string,
  { limit, share }: { limit: number; share: number },
): Promise<InboxRow[]> {
  const { rows } = await store.pool.query<{
    id: string;
    mediaType: string;
    sealed: Buffer;
    day: string;
    wrapped: Buffer;
    turn: number;
    receivedAt: Date;
    trace: string | null;
  }>(
    `with fresh as materialized (
       select id from inbox where source = $1 and status = 'received' and sealed is not null
         and (retry_at <= clock_timestamp() or (retry_at is null and created_at < clock_timestamp() - interval '15 seconds'))
       order by attempts, received_at limit $2 for update skip locked
     ), failed as materialized (
       select id from inbox where source = $1 and status = 'faulted' and sealed is not null and retry_at <= clock_timestamp()
       order by retry_at limit $3 for update skip locked
     )
     update inbox i set attempts = attempts + 1,
       retry_at = clock_timestamp() + least(interval '1 hour', interval '30 seconds' * 2 ^ least(attempts, 10))
     from keys.day_key k, (select id, 1 as turn from fresh union all select id, 2 from failed) due
     where i.id = due.id and k.day = i.key_day
     returning i.id, i.media_type as "mediaType", i.sealed, i.key_day::text as day, k.wrapped,
       due.turn, i.received_at as "receivedAt", i.trace`,
    [source, limit, share],
  );
  rows.sort((a, b) => a.turn - b.turn || a.receivedAt.getTime() - b.receivedAt.getTime());
  const opened: InboxRow[] = [];
  for (const { id, mediaType, sealed, day, wrapped, trace } of rows) {
    const row = { id, source, mediaType, trace };
    try {
      opened.push({ ...row, raw: unseal(store.keys.vault.unwrap(day, wrapped), `inbox:${id}`, sealed) });
    } catch (error) {
      // One that cannot be opened keeps none of the others waiting.
      await putAside(store, { ...row, raw: Buffer.of() }, error);
    }
  }
  return opened;
}

/** A fault names the sender's own field, which may be called by anything. */
function withoutNumbers(reason: string): string {
  return reason.replace(/\d{6}-?\d{4}/g, '…');
}

/** A message that cannot be taken now, through no fault of the database: someone is told, and it is tried again later. */
export async function putAside(store: Store, row: InboxRow, error: unknown): Promise<void> {
  await settle(store, row, { id: row.id, status: 'faulted', reason: plainMessage(error) });
  await openIncident(store.pool, { kind: 'inbox', subject: row.id, error: plainMessage(error) });
}

/** A key for the messages of one day that no citizen's key can seal yet. */
async function dayKey({ pool, keys }: Store, day: string): Promise<DataKey> {
  const wrapped = (await readDayKey(pool, day)) ?? (await makeDayKey(pool, day, keys.vault.newKey(day).wrapped));
  return keys.vault.unwrap(day, wrapped);
}

async function makeDayKey(pool: Pool, day: string, wrapped: Buffer): Promise<Buffer> {
  await pool.query('insert into keys.day_key (day, wrapped) values ($1, $2) on conflict do nothing', [day, wrapped]);
  return (await readDayKey(pool, day)) ?? wrapped;
}

/** As it is kept, wrapped; undefined where the day's messages are past their time. */
export async function readDayKey(pool: Pool, day: string): Promise<Buffer | undefined> {
  const { rows } = await pool.query<{ wrapped: Buffer }>('select wrapped from keys.day_key where day = $1', [day]);
  return rows[0]?.wrapped;
}
