import type { AboutTask } from '../definition.ts';
import type { DoseContext } from './base.ts';
import { isGpAlarm } from './alarms.ts';
import { questions } from './planning.ts';

/** The drugs that a task of the planning of rolls is about, and what it asks next: one alarm is the task at a time. */
export function aboutTask({ alarms }: DoseContext, key: string): AboutTask | undefined {
  if (!key.startsWith('dose-dispensing.planning.open.')) return undefined;
  const [first, ...others] = alarms.flatMap((alarm) => (isGpAlarm(alarm.kind) ? [] : [{ ...alarm, kind: alarm.kind }]));
  const next = [...new Set(others.map(({ kind }) => questions[kind]))];
  return first && { drugs: first.drugs ?? [], next };
}
