import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { Problem } from '../kernel/problem.ts';
import { changeTask } from './change-task.ts';
import { deputisedBy } from './deputised-by.query.ts';

/** The caller takes the task. Of two who try at once, one gets it; a deputy takes over what the one who is away had. */
export function claimTask(store: Store, caller: Caller, taskId: string) {
  return changeTask(store, caller, taskId, 'task claimed', async ({ claimedBy, claimedByName }, at, client) => {
    if (!claimedBy || claimedBy === caller.id) return { claimedBy: caller.id };
    if ((await deputisedBy(client, caller.id, at)).includes(claimedBy)) {
      return { claimedBy: caller.id, said: `task claimed as deputy of ${claimedBy}` };
    }
    const who = claimedByName ?? 'En kollega';
    throw new Problem(409, 'task-taken', 'The task is taken', `${who} har taget opgaven; bed om at få den overdraget`);
  });
}
