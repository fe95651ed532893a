import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repository } from '../support/run-tool.ts';

/** A clone of nothing but the preflight and what it looks at: `npm`, `nest` and `vite` only note that they were called. */
let clone: string;
const at = (path: string): string => join(clone, path);
function put(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}
const lock = (version: string): string =>
  JSON.stringify({
    packages: {
      '': { name: 'clone' },
      'node_modules/tool': { version },
      'node_modules/tool-of-another-platform': { version: '1.0.0', optional: true },
    },
  });

/** As the real programs do: npm brings node_modules and notes what it installed, a build writes its output. */
const npm = `#!${process.execPath}
const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
appendFileSync('calls', 'install\\n');
const built = (name) => "require('node:fs').appendFileSync('calls', '" + name + "\\\\n')";
for (const [folder, name] of [['@nestjs/cli/bin/nest.js', 'nest'], ['vite/bin/vite.js', 'vite']]) {
  mkdirSync('node_modules/' + folder.replace(/\\/[^/]+$/, ''), { recursive: true });
  writeFileSync('node_modules/' + folder, built(name) + ";require('node:fs').mkdirSync('dist/web', { recursive: true })");
}
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
delete packages['']; delete packages['node_modules/tool-of-another-platform'];
writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }));
`;

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'dosisflow-clone-'));
  mkdirSync(at('scripts'));
  copyFileSync(join(repository, 'scripts/preflight.mjs'), at('scripts/preflight.mjs'));
  put('package-lock.json', lock('1.0.0'));
  put('src/main.ts', 'one');
  put('migrations/0001-first.ts', 'one');
  put('web/page.tsx', 'one');
  put('bin/npm', npm);
  chmodSync(at('bin/npm'), 0o755);
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

/** What `npm run build` has called, in order. */
function calls(): string[] {
  writeFileSync(at('calls'), '');
  const { status, stderr } = spawnSync(process.execPath, ['scripts/preflight.mjs', 'build'], {
    cwd: clone,
    encoding: 'utf8',
    env: { PATH: `${at('bin')}:${process.env['PATH'] ?? ''}` },
  });
  if (status !== 0) throw new Error(`Expected the preflight to end well, but got ${status}: ${stderr}`);
  return readFileSync(at('calls'), 'utf8').split('\n').filter(Boolean);
}

/** Of a time that no file had before, whatever the resolution of the file system's clock. */
let hours = 0;
function touch(path: string): void {
  const time = new Date(Date.now() + (hours += 1) * 3_600_000);
  utimesSync(at(path), time, time);
}

beforeEach(() => {
  calls();
});

it('installs and builds a fresh clone, and then does nothing', () => {
  rmSync(at('node_modules'), { recursive: true });
  rmSync(at('dist'), { recursive: true });
  expect(calls()).toEqual(['install', 'nest', 'vite']);
  expect(calls()).toEqual([]);
});

it('installs when node_modules is missing', () => {
  rmSync(at('node_modules'), { recursive: true });
  expect(calls()).toEqual(['install']);
});

it('installs when the lock file changed, and builds the page that holds the packages', () => {
  put('package-lock.json', lock('2.0.0'));
  expect(calls()).toEqual(['install', 'vite']);
});

it.each([
  ['src/main.ts', 'nest'],
  ['migrations/0001-first.ts', 'nest'],
  ['web/page.tsx', 'vite'],
])('builds when %s is newer', (path, build) => {
  touch(path);
  expect(calls()).toEqual([build]);
});

it('does not build for a test that changed', () => {
  put('src/main.spec.ts', 'one');
  expect(calls()).toEqual([]);
});

it('throws the output away when a source is deleted, so that nothing old runs', () => {
  put('dist/migrations/0002-second.js', 'old');
  put('migrations/0002-second.ts', 'one');
  expect(calls()).toEqual(['nest']);
  rmSync(at('migrations/0002-second.ts'));
  expect(calls()).toEqual(['nest', 'vite']);
  expect(existsSync(at('dist/migrations/0002-second.js'))).toBe(false);
});
