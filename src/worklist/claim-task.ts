import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { Problem } from '../kernel/problem.ts';
import { changeTask } from './change-task.ts';

/** The caller takes the task. Of two who try at once, one gets it. */
export function claimTask(store: Store, caller: Caller, taskId: string) {
  return changeTask(store, caller, taskId, 'task claimed', ({ claimedBy, claimedByName }) => {
    if (claimedBy && claimedBy !== caller.id) {
      const who = claimedByName ?? 'En kollega';
      throw new Problem(
        409,
        'task-taken',
        'The task is taken',
        `${who} har taget opgaven; bed om at få den overdraget`,
      );
    }
    return { claimedBy: caller.id };
  });
}
