import type { Pool } from 'pg';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import type { CommitBell } from '../engine/engine.module.ts';
import type { RetryIncidents } from './questions.ts';
import type { RetriesView } from './views.ts';

type Fate = keyof Omit<RetriesView, 'matching'>;

/**
 * Has all open incidents that the filter takes tried again by whoever does such work, and says exactly how many: of any
 * number in one statement. Nothing is claimed of the attempts: an incident is resolved when its effect has succeeded (E5), and
 * until then it is open. The dry run counts the same and changes nothing.
 */
export async function retryIncidents(
  { pool, clock }: Store,
  bell: CommitBell,
  caller: Caller,
  { dryRun, ...filter }: RetryIncidents,
): Promise<RetriesView> {
  const values = [
    caller.role === 'administrator',
    caller.organisationId,
    filter.kind ?? null,
    filter.organisation ?? null,
    filter.openedFrom ?? null,
    filter.openedBefore ?? null,
    filter.error ?? null,
  ];
  if (dryRun)
    return counted(pool, `with ${chosenSql} select fate, count(*)::int as n from chosen group by fate`, values);
  const begun = await inTransaction(pool, async (client) => {
    const counts = await counted(client, retrySql, values);
    const detail = `incidents retried: ${counts.begun} of ${counts.matching}, ${filter.kind ?? 'all kinds'}`;
    await writeAudit(client, { at: await clock(client), caller, action: 'change', detail, purpose: 'operation' });
    return counts;
  });
  bell.ring({ decided: 0, messages: begun.begun, notices: begun.begun, broadcasts: 0, timersDueBy: await clock(pool) });
  return begun;
}

async function counted(client: Pick<Pool, 'query'>, sql: string, values: unknown[]): Promise<RetriesView> {
  const { rows } = await client.query<{ fate: Fate; n: number }>(sql, values);
  const counts = { matching: 0, begun: 0, alreadyDone: 0, nothingLeft: 0 };
  for (const { fate, n } of rows) {
    counts[fate] += n;
    counts.matching += n;
  }
  return counts;
}

/** Each incident with what trying it again comes to. A timer or a question whose row is gone has been done. */
const chosenSql = `
  chosen as materialized (
    select i.id, i.kind, i.subject, row_number() over (order by i.opened_at, i.id) as n,
      case when i.kind in ('inbox', 'fmk') then i.subject::uuid when i.kind = 'timer' then left(i.subject, 36)::uuid end as of,
      case i.kind
      when 'effect' then case (select o.status from outbox o where o.key = i.subject)
        when 'delivered' then 'alreadyDone' when 'pending' then 'begun' when 'sent' then 'begun' when 'failed' then 'begun'
        else 'nothingLeft' end
      when 'inbox' then coalesce((select case when x.status in ('handled', 'unmatched') then 'alreadyDone'
        when x.sealed is null then 'nothingLeft' else 'begun' end from inbox x where x.id = i.subject::uuid), 'nothingLeft')
      when 'timer' then case when exists (select from timer t where t.case_id = left(i.subject, 36)::uuid
        and t.key = substr(i.subject, 38)) then 'begun' else 'alreadyDone' end
      when 'fmk' then case when exists (select from fmk_question q where q.subject = i.subject::uuid)
        then 'begun' else 'alreadyDone' end
      when 'broadcast' then case when exists (select from broadcast b where b.id = left(i.subject, 36)::uuid)
        then 'begun' else 'nothingLeft' end
      when 'ledger' then 'begun' end as fate
    from incident i left join "case" c on c.id = i.case_id
    where i.status = 'open' and ($1 or coalesce(i.organisation_id, c.municipality_id) = $2)
      and ($3::text is null or i.kind = $3) and ($4::uuid is null or coalesce(i.organisation_id, c.municipality_id) = $4)
      and ($5::timestamptz is null or i.opened_at >= $5) and ($6::timestamptz is null or i.opened_at < $6)
      and ($7::text is null or ($1 and strpos(lower(i.last_error), lower($7)) > 0)))`;

/** Due one after the other, 200 a second, so that what comes new is not kept waiting behind all that failed. */
const inTurn = `clock_timestamp() + chosen.n / 200 * interval '1 second'`;

const retrySql = `
  with ${chosenSql},
  effects as (
    update outbox o set due_at = ${inTurn}, status = 'pending', acknowledge_by = null, last_error = null
    from chosen where chosen.kind = 'effect' and fate = 'begun' and o.key = chosen.subject),
  messages as (
    update inbox x set retry_at = ${inTurn} from chosen
    where chosen.kind = 'inbox' and fate = 'begun' and x.id = chosen.of),
  timers as (
    update timer t set retry_at = ${inTurn} from chosen
    where chosen.kind = 'timer' and fate = 'begun' and t.case_id = chosen.of
      and t.key = substr(chosen.subject, 38)),
  questions as (
    update fmk_question q set due_at = ${inTurn} from chosen
    where chosen.kind = 'fmk' and fate = 'begun' and q.subject = chosen.of),
  incidents as (
    update incident i set retry_at = ${inTurn} from chosen
    where chosen.kind in ('broadcast', 'ledger') and fate = 'begun' and i.id = chosen.id and i.status = 'open'),
  done as (
    update incident i set status = 'resolved', resolved_at = clock_timestamp(), resolution = 'retried'
    from chosen where fate = 'alreadyDone' and i.id = chosen.id and i.status = 'open')
  select fate, count(*)::int as n from chosen group by fate`;
