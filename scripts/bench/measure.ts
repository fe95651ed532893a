export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
}

export interface Flow {
  perSecond: number;
  p50: number;
  p99: number;
  /** Processor time of this process for each, in microseconds. */
  processorTime: number;
}

/** Keeps that many pieces of work in flight for so long; a piece counts if it ends in time. Latencies in milliseconds. */
export async function keepInFlight(inFlight: number, seconds: number, work: () => Promise<void>): Promise<Flow> {
  const latencies: number[] = [];
  const before = process.cpuUsage();
  const start = performance.now();
  const end = start + seconds * 1000;
  const lane = async (): Promise<void> => {
    for (let began = performance.now(); began < end; began = performance.now()) {
      await work();
      if (performance.now() <= end) latencies.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const { user, system } = process.cpuUsage(before);
  return {
    perSecond: latencies.length / seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    processorTime: (user + system) / latencies.length,
  };
}

/** Baseline, ours, baseline, ours …: so that what else the machine does meets both alike. */
export async function alternately<Ways extends Record<string, () => Promise<unknown>>>(
  runs: number,
  ways: Ways,
): Promise<{ [Way in keyof Ways]: Awaited<ReturnType<Ways[Way]>>[] }> {
  const results: Record<string, unknown[]> = {};
  for (let run = 0; run < runs; run += 1)
    for (const [name, way] of Object.entries(ways)) (results[name] ??= []).push(await way());
  return results as { [Way in keyof Ways]: Awaited<ReturnType<Ways[Way]>>[] };
}

export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function memory(): { rss: number; heap: number } {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heap: heapUsed };
}
