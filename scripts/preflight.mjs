/**
 * Makes a command of package.json work on a fresh clone: checks Node, installs and builds what is missing, then runs it.
 *
 *   node scripts/preflight.mjs start | worker | test | chaos | build | verify
 *   node scripts/preflight.mjs run <script of dist> [arguments]
 *   node scripts/preflight.mjs tool <program of node_modules/.bin> [arguments]
 *
 * Needs no package, because it runs before there are any.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** The server first: where one of its sources is deleted, its whole output goes, and the page's with it. */
const builds = [
  {
    sources: ['src', 'workflows', 'migrations', 'scripts', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'],
    output: 'dist',
    stamp: 'dist/.built',
    line: ['node_modules/@nestjs/cli/bin/nest.js', 'build'],
  },
  {
    sources: ['web', 'package-lock.json'],
    output: 'dist/web',
    stamp: 'dist/.built-web',
    line: ['node_modules/vite/bin/vite.js', 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'],
  },
];
// Most of what a decision makes is garbage at once: a larger nursery costs 150 MB at most and saves a tenth of the time.
const node = ['--enable-source-maps', '--max-semi-space-size=64'];

const [name, ...args] = process.argv.slice(2);
const commands = {
  start: { built: true, line: () => [...node, 'dist/src/main.js', ...args] },
  worker: { built: true, line: () => [...node, 'dist/src/worker.js', ...args] },
  test: { built: true, line: () => ['node_modules/.bin/jest', ...args] },
  chaos: { built: true, line: () => ['node_modules/.bin/jest', '--runInBand', 'test/chaos/faults', ...args] },
  run: { built: true, line: () => [...node, ...args.filter(isNodeOption), ...scriptOfDist()] },
  build: { built: true },
  verify: { line: () => ['scripts/verify.mjs', ...args] },
  tool: { line: () => [`node_modules/.bin/${args[0]}`, ...args.slice(1)] },
};

checkNode();
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (!command) fail(`Expected one of ${Object.keys(commands).join(', ')}, but got "${name ?? ''}".`);
install();
if (command.built) build();
if (command.line) run(command.line());

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(
    `Dosisflow needs Node 20.19 or newer (22 or 24 advised), but this is ${process.versions.node}: install a newer one from https://nodejs.org.`,
  );
}

/** Exactly what the lock file lists: it names the binaries of every platform. */
function install() {
  if (isInstalled()) return;
  const first = !existsSync(join(root, 'node_modules'));
  console.error(first ? 'Installing dependencies (first run, about a minute)…' : 'Installing changed dependencies…');
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', ['ci', ...quiet], { cwd: root, stdio: 'inherit' });
  if (status === 0) return;
  fail(
    'Dependencies could not be installed; npm names the reason above. Check the network and the npm registry in use ("npm ping"), then run the same command again.',
  );
}

/** npm's own record of what it installed must match the lock file; packages for other platforms may be absent. */
function isInstalled() {
  const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const installed = read('node_modules/.package-lock.json');
  const { '': _, ...locked } = read('package-lock.json');
  return Object.entries(locked).every(([path, { optional, version }]) =>
    path in installed ? installed[path].version === version : optional,
  );
}

function build() {
  for (const { sources, output, stamp, line } of builds) {
    const before = existsSync(join(root, stamp)) ? readFileSync(join(root, stamp), 'utf8').split('\n') : [];
    const now = sources.flatMap((source) => fingerprint(source));
    if (before.join() === now.join()) continue;
    console.error(output === 'dist' ? 'Building…' : 'Building the page…');
    // The output of a deleted source would still run: an old migration, for one.
    const paths = new Set(now.map((entry) => entry.split(' ')[0]));
    if (before.some((entry) => !paths.has(entry.split(' ')[0])))
      rmSync(join(root, output), { recursive: true, force: true });
    const { status } = spawnSync(process.execPath, line, { cwd: root, stdio: 'inherit' });
    if (status !== 0) fail('The build failed; the errors above name the files to correct.');
    writeFileSync(join(root, stamp), now.join('\n'));
  }
}

/** One entry per file below the path: its name, time and size. */
function fingerprint(path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stat || path.endsWith('.spec.ts')) return [];
  if (!stat.isDirectory()) return [`${path} ${stat.mtimeMs} ${stat.size}`];
  const names = readdirSync(join(root, path)).sort();
  return names.flatMap((file) => fingerprint(join(path, file)));
}

function scriptOfDist() {
  const [script, ...rest] = args.filter((argument) => !isNodeOption(argument));
  const path = join('dist', String(script));
  if (!existsSync(join(root, path))) fail(`There is no script ${path}: name one of dist/scripts.`);
  return [path, ...rest];
}

function isNodeOption(argument) {
  return argument === '--expose-gc';
}

/** Hands over signals, so that stopping this stops what it runs, and ends with the same result. */
function run(line) {
  const child = spawn(process.execPath, line, { cwd: root, stdio: 'inherit', env: environment() });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal has sent Ctrl-C to the child already.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('exit', (code, signal) => {
    if (signal) console.error(`Stopped by ${signal}.`);
    process.exitCode = code ?? 1;
  });
}

function environment() {
  if (name !== 'test' && name !== 'chaos') return process.env;
  const options = [process.env.NODE_OPTIONS, '--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  // Faults last longer, come more often and hit more cases.
  const form = name === 'chaos' ? { CHAOS_FORM: 'long' } : {};
  return { ...process.env, ...form, NODE_OPTIONS: options.filter(Boolean).join(' ') };
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
