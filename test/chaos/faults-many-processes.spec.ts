/**
 * Faults that show only where several processes are at work, or where what they work on is put elsewhere: the queue, the
 * clock, the order of messages, the database itself. Judged as `faults.spec.ts` judges. In the long form each happens to
 * processes and a database of its own; in the shorter one to the same, one after the other, as starting takes most of the time.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { notification, openCases, cprOf } from '../support/chaos/load.ts';
import type { Sending } from '../support/chaos/load.ts';
import { randomFrom } from '../support/chaos/random.ts';
import { startTrial } from '../support/chaos/trial.ts';
import type { World } from '../support/chaos/world.ts';
import { createTestDatabase } from '../support/database.ts';
import { buildSequence } from '../support/hospital-notification/build-sequence.ts';
import { complete } from '../support/processes.ts';
import type { Running } from '../support/processes.ts';
import { startRedis } from '../support/redis-server.ts';
import type { RedisServer } from '../support/redis-server.ts';
import { describeWith } from '../support/requirements.ts';
import { eventually } from '../support/runtime.ts';

const { seed, form, isLong, worldOf, expectClean, atEnd } = startTrial();
const minutes = 60_000;

/** What a hospital may send of one stay, with corrections and cancellations. */
const sequences = [
  'STAA STIN STOR SLOR SLHJ',
  'STIN RE_STIN SLHJ RE_SLHJ AN_SLHJ SLHJ',
  'STIN STOR RE_STOR AN_STOR MORS AN_MORS',
  'STIN STOR SLOR RE_SLOR AN_SLOR SLOR MORS',
];

/** The first alone: it brings the directory to what its files say. */
async function startProcesses(on: World, http: number, workers: number): Promise<Running[]> {
  const first = await on.http({ DOSISFLOW_ROLE: 'http' });
  const others = await Promise.all([
    ...Array.from({ length: http - 1 }, () => on.http({ DOSISFLOW_ROLE: 'http' })),
    ...Array.from({ length: workers }, () => on.worker()),
  ]);
  return [first, ...others];
}

const stillRunning = (processes: readonly Running[]): boolean =>
  processes.every(({ process: { exitCode, signalCode } }) => exitCode === null && signalCode === null);

async function disturbRedis(on: World, redis: RedisServer): Promise<number> {
  await on.under(async () => {
    for (let time = 0; time < form.rounds; time += 1) {
      await pause(form.lastsMs / 3);
      await redis.empty();
      await pause(form.lastsMs / 3);
      await redis.kill();
      const { size } = on.load.taken;
      // People and adapters are answered while there is no queue (E7).
      await eventually(
        async () => on.load.taken.size,
        (taken) => taken > size,
        minutes,
      );
      await redis.restart();
      await redis.empty();
      await pause(form.lastsMs / 3);
    }
  });
  return form.rounds * 3;
}

async function stepClock(on: World): Promise<number> {
  const random = randomFrom(seed);
  let steps = 0;
  await on.under(async () => {
    for (let time = 0; time < form.rounds; time += 1) {
      for (const hours of [24 + random.below(48), -random.below(24), 1, 24 * (1 + random.below(4))]) {
        await on.stepClock(hours);
        await pause(form.lastsMs / 4);
        steps += 1;
      }
      const walk = await on.post('administrator', '/api/dev/clock', JSON.stringify({ advance: 'P1D' }), {});
      expect(walk.status).toBe(200);
      steps += 1;
    }
  });
  return steps;
}

async function disturbMessages(on: World): Promise<number> {
  const random = randomFrom(seed);
  const others = 100;
  const stays = Array.from({ length: form.rounds }, () => sequences).flat();
  const inOrder = await openCases(on.post, stays.length, others);
  const disturbed = await openCases(on.post, stays.length, others + stays.length);
  const messagesOf = (from: number): Sending[][] =>
    stays.map((codes, n) =>
      buildSequence({
        codes: codes.split(' ') as never,
        cpr: cprOf(from + n),
        episode: `stay-${n}`,
        startsAt: '2026-01-05T08:00:00Z',
      }).map((bundle) => notification(on.post, bundle)),
    );

  await on.under(async () => {
    for (const stay of messagesOf(others)) for (const sending of stay) await on.send(sending);
    const copies = messagesOf(others + stays.length)
      .flat()
      .flatMap((sending) => Array.from({ length: 1 + random.below(3) }, () => ({ ...sending })));
    const waiting = random.shuffled(copies);
    // Several ways, each with delays of its own: what was sent first need not come first.
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let next = waiting.pop(); next; next = waiting.pop()) {
          await pause(random.below(60));
          await on.send(next);
        }
      }),
    );
  });

  const statesOf = async (roots: readonly string[]): Promise<string[]> => {
    const rows = await on.rows<{ root: string; states: string }>(
      `select family_id as root, string_agg(workflow || ' ' || state::text, ', ' order by workflow) as states
       from "case" where family_id = any($1) group by family_id`,
      [roots],
    );
    return roots.map((id) => rows.find(({ root }) => root === id)?.states ?? '');
  };
  // When all is quiet: a deadline that lies in the past fires for some a moment later than for others.
  await on.settle();
  expect(await statesOf(disturbed)).toEqual(await statesOf(inOrder));
  return stays.length;
}

