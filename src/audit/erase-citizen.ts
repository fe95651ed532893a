import type { Pool, PoolClient } from 'pg';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { retention } from './retention.ts';
import { writeAudit } from './write-audit.ts';

const { recordYears } = retention;

export type Erased =
  | { kind: 'notFound' }
  | { kind: 'already'; at: string; ground: string }
  /** Some case of the citizen is open. */
  | { kind: 'open' }
  | { kind: 'retained'; until: string }
  | { kind: 'erased'; report: ErasureReport };

/** What went and what stays, as counts. */
interface ErasureReport {
  cases: number;
  events: number;
  messages: number;
  numbers: number;
  statisticsKept: number;
}

export interface Erasure {
  caseId: string;
  /** The legal ground, in words that name no citizen; without one, only what is past its retention is erased. */
  ground?: string | undefined;
  by: string;
}

/**
 * Destroys the key of the citizen whom a case is about: whatever is sealed with it is unreadable from then on, in every
 * copy of the database. The rows stay, and with them what is counted; the citizen can no longer be found by number.
 */
export function eraseCitizen({ pool, clock }: Pick<Store, 'pool' | 'clock'>, erasure: Erasure): Promise<Erased> {
  return inTransaction(pool, async (client) => {
    const at = await clock(client);
    const { rows } = await client.query<{ citizenId: string; open: boolean; until: Date; past: boolean }>(
      `select c.citizen_id as "citizenId", bool_or(other.closed_at is null) as open,
         max(other.closed_at) + make_interval(years => $3) as until,
         coalesce(max(other.closed_at) + make_interval(years => $3) <= $2::timestamptz, false) as past
       from "case" c join "case" other on other.citizen_id = c.citizen_id and other.parent_id is null
       where c.id = $1 group by c.citizen_id`,
      [erasure.caseId, at, recordYears],
    );
    const found = rows[0];
    if (!found) return { kind: 'notFound' };
    const { rows: before } = await client.query<{ at: Date; ground: string }>(
      'select at, ground from keys.erasure where citizen_id = $1',
      [found.citizenId],
    );
    if (before[0]) return { kind: 'already', at: before[0].at.toISOString(), ground: before[0].ground };
    if (found.open) return { kind: 'open' };
    if (!found.past && !erasure.ground) return { kind: 'retained', until: found.until.toISOString() };
    await client.query('insert into keys.erasure (citizen_id, at, ground, erased_by) values ($1, $2, $3, $4)', [
      found.citizenId,
      at,
      erasure.ground ?? `past ${recordYears} years of retention`,
      erasure.by,
    ]);
    const report = await removeTraces(client, [found.citizenId]);
    const caller = { kind: 'system', id: erasure.by, role: 'administrator' };
    const { caseId } = erasure;
    await writeAudit(client, { at, caller, action: 'change', caseId, detail: 'erased', purpose: 'operation' });
    return { kind: 'erased', report };
  });
}

/** Erases whose every case was closed so long ago that nothing keeps it, some at a time; returns how many. */
export async function erasePastRetention(store: Pick<Store, 'pool' | 'clock'>, limit = 100): Promise<number> {
  const at = await store.clock(store.pool);
  const { rows } = await store.pool.query<{ caseId: string }>(
    `select distinct on (c.citizen_id) c.id as "caseId" from "case" c join keys.citizen_key k on k.citizen_id = c.citizen_id
     where c.parent_id is null and c.closed_at <= $1::timestamptz - make_interval(years => $2)
       and not exists (select from "case" o where o.citizen_id = c.citizen_id and o.parent_id is null
         and (o.closed_at is null or o.closed_at > $1::timestamptz - make_interval(years => $2)))
     limit $3`,
    [at, recordYears, limit],
  );
  for (const { caseId } of rows) await eraseCitizen(store, { caseId, by: 'retention' });
  return rows.length;
}

/** After a restore: whoever was erased since the backup was taken is erased again. Returns how many citizens that met. */
export function reapplyErasures(pool: Pool): Promise<number> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `select e.citizen_id as id from keys.erasure e where exists (select from keys.citizen_key k where k.citizen_id = e.citizen_id)
         or exists (select from citizen_number n where n.citizen_id = e.citizen_id)`,
    );
    await removeTraces(
      client,
      rows.map(({ id }) => id),
    );
    return rows.length;
  });
}

async function removeTraces(client: PoolClient, citizens: readonly string[]): Promise<ErasureReport> {
  const changed = async (text: string): Promise<number> => (await client.query(text, [citizens])).rowCount ?? 0;
  const theirs = 'in (select id from "case" where citizen_id = any($1::uuid[]))';
  await changed('delete from keys.citizen_key where citizen_id = any($1::uuid[])');
  await changed('delete from fmk_reading where citizen_id = any($1::uuid[])');
  await changed('delete from candidate where citizen_id = any($1::uuid[])');
  await changed(`delete from packed_product where case_id ${theirs}`);
  await changed(`delete from timer where case_id ${theirs}`);
  await changed(`update outbox set sealed = null where case_id ${theirs}`);
  const messages = await changed('update inbox set sealed = null where key_citizen_id = any($1::uuid[])');
  const numbers = await changed('delete from citizen_number where citizen_id = any($1::uuid[])');
  const { rows } = await client.query<{ cases: number; events: number; statistics: number }>(
    `select (select count(*)::int from "case" where citizen_id = any($1::uuid[])) as cases,
       (select count(*)::int from journal where case_id ${theirs}) as events,
       (select count(*)::int from statistic where case_id ${theirs}) as statistics`,
    [citizens],
  );
  const { cases = 0, events = 0, statistics = 0 } = rows[0] ?? {};
  return { cases, events, messages, numbers, statisticsKept: statistics };
}
