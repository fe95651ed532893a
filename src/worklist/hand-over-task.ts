import type { PoolClient } from 'pg';
import { helps } from '../../workflows/definition.ts';
import type { Role } from '../../workflows/definition.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { badRequest } from '../kernel/problem.ts';
import { changeTask } from './change-task.ts';

/** Gives the task to a colleague, whoever had it: the task of someone who is ill must not stand still. */
export function handOverTask(store: Store, caller: Caller, taskId: string, to: string) {
  return changeTask(store, caller, taskId, 'task handed over', async ({ organisationId, role }, _, client) => {
    if (!(await isColleague(client, to, organisationId, role))) {
      const message = 'Modtageren skal være en aktiv kollega med samme rolle';
      throw badRequest(message, [{ field: 'to', message }]);
    }
    return { claimedBy: to };
  });
}

async function isColleague(client: PoolClient, id: string, organisationId: string, role: Role): Promise<boolean> {
  const { rowCount } = await client.query(
    `select 1 from person where id = $1 and organisation_id = $2 and role = any($3::text[]) and kind = 'person' and active`,
    [id, organisationId, withHelpers(role)],
  );
  return rowCount === 1;
}

/** A role, and those who help whoever has it. */
export function withHelpers(role: Role): string[] {
  return [role, ...Object.entries(helps).flatMap(([helper, helped]) => (helped === role ? [helper] : []))];
}
