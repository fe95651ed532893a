import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { Problem } from '../kernel/problem.ts';
import { changeTask } from './change-task.ts';

/** The caller lets go of the task. */
export function releaseTask(store: Store, caller: Caller, taskId: string) {
  return changeTask(store, caller, taskId, 'task released', ({ claimedBy }) => {
    if (claimedBy && claimedBy !== caller.id) {
      throw new Problem(409, 'task-taken', 'The task is taken', 'En kollega har opgaven; den kan overdrages');
    }
    return { claimedBy: null };
  });
}
