import { seal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { danishDateOf } from '../engine/check-supply.ts';
import { environmentAt } from '../engine/environment.ts';
import { channelInForce } from './channel-in-force.query.ts';

/**
 * One notice for each GP practice and day, at the hour that the policy says, with how many questions waited then: taking part
 * is voluntary, so nobody is called upon task by task (§8.1.16). Made late after an outage it still tells of its own hour. The
 * row of the digest is what makes it one: whoever else makes digests at the same time finds it there. A CareCommunication is about
 * one citizen: a practice that is told by it gets one for each citizen with a question since the digest before. Returns how many
 * digests it made.
 */
export async function makeDigests({ pool, clock, keys }: Store): Promise<number> {
  return inTransaction(pool, async (client) => {
    const at = await clock(client);
    const { digestTime, digestIntervalDays } = environmentAt(at).policy;
    const { rows } = await client.query<{ organisationId: string; day: string; questions: number }>(makeSql, [
      at,
      digestTime,
      digestIntervalDays,
    ]);
    for (const { organisationId, day, questions } of rows) {
      const channel = await channelInForce(client, organisationId, danishDateOf(at));
      if (channel.kind === 'careCommunication') {
        await client.query(byCitizenSql, [organisationId, day, digestTime, at]);
        continue;
      }
      const key = `digest:${organisationId}:${day}`;
      await client.query(
        `insert into outbox (key, kind, organisation_id, code, created_at, due_at, sealed)
         values ($1, 'notice', $2, 'gpDigest', $3, clock_timestamp(), $4) on conflict (key) do nothing`,
        [key, organisationId, at, seal(keys.system, `outbox:${key}`, JSON.stringify({ questions }))],
      );
    }
    return rows.length;
  });
}

const makeSql = `
  with today as (
    select day, (day + $2::time) at time zone 'Europe/Copenhagen' as hour
    from (select ($1::timestamptz at time zone 'Europe/Copenhagen')::date as day) here
  )
  insert into gp_digest (organisation_id, day, questions, made_at)
  select t.organisation_id, today.day, count(*)::int, $1
  from today join task t on t.role = 'gp' and t.closed_at is null and t.opened_at < today.hour
    join organisation o on o.id = t.organisation_id and o.kind = 'gpPractice'
  where today.hour <= $1
    and not exists (select from gp_digest d where d.organisation_id = t.organisation_id and d.day > today.day - $3::int)
  group by t.organisation_id, today.day
  on conflict do nothing
  returning organisation_id as "organisationId", day::text, questions`;

const byCitizenSql = `
  insert into outbox (key, kind, case_id, organisation_id, code, created_at, due_at)
  select distinct 'digest:' || $1::uuid || ':' || $2::date || ':' || c.family_id, 'notice', c.family_id, $1::uuid, 'gpDigest',
    $4::timestamptz, clock_timestamp()
  from task t join "case" c on c.id = t.case_id
  where t.role = 'gp' and t.organisation_id = $1 and t.closed_at is null
    and t.opened_at < ($2::date + $3::time) at time zone 'Europe/Copenhagen'
    and t.opened_at >= coalesce((select (max(d.day) + $3::time) at time zone 'Europe/Copenhagen' from gp_digest d
      where d.organisation_id = $1 and d.day < $2::date), '-infinity')
  on conflict (key) do nothing`;

/** The next hour of digests after this instant, while some practice has a question to be told of, or someone is told by e-mail; for the simulated clock. */
export async function nextDigestAfter({ pool }: Store, at: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ hour: Date }>(
    `select (day + case when local::time < $2::time then 0 else 1 end + $2::time) at time zone 'Europe/Copenhagen' as hour
     from (select local, local::date as day from (select $1::timestamptz at time zone 'Europe/Copenhagen' as local) here) today
     where exists (select from task where role = 'gp' and closed_at is null)
       or exists (select from channel c join task t on t.organisation_id = c.organisation_id and t.closed_at is null where c.kind = 'email')`,
    [at, environmentAt(at).policy.digestTime],
  );
  return rows[0]?.hour.toISOString();
}