/** The processes are killed, and others start with what a backup holds. */
async function restoreBackup(on: World): Promise<number> {
  const restored = await createTestDatabase();
  atEnd(() => restored.drop());
  await restored.pool.query('drop schema public cascade; drop schema keys cascade; create schema public');
  await on.under(() => pause(form.lastsMs));
  await on.killAll();
  const armed = await on.makeAllDue();
  expect(armed).toBeGreaterThan(0);
  const backups = join(on.folder, 'backups');
  expect(await complete('scripts/backup.js', [backups], on.env)).toMatchObject({ code: 0 });
  await on.moveTo(restored.url);
  expect(await complete('scripts/restore.js', [backups], on.env)).toMatchObject({ code: 0 });
  await startProcesses(on, 1, 3);
  return armed;
}

const names = {
  redis: 'Redis emptied, killed and restarted: 2 http, 3 workers',
  clock: 'clock steps, ahead and back, by hours and days',
  messages: 'messages doubled, reordered and delayed, two processes',
  backup: 'a backup restored with every timer overdue: 3 workers',
};
const simulated = { DOSISFLOW_CLOCK: 'simulated' };

async function withRedis(): Promise<RedisServer> {
  const redis = await startRedis();
  atEnd(() => redis.stop());
  return redis;
}

if (isLong) {
  describeWith({ redisServer: true }, 'with Redis', () => {
    it(
      'two HTTP and three worker processes, whose Redis is emptied, killed and started again',
      async () => {
        const redis = await withRedis();
        const on = await worldOf({ env: { REDIS_URL: redis.url } });
        const processes = await startProcesses(on, 2, 3);
        await on.open(form.cases);
        const times = await disturbRedis(on, redis);
        expect(stillRunning(processes)).toBe(true);
        await expectClean(names.redis, times, on);
      },
      20 * minutes,
    );
  });

  it(
    'clock steps: days at once, back again, and from due instant to due instant',
    async () => {
      const on = await worldOf({ env: simulated });
      const processes = await startProcesses(on, 1, 2);
      await on.open(form.cases);
      const times = await stepClock(on);
      expect(stillRunning(processes)).toBe(true);
      await expectClean(names.clock, times, on);
    },
    20 * minutes,
  );

  it(
    'messages doubled, reordered and delayed on their way to two processes',
    async () => {
      const on = await worldOf();
      await startProcesses(on, 2, 0);
      await on.open(form.cases);
      await expectClean(names.messages, await disturbMessages(on), on);
    },
    20 * minutes,
  );

  it(
    'a backup restored when its timers are overdue, with three workers',
    async () => {
      const on = await worldOf();
      await startProcesses(on, 1, 0);
      await on.open(form.cases);
      await expectClean(names.backup, await restoreBackup(on), on);
    },
    20 * minutes,
  );
} else {
  describeWith({ redisServer: true }, 'with Redis', () => {
    it(
      'the clock stepped, Redis lost, messages disturbed and a backup restored, one after the other',
      async () => {
        const redis = await withRedis();
        const on = await worldOf({ env: { ...simulated, REDIS_URL: redis.url } });
        const processes = await startProcesses(on, 2, 3);
        await on.open(form.cases);
        // The clock first, while there are few cases to walk from due instant to due instant.
        const times = [await stepClock(on), await disturbRedis(on, redis), await disturbMessages(on)];
        expect(stillRunning(processes)).toBe(true);
        times.push(await restoreBackup(on));
        await expectClean(
          'clock stepped, Redis lost, messages disturbed, a backup restored: 2 http, 3 workers',
          times.reduce((sum, each) => sum + each, 0),
          on,
        );
      },
      20 * minutes,
    );
  });
}
