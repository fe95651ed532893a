import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { buildSequence } from '../support/hospital-notification/build-sequence.ts';
import { complete, freePort, run, startMain } from '../support/processes.ts';
import type { Running } from '../support/processes.ts';
import { startRedis } from '../support/redis-server.ts';
import { describeWith } from '../support/requirements.ts';
import { eventually } from '../support/runtime.ts';

/** Stays of six citizens over all codes, played together in order of occurrence: what must come out the same whatever happens. */
const stays = [
  'STAA STIN STOR SLOR SLHJ',
  'STIN RE_STIN SLHJ RE_SLHJ AN_SLHJ SLHJ',
  'STIN STOR RE_STOR AN_STOR MORS AN_MORS',
  'STAA RE_STAA AN_STAA',
  'STIN STOR SLOR RE_SLOR AN_SLOR SLOR MORS',
  'STIN AN_STIN STIN SLHJ',
];

const medcom = '../shared/inputs/medcom';
const isGiven = existsSync(medcom);
if (!isGiven && process.env['REQUIRE_ALL'] !== '1')
  process.stderr.write(`Skipped: no messages of MedCom in ${medcom}\n`);
const published = isGiven || process.env['REQUIRE_ALL'] === '1' ? it : it.skip;

let folder: string;
let expected: string;
let databases: TestDatabase[] = [];
let running: Running[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dosisflow-messages-'));
  for (const [n, codes] of stays.entries()) {
    const sequence = buildSequence({
      codes: codes.split(' ') as never,
      cpr: `250947${3001 + n}`,
      startsAt: `2026-01-05T0${n}:00:00Z`,
      hoursBetween: 6,
    });
    for (const [m, bundle] of sequence.entries())
      await writeFile(join(folder, `stay-${n}-${m}.json`), JSON.stringify(bundle));
  }
  const env = await environment();
  running = [await startMain(env)];
  expected = digestOf((await replay(env)).output);
  await stop();
});
afterEach(stop);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function stop(): Promise<void> {
  await Promise.all(running.map((each) => each.kill('SIGTERM')));
  await Promise.all(databases.map((database) => database.drop()));
  running = [];
  databases = [];
}

async function environment(more: Record<string, string> = {}): Promise<Record<string, string>> {
  const database = await createTestDatabase();
  databases.push(database);
  return { DATABASE_URL: database.url, DOSISFLOW_DATA: join(folder, 'data'), PORT: await freePort(), ...more };
}

const replay = (env: Record<string, string>, messages = folder) =>
  complete('scripts/replay.js', [messages, '--digest'], env);

function digestOf(output: string): string {
  const digest = /^digest (\w+)$/m.exec(output)?.[1];
  if (!digest) throw new Error(`Expected a digest, but got: ${output}`);
  return digest;
}

/** Does something each time so many messages have been answered, while the replay runs. */
async function replayWhile(
  env: Record<string, string>,
  after: readonly number[],
  act: () => Promise<void>,
): Promise<Running> {
  const replaying = run('scripts/replay.js', [folder, '--digest'], env);
  for (const lines of after) {
    await eventually(
      async () => replaying.output().match(/^\s*\d+\/\d+ /gm)?.length ?? 0,
      (seen) => seen >= lines,
      60_000,
    );
    await act();
  }
  return replaying;
}

async function ended(replaying: Running): Promise<string> {
  if (replaying.process.exitCode === null) await new Promise((resolve) => replaying.process.once('exit', resolve));
  return replaying.output();
}

it('comes to the same end after kill -9 in the middle, a new start and all messages again', async () => {
  const env = await environment();
  running = [await startMain(env)];
  const broken = await replayWhile(env, [9], () => running[0]?.kill('SIGKILL') ?? Promise.resolve());
  expect(await ended(broken)).toContain('does not answer');
  running = [await startMain(env)];
  expect(digestOf((await replay(env)).output)).toBe(expected);
});

it('comes to the same end when all messages come twice', async () => {
  const env = await environment();
  running = [await startMain(env)];
  await replay(env);
  expect(digestOf((await replay(env)).output)).toBe(expected);
});

published('plays MedCom’s own messages from the first to the last, and twice to the same end', async () => {
  const env = await environment();
  running = [await startMain(env)];
  const { code, output } = await replay(env, medcom);
  const lines = output.match(/^\s*\d+\/20 .*$/gm) ?? [];
  expect([code, lines.length]).toEqual([0, 20]);
  expect(lines.filter((line) => !/ ok +\S/.test(line))).toEqual([]);
  expect(digestOf((await replay(env, medcom)).output)).toBe(digestOf(output));
});

it('comes to the same end when the queue’s schema is dropped during the run, with two workers at it', async () => {
  const env = await environment();
  running = [
    await startMain({ ...env, DOSISFLOW_ROLE: 'http' }),
    run('src/worker.js', [], env),
    run('src/worker.js', [], env),
  ];
  const drop = async (): Promise<void> => {
    const client = new pg.Client(env['DATABASE_URL']);
    await client.connect();
    await client.query('drop schema if exists bullmq cascade');
    await client.end();
  };
  expect(digestOf(await ended(await replayWhile(env, [5, 15, 25], drop)))).toBe(expected);
});

describeWith({ redisServer: true }, 'with Redis', () => {
  it('comes to the same end when Redis is emptied during the run, with two workers at it', async () => {
    const redis = await startRedis();
    try {
      const env = await environment({ REDIS_URL: redis.url });
      running = [
        await startMain({ ...env, DOSISFLOW_ROLE: 'http' }),
        run('src/worker.js', [], env),
        run('src/worker.js', [], env),
      ];
      const output = await ended(await replayWhile(env, [5, 15, 25], () => redis.empty()));
      expect(digestOf(output)).toBe(expected);
    } finally {
      await stop();
      await redis.stop();
    }
  });
});

it('says what is wrong when a setting cannot be used', async () => {
  const { code, output } = await complete('src/main.js', [], { PORT: 'three thousand' });
  expect(code).toBe(1);
  expect(output).toMatch(/PORT/);
});
