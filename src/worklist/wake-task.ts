import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { changeTask } from './change-task.ts';

/** Takes a snooze back: the task shows at once. */
export function wakeTask(store: Store, caller: Caller, taskId: string) {
  return changeTask(store, caller, taskId, 'task woken', () => ({ snoozedUntil: null, snoozeReason: null }));
}
