import { v5 as uuidv5 } from 'uuid';
import type { Store } from '../db/store.ts';

/** [I] Notifications of one act come together: they become one reading. */
const pauseSeconds = 2;

/**
 * FMK is to be read for this citizen. Asked again before that, or while it is read, it is one more reading, not many. What
 * FMK itself told of is no difference that a walk has found.
 */
export async function askAboutCitizen({ pool }: Pick<Store, 'pool'>, citizenId: string): Promise<void> {
  await pool.query(
    `insert into fmk_question (subject, kind, asked_at, due_at)
     values ($1, 'citizen', clock_timestamp(), clock_timestamp() + interval '${pauseSeconds} seconds')
     on conflict (subject) do update set asked_at = excluded.asked_at, walk = null`,
    [citizenId],
  );
}

/** All citizens with an open case are to be read. What FMK tells twice of one loss begins one walk. */
export async function startResync({ pool }: Pick<Store, 'pool'>, resumedAt: string): Promise<void> {
  await pool.query(
    `insert into fmk_resync (id, reason, since, started_at) values ($1, 'lostAdvis', $2, clock_timestamp())
     on conflict (id) do nothing`,
    [uuidv5(`urn:dosisflow:fmk:lostAdvis:${resumedAt}`, uuidv5.URL), resumedAt],
  );
}

/** Begins a comparison of all citizens where none has begun for so many hours. */
export async function startReconciliation({ pool }: Pick<Store, 'pool'>, everyHours: number): Promise<void> {
  await pool.query(
    `insert into fmk_resync (id, reason, since, started_at)
     select gen_random_uuid(), 'reconciliation', clock_timestamp(), clock_timestamp()
     where not exists (select from fmk_resync where started_at > clock_timestamp() - make_interval(hours => $1))`,
    [everyHours],
  );
}

/** Every municipality with an open case is to be asked for its requests, of which no notification tells. */
export async function askAboutMunicipalities({ pool }: Pick<Store, 'pool'>): Promise<void> {
  await pool.query(
    `insert into fmk_question (subject, kind, asked_at, due_at)
     select o.id, 'organisation', clock_timestamp(), clock_timestamp() from organisation o
     where o.kind = 'municipality' and o.municipality_code is not null
       and exists (select from "case" c where c.municipality_id = o.id and c.closed_at is null)
     on conflict (subject) do nothing`,
  );
}

const page = 500;

/** The next page of the oldest walk that is not at its end: what a process left off, another goes on with. */
export async function walkResync({ pool }: Pick<Store, 'pool'>): Promise<number> {
  const { rows } = await pool.query<{ asked: number }>(
    `with walk as (
       select id, cursor from fmk_resync where finished_at is null order by started_at limit 1 for update skip locked
     ), page as (
       select c.id, c.citizen_id from walk, "case" c
       where c.workflow = 'dose-dispensing' and c.closed_at is null and c.citizen_id is not null
         and (walk.cursor is null or c.id > walk.cursor)
       order by c.id limit ${page}
     ), asked as (
       insert into fmk_question (subject, kind, asked_at, due_at, walk)
       select distinct page.citizen_id, 'citizen', clock_timestamp(), clock_timestamp(), walk.id from page, walk
       on conflict (subject) do update set asked_at = excluded.asked_at
     )
     update fmk_resync r set cursor = coalesce((select id from page order by id desc limit 1), r.cursor),
       asked = r.asked + (select count(*) from page),
       finished_at = case when (select count(*) from page) < ${page} then clock_timestamp() end
     from walk where r.id = walk.id
     returning (select count(*)::int from page) as asked`,
  );
  return rows[0]?.asked ?? 0;
}
