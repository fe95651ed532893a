/**
 * Named places at which a test may end the process as `kill -9` would: between two steps that each hold, where nothing but
 * the tables is left to say what was done. Unarmed, and in production always, they do nothing.
 */
export const crashPoints = [
  'messageKept',
  'beforeCommit',
  'afterCommit',
  'timersTaken',
  'noticesTaken',
  'effectSent',
  'broadcastPage',
  'questionsTaken',
  'acknowledgementNoted',
] as const;
export type CrashPoint = (typeof crashPoints)[number];

/** At which place, and at which time it is come to, beginning with 1. */
export interface CrashAt {
  point: CrashPoint;
  nth: number;
}

let armed: CrashAt | undefined;

export function armCrash(at: CrashAt | undefined): void {
  armed = at && { ...at };
}

export function crashPoint(point: CrashPoint): void {
  if (armed?.point !== point) return;
  armed.nth -= 1;
  if (armed.nth <= 0) process.kill(process.pid, 'SIGKILL');
}
