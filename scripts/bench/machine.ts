import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

/** Under which conditions the figures were measured. */
export function machineText(postgres: string, runs: number): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const [load = 0] = loadavg();
  return [
    `${cpus().length} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GB, load ${load.toFixed(1)} at the start`,
    `Node ${process.versions.node}, PostgreSQL ${postgres}, commit ${commit()}`,
    `Medians of ${runs} alternating runs; ratio = ours / baseline, range = lowest–highest of the pairs`,
  ].join('\n');
}

function commit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') ? ' with changes' : '');
  } catch {
    return 'unknown';
  }
}
