import type { Caller } from '../auth/caller.ts';
import { writeReads } from '../audit/write-audit.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import type { CommitBell } from '../engine/engine.module.ts';
import type { RemindedView } from './stuck-work-views.ts';

type Fate = keyof Omit<RemindedView, 'matching'>;

/**
 * Has those for whom these overdue tasks wait told once more, each task once a Danish day, by the way that each organisation is
 * told. Whoever is told by nothing but tasks sees that he was reminded. The counts are exact: they are of what was written, and
 * the dry run counts the same and writes nothing.
 */
export async function remindStuck(
  { pool, clock }: Store,
  bell: CommitBell,
  caller: Caller,
  taskIds: readonly string[],
  dryRun: boolean,
): Promise<RemindedView> {
  const counts: RemindedView = { matching: 0, sent: 0, onlyShown: 0, alreadyToday: 0, gone: 0 };
  const caseIds: string[] = [];
  await inTransaction(pool, async (client) => {
    const at = await clock(client);
    const { rows } = await client.query<{ fate: Fate; caseId: string }>(
      dryRun ? `with ${chosenSql} select fate, case_id as "caseId" from chosen` : remindSql,
      [taskIds, at],
    );
    for (const { fate, caseId } of rows) {
      counts[fate] += 1;
      if (fate === 'sent' || fate === 'onlyShown') caseIds.push(caseId);
    }
    counts.matching = taskIds.length;
    counts.gone = taskIds.length - rows.length;
    if (!dryRun)
      await writeReads(
        client,
        { at, caller, action: 'change', detail: 'reminder sent', purpose: 'coordination' },
        caseIds,
      );
  });
  if (!dryRun && counts.sent > 0)
    bell.ring({ decided: 0, messages: 0, notices: counts.sent, broadcasts: 0, timersDueBy: undefined });
  return counts;
}

/** Locked in id order: of two who remind at once, the second finds that it was done today. */
const chosenSql = `
  locked as materialized (
    select id, case_id, organisation_id, basis, reminded_at from task
    where id = any($1::uuid[]) and closed_at is null and overdue_since is not null order by id for update),
  chosen as materialized (
    select t.*, case
      when (t.reminded_at at time zone 'Europe/Copenhagen')::date = ($2::timestamptz at time zone 'Europe/Copenhagen')::date
        then 'alreadyToday'
      when coalesce((select c.kind <> 'task' from channel c where c.organisation_id = t.organisation_id
          and c.valid_from <= ($2::timestamptz at time zone 'Europe/Copenhagen')::date order by c.valid_from desc, c.seq desc limit 1),
        o.webhook_url is not null) then 'sent'
      else 'onlyShown' end as fate
    from locked t join organisation o on o.id = t.organisation_id)`;

/** The code says what it rests on, so that nobody is told of what he may not know (P3). */
const remindSql = `
  with ${chosenSql},
  told as (
    update task t set reminded_at = $2, moved_in = pg_current_xact_id() from chosen
    where chosen.id = t.id and chosen.fate in ('sent', 'onlyShown')),
  sent as (
    insert into outbox (key, kind, case_id, organisation_id, code, created_at, due_at)
    select 'reminder:' || id || ':' || ($2::timestamptz at time zone 'Europe/Copenhagen')::date, 'notice', case_id, organisation_id,
      'reminder.' || basis, $2, clock_timestamp()
    from chosen where fate = 'sent' on conflict (key) do nothing)
  select fate, case_id as "caseId" from chosen`;
