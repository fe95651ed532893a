import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { Problem } from '../kernel/problem.ts';
import { changeTask } from './change-task.ts';
import { deputisedBy } from './deputised-by.query.ts';

/** The caller lets go of the task, his own or that of someone he stands in for. */
export function releaseTask(store: Store, caller: Caller, taskId: string) {
  return changeTask(store, caller, taskId, 'task released', async ({ claimedBy }, at, client) => {
    if (!claimedBy || claimedBy === caller.id) return { claimedBy: null };
    if ((await deputisedBy(client, caller.id, at)).includes(claimedBy))
      return { claimedBy: null, said: `task released as deputy of ${claimedBy}` };
    throw new Problem(409, 'task-taken', 'The task is taken', 'En kollega har opgaven; den kan overdrages');
  });
}
