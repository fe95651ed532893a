import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { worksAs } from '../../workflows/definition.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { danishDateOf } from '../engine/check-supply.ts';
import type { FieldFault } from '../kernel/field-faults.ts';
import { badRequest, notFound } from '../kernel/problem.ts';
import type { RecordDeputy } from './deputy-views.ts';
import { withHelpers } from './hand-over-task.ts';
import { listDeputies } from './list-deputies.query.ts';
import type { DeputyRow } from './list-deputies.query.ts';

/** Longer than a leave; who is away for good is no longer a colleague. */
const mostDays = 366;

/**
 * Someone stands in for a colleague of the same organisation and work, from day to day. Whoever is ill cannot say so himself:
 * any colleague of the same work may, as any may hand a task over. It gives no sight of any case, only of who does what.
 */
export async function recordDeputy(
  { pool, clock }: Pick<Store, 'pool' | 'clock'>,
  caller: Caller,
  { away = caller.id, deputy, from, to }: RecordDeputy,
): Promise<DeputyRow> {
  const at = await clock(pool);
  const today = danishDateOf(at);
  const id = randomUUID();
  await inTransaction(pool, async (client) => {
    const colleagues = await colleaguesAmong(client, caller, [away, deputy]);
    const faults: FieldFault[] = [];
    const fault = (field: string, message: string): number => faults.push({ field, message });
    if (!colleagues.has(away)) fault('away', 'Den, der er væk, skal være en kollega med samme arbejde');
    if (!colleagues.has(deputy)) fault('deputy', 'Stedfortræderen skal være en kollega med samme arbejde');
    if (away === deputy) fault('deputy', 'Ingen kan være sin egen stedfortræder');
    if (to < from) fault('to', 'Sidste dag må ikke ligge før første dag');
    else if (to < today) fault('to', 'Sidste dag må ikke ligge før i dag');
    else if (daysBetween(from, to) > mostDays) fault('to', `Højst ${mostDays} dage ad gangen`);
    if (faults.length > 0)
      throw badRequest('Expected two colleagues and two days; correct the fields named in faults', faults);
    await client.query(
      `insert into deputy (id, organisation_id, away_id, deputy_id, valid_from, valid_to, recorded_at, recorded_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, caller.organisationId, away, deputy, from, to, at, caller.id],
    );
    const detail = `deputy of ${away}: ${deputy}, ${from} to ${to}`;
    await writeAudit(client, { at, caller, action: 'change', detail, purpose: 'operation' });
  });
  const [recorded] = await listDeputies(pool, { organisationId: caller.organisationId, today, id });
  if (!recorded) throw new Error('Expected the deputy just recorded');
  return recorded;
}

/** Ends it now, before its last day or its first. */
export async function endDeputy(
  { pool, clock }: Pick<Store, 'pool' | 'clock'>,
  caller: Caller,
  id: string,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const at = await clock(client);
    const { rows } = await client.query<{ away: string; deputy: string }>(
      `select away_id as away, deputy_id as deputy from deputy where id = $1 and organisation_id = $2 for update`,
      [id, caller.organisationId],
    );
    const [found] = rows;
    if (!found || !(await colleaguesAmong(client, caller, [found.away])).has(found.away))
      throw notFound('a deputy among your colleagues');
    const { rowCount } = await client.query(
      'update deputy set ended_at = $2, ended_by = $3 where id = $1 and ended_at is null',
      [id, at, caller.id],
    );
    if (rowCount === 0) return;
    const detail = `deputy of ${found.away} ended: ${found.deputy}`;
    await writeAudit(client, { at, caller, action: 'change', detail, purpose: 'operation' });
  });
}

/** Both counted. */
function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
}

/** Which of these are active persons of the caller's organisation who do the same tasks; the caller too. */
async function colleaguesAmong(client: PoolClient, caller: Caller, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await client.query<{ id: string }>(
    `select id from person where id = any($1::uuid[]) and organisation_id = $2 and role = any($3::text[]) and kind = 'person' and active`,
    [ids, caller.organisationId, withHelpers(worksAs(caller.role))],
  );
  return new Set(rows.map(({ id }) => id));
}
