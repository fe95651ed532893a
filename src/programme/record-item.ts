import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { badRequest } from '../kernel/problem.ts';
import { programmeOn } from './programme.ts';
import type { RecordItem } from './questions.ts';

/** Earlier words on the item stay in the table. */
export async function recordItem({ pool, clock }: Store, caller: Caller, given: RecordItem): Promise<void> {
  const { id, kind, title, status, plannedOn, doneOn, owner, dependsOn, note, source, withdrawn } = given;
  const at = await clock(pool);
  const known = new Set((await programmeOn(pool, at.slice(0, 10))).map((item) => item.id));
  const unknown = dependsOn.filter((other) => other === id || !known.has(other));
  if (unknown.length > 0) {
    throw badRequest('Expected an item to depend on others that are in the register', [
      { field: 'dependsOn', message: `Findes ikke i registret: ${unknown.join(', ')}` },
    ]);
  }
  await inTransaction(pool, async (client) => {
    await client.query(
      `insert into programme_item (id, kind, title, status, planned_on, done_on, owner, depends_on, note, source, withdrawn,
         recorded_at, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        ...[id, kind, title, status, plannedOn ?? null, doneOn ?? null, owner ?? null, dependsOn, note, source],
        ...[withdrawn === true, at, caller.id],
      ],
    );
    await writeAudit(client, { at, caller, action: 'change', detail: `programme item ${id}`, purpose: 'coordination' });
  });
}
