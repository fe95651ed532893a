import { Gauge } from 'prom-client';
import type { Pool } from 'pg';
import { registry } from '../telemetry/metrics.ts';
import type { Gauges } from './read-gauges.query.ts';

/** What this process alone has waiting, beside what stands in the database. */
export interface Waiting {
  /** Messages that wait for a commit. */
  commits: number;
  pool: Pick<Pool, 'totalCount' | 'idleCount' | 'waitingCount'>;
  /** Rings that nobody has answered; undefined where the queue does not answer. */
  bell: number | undefined;
}

/** Everything as Prometheus reads it. Of the database nothing is told where it does not answer: `dosisflow_database_up` says so. */
export async function printMetrics(gauges: Gauges | undefined, { commits, pool, bell }: Waiting): Promise<string> {
  set(up, [[gauges ? 1 : 0]]);
  set(commitQueue, [[commits]]);
  set(connections, [
    [pool.totalCount - pool.idleCount, 'used'],
    [pool.idleCount, 'idle'],
    [pool.waitingCount, 'awaited'],
  ]);
  set(bellDepth, bell === undefined ? [] : [[bell]]);
  set(cases, gauges?.cases.map((each) => [each.cases, each.workflow, each.region, each.state]) ?? []);
  set(stuck, gauges?.stuck.map(({ cause, count }) => [count, cause]) ?? []);
  set(incidents, gauges?.incidents.map(({ kind, count }) => [count, kind]) ?? []);
  for (const [gauge, name] of simple) set(gauge, gauges ? [[gauges[name]]] : []);
  return registry.metrics();
}

export const metricsType = registry.contentType;

const gauge = (name: string, help: string, ...labelNames: string[]): Gauge =>
  new Gauge({ name: `dosisflow_${name}`, help, labelNames, registers: [registry] });

const up = gauge('database_up', 'Whether the database answered.');
const commitQueue = gauge('commit_queue', 'Messages of this process that wait for a commit.');
const connections = gauge(
  'database_connections',
  'Connections of this process, and requests that wait for one.',
  'state',
);
const bellDepth = gauge('bell_depth', 'Rings of the queue that nobody has answered.');
const cases = gauge('cases', 'Open cases by where each region of them stands.', 'workflow', 'region', 'state');
const stuck = gauge('stuck', 'Overdue tasks by what holds them up.', 'cause');
const incidents = gauge('incidents_open', 'Open incidents.', 'kind');
const simple = [
  [gauge('timers_overdue', 'Timers that are due and have not fired; counted to 10,000.'), 'timersOverdue'],
  [gauge('timer_lag_seconds', 'How long the oldest timer that is due has waited.'), 'timerLag'],
  [gauge('effects_waiting', 'Effects that are not delivered yet; counted to 10,000.'), 'effectsWaiting'],
  [gauge('effect_lag_seconds', 'How long the oldest effect that is due has waited.'), 'effectLag'],
  [gauge('inbox_waiting', 'Messages received that nobody has come to; counted to 10,000.'), 'inbox'],
  [gauge('oldest_transaction_seconds', 'Age of the oldest transaction on the database.'), 'oldestTransaction'],
] as const;

/** Values with their labels, in order; what was there before and is no more goes. */
function set(target: Gauge, rows: readonly (readonly [number, ...string[]])[]): void {
  const { labelNames } = target as Gauge & { labelNames: readonly string[] };
  target.reset();
  // A gauge without labels counts as 0 until it is removed.
  if (labelNames.length === 0) target.remove();
  for (const [value, ...labels] of rows)
    target.set(Object.fromEntries(labels.map((label, n) => [labelNames[n] ?? '', label])), value);
}
