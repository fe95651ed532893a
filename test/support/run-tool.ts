import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a program of node_modules/.bin in a folder that holds just these files; returns what it printed. */
export function runTool(name: string, args: string[], files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), `dosisflow-${name}-`));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { stdout, stderr } = spawnSync(process.execPath, [join(repository, 'node_modules/.bin', name), ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
    });
    return stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
