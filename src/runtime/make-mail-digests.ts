import { seal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { environmentAt } from '../engine/environment.ts';

/**
 * One e-mail for each organisation that has chosen it and each Danish day on which its tasks wait, at the hour that the policy
 * says: counts, and nothing of whom (P1). The row of the digest makes it one, whoever else makes them at the same time.
 * Returns how many it made.
 */
export async function makeMailDigests({ pool, clock, keys }: Store): Promise<number> {
  return inTransaction(pool, async (client) => {
    const at = await clock(client);
    const { rows } = await client.query<{
      organisationId: string;
      day: string;
      tasks: number;
      overdue: number;
      dueToday: number;
    }>(makeSql, [at, environmentAt(at).policy.digestTime]);
    for (const { organisationId, day, tasks, overdue, dueToday } of rows) {
      const key = `mail:${organisationId}:${day}`;
      await client.query(
        `insert into outbox (key, kind, organisation_id, code, created_at, due_at, sealed)
         values ($1, 'notice', $2, 'mailDigest', $3, clock_timestamp(), $4) on conflict (key) do nothing`,
        [key, organisationId, at, seal(keys.system, `outbox:${key}`, JSON.stringify({ tasks, overdue, dueToday }))],
      );
    }
    return rows.length;
  });
}

/** A task that was overdue before says so by its title: its deadline is the next reminder. What is put off does not wait. */
const makeSql = `
  with today as (
    select day, (day + $2::time) at time zone 'Europe/Copenhagen' as hour, (day + 1)::timestamp at time zone 'Europe/Copenhagen' as ends
    from (select ($1::timestamptz at time zone 'Europe/Copenhagen')::date as day) here
  ), told as (
    select distinct on (organisation_id) organisation_id, kind from channel, today
    where valid_from <= today.day order by organisation_id, valid_from desc, seq desc
  )
  insert into mail_digest (organisation_id, day, tasks, overdue, due_today, made_at)
  select t.organisation_id, today.day, count(*)::int, count(*) filter (where late)::int,
    count(*) filter (where not late and t.deadline_at < today.ends)::int, $1
  from today join told on told.kind = 'email' and today.hour <= $1
    join task t on t.organisation_id = told.organisation_id and t.closed_at is null and t.opened_at < today.hour
      and (t.snoozed_until is null or t.snoozed_until <= today.hour)
    cross join lateral (select t.deadline_at < today.hour or starts_with(t.title ->> 'da', 'Overskredet:') as late) l
  group by t.organisation_id, today.day
  on conflict do nothing
  returning organisation_id as "organisationId", day::text, tasks, overdue, due_today as "dueToday"`;
