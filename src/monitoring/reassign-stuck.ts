import { worksAs } from '../../workflows/definition.ts';
import type { Role } from '../../workflows/definition.ts';
import type { Caller } from '../auth/caller.ts';
import { writeReads } from '../audit/write-audit.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { badRequest } from '../kernel/problem.ts';
import type { ReassignedView } from './stuck-work-views.ts';

type Fate = keyof Omit<ReassignedView, 'matching'>;

/** Gives overdue tasks to one person of the organisation that they wait for, whoever had them. Exact counts, as of reminders. */
export async function reassignStuck(
  { pool, clock }: Store,
  caller: Caller,
  taskIds: readonly string[],
  { to, dryRun }: { to: string; dryRun: boolean },
): Promise<ReassignedView> {
  const counts: ReassignedView = { matching: 0, reassigned: 0, alreadyTheirs: 0, elsewhere: 0, otherRole: 0, gone: 0 };
  await inTransaction(pool, async (client) => {
    const { rows: persons } = await client.query<{ role: Role; organisationId: string }>(
      `select role, organisation_id as "organisationId" from person where id = $1 and kind = 'person' and active
         and ($2 or organisation_id = $3)`,
      [to, caller.role === 'administrator', caller.organisationId],
    );
    const [person] = persons;
    if (!person) {
      const message = 'Vælg en aktiv medarbejder i organisationen';
      throw badRequest(message, [{ field: 'to', message }]);
    }
    const values = [taskIds, to, person.organisationId, worksAs(person.role)];
    const { rows } = await client.query<{ fate: Fate; caseId: string }>(
      dryRun ? `with ${chosenSql} select fate, case_id as "caseId" from chosen` : reassignSql,
      values,
    );
    for (const { fate } of rows) counts[fate] += 1;
    counts.matching = taskIds.length;
    counts.gone = taskIds.length - rows.length;
    if (dryRun) return;
    const entry = {
      at: await clock(client),
      caller,
      action: 'change',
      detail: 'task handed over',
      purpose: 'coordination',
    } as const;
    await writeReads(
      client,
      entry,
      rows.flatMap(({ fate, caseId }) => (fate === 'reassigned' ? [caseId] : [])),
    );
  });
  return counts;
}

const chosenSql = `
  locked as materialized (
    select id, case_id, organisation_id, role, claimed_by from task
    where id = any($1::uuid[]) and closed_at is null order by id for update),
  chosen as materialized (
    select t.id, t.case_id, case when t.organisation_id <> $3::uuid then 'elsewhere' when t.role <> $4 then 'otherRole'
      when t.claimed_by = $2::uuid::text then 'alreadyTheirs' else 'reassigned' end as fate
    from locked t)`;

/** Whoever gets it sees it: a task that its last owner had put off shows again. */
const reassignSql = `
  with ${chosenSql},
  given as (
    update task t set claimed_by = $2::uuid::text, snoozed_until = null, snooze_reason = null, moved_in = pg_current_xact_id()
    from chosen where chosen.id = t.id and chosen.fate = 'reassigned')
  select fate, case_id as "caseId" from chosen`;
