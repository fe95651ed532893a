import type { PoolClient } from 'pg';
import { danishDate } from '../../workflows/calendar.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { Problem } from '../kernel/problem.ts';

/**
 * One change of the dated rules: alone, audited, and never for today or before. So a decision that is being made while
 * someone changes the rules is right by both, and no decision of the past looks wrong. `field` is where the caller wrote the day;
 * `detail` is kept in the access log, also as what the change itself found.
 */
export async function changeRules<T>(
  { pool, clock }: Pick<Store, 'pool' | 'clock'>,
  caller: Caller,
  { from, field, detail }: { from: string; field: string; detail: string | ((changed: T) => string) },
  change: (client: PoolClient, at: string) => Promise<T>,
): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock(471105)');
    const at = await clock(client);
    const today = danishDate(at);
    if (from <= today) {
      const message = `Expected a day after today (${today}), but it is ${from}: choose tomorrow or later`;
      throw new Problem(409, 'rules-begin-later', 'Rules change from a later day', message, {
        faults: [{ field, message, rule: 'laterDay' }],
      });
    }
    const changed = await change(client, at);
    const said = typeof detail === 'string' ? detail : detail(changed);
    await writeAudit(client, { at, caller, action: 'change', detail: said, purpose: 'operation' });
    return changed;
  });
}
