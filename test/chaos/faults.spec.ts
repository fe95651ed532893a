/**
 * What breaks in the world, done to real processes and servers under load, and the one ledger that judges all of it.
 * `npm test -- test/chaos/faults --seed=7` draws the same again; `npm run test:chaos` is the long form.
 */
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { definitionOf } from '../../workflows/registry.ts';
import { openStore } from '../../src/db/store.ts';
import type { Store } from '../../src/db/store.ts';
import { loadMasterKey, readConfig } from '../../src/config.ts';
import { writePriceList } from '../../src/directory/write-price-list.ts';
import { Engine } from '../../src/engine/engine.ts';
import { takeBackOrder } from '../../src/intake/take-back-order.ts';
import type { CrashPoint } from '../../src/kernel/crash-point.ts';
import { crashPoints } from '../../src/kernel/crash-point.ts';
import { systemActor } from '../../workflows/definition.ts';
import { deliveriesOf } from '../support/chaos/chaos-receiver.ts';
import { admissionOf, cprOf, relationEvent, relationMessage } from '../support/chaos/load.ts';
import { sendPoison } from '../support/chaos/poison.ts';
import { randomFrom } from '../support/chaos/random.ts';
import { startTcpProxy } from '../support/chaos/tcp-proxy.ts';
import type { Network } from '../support/chaos/tcp-proxy.ts';
import { startTrial } from '../support/chaos/trial.ts';
import type { World } from '../support/chaos/world.ts';
import { startPostgres } from '../support/postgres-server.ts';
import { endOf, freePort } from '../support/processes.ts';
import type { Running } from '../support/processes.ts';
import { eventually } from '../support/runtime.ts';

const { seed, form, isLong, worldOf, expectClean, atEnd } = startTrial();
const minutes = 60_000;

/** Tells the cases of a back-order of the nth drug, as a price list that makes them pack it would. */
async function tellBackOrder(on: World, n: number): Promise<void> {
  await withStore(on, async (store) => {
    const drugOf = (each: number): string => `2810000${1_000 + each}`;
    const ids = Array.from({ length: n }, (_, each) => drugOf(each + 1));
    await writePriceList(store.pool, {
      validFrom: '2000-01-01',
      name: 'Prøve',
      drugs: ids.map((drugId) => ({ drugId, name: 'Prøvapril', isDoseDispensable: true })),
      packages: ids.map((drugId) => ({ packageNumber: drugId.slice(-6), drugId })),
    });
    await store.pool.query(
      'insert into packed_product (product, case_id, told) select $1, id, true from unnest($2::uuid[]) as id on conflict do nothing',
      [store.keys.vault.hash('drug', drugOf(n)), on.cases],
    );
    const engine = new Engine({ pool: store.pool, keys: store.keys, clock: store.clock, definitions: definitionOf });
    const at = await store.clock(store.pool);
    const data = { packageNumber: drugOf(n).slice(-6), since: at.slice(0, 10), source: 'Grossisten' };
    expect((await takeBackOrder({ store, engine }, systemActor, data, at)).kind).toBe('taken');
  });
}

async function withStore(on: World, work: (store: Store) => Promise<void>): Promise<void> {
  const config = readConfig(on.env);
  const masterKey = await loadMasterKey(config.masterKey);
  const store = await openStore({ url: config.databaseUrl ?? '', poolSize: 2, masterKey, clock: 'real' });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

/** What must be there for the process to come to the place at all. */
const leadTo: Partial<Record<CrashPoint, (on: World, round: number) => Promise<unknown>>> = {
  broadcastPage: tellBackOrder,
  acknowledgementNoted: (on) => on.tellBy('careCommunication'),
  questionsTaken: (on) => on.rows(`update fmk_question set due_at = now()`),
};

it(
  'kill -9 at every crash point',
  async () => {
    const fmk = resolve('node_modules/.cache/dosisflow-empty-fmk');
    await mkdir(fmk, { recursive: true });
    const random = randomFrom(seed);
    const on = await worldOf({ env: { FMK_FOLDER: fmk } });
    const port = await freePort();
    let main: Running = await on.http({ PORT: port });
    await on.open(form.cases);
    const kills = Array.from({ length: form.rounds }, (_, n) =>
      random.shuffled(crashPoints).map((point) => ({ point, round: n + 1 })),
    ).flat();
    for (const { point, round } of kills) {
      await main.kill('SIGKILL');
      await on.under(async () => {
        await leadTo[point]?.(on, round);
        const nth = ['broadcastPage', 'questionsTaken', 'acknowledgementNoted'].includes(point)
          ? 1
          : 1 + random.below(4);
        // What waits for a lease need not wait so long here.
        await on.rows(`update outbox set due_at = now() where status = 'pending'`);
        main = await on.http({ PORT: port, DOSISFLOW_CRASH_AT: `${point}:${nth}` });
        expect({ point, ...(await endOf(main)) }).toEqual({ point, code: null, signal: 'SIGKILL' });
      });
    }
    await on.tellBy('webhook');
    main = await on.http({ PORT: port });
    await on.rows(`update fmk_question set due_at = now()`);
    await expectClean(`kill -9 at ${crashPoints.length} crash points`, kills.length, on);
    await eventually(
      () => on.rows(`select 1 from fmk_question where attempts > 0 or last_error is not null`),
      (left) => left.length === 0,
      minutes,
    );
  },
  20 * minutes,
);

it(
  'PostgreSQL ended at once and started again under load',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dosisflow-postgres-'));
    const postgres = await startPostgres(folder);
    atEnd(async () => {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    });
    const on = await worldOf({ databaseUrl: postgres.url });
    const main = await on.http({ DOSISFLOW_ROLE: 'http' });
    const worker = await on.worker();
    await on.open(form.cases);
    await on.under(async () => {
      for (let time = 0; time < form.rounds; time += 1) {
        await pause(form.lastsMs / 2);
        await postgres.crash();
        await pause(500);
        await postgres.restart();
        const { size } = on.load.taken;
        await eventually(
          async () => on.load.taken.size,
          (taken) => taken > size,
          minutes,
        );
      }
    });
    expect([main.process.exitCode, worker.process.exitCode]).toEqual([null, null]);
    await expectClean('PostgreSQL ended at once (stop -m immediate) and restarted', form.rounds, on);
  },
  20 * minutes,
);

it(
  'the network to a receiver refused, cut in the middle of an answer, and swallowing what is sent',
  async () => {
    const on = await worldOf();
    await on.http({ DOSISFLOW_ROLE: 'http' });
    await on.worker();
    await on.open(form.cases);
    const proxy = await startTcpProxy(on.receiver.port);
    atEnd(() => proxy.close());
    await on.tellBy('webhook', proxy.port);
    // The cut first: a receiver that did not answer rests, and then gets nothing that could be cut.
    // In the shorter form the black hole is over before a delivery is given up, which takes ten seconds.
    const networks: Network[] = ['cutInAnswer', 'refused', 'blackHole'];
    await on.under(async () => {
      for (const network of networks) {
        await proxy.set(network);
        await pause(form.lastsMs);
        if (network !== 'cutInAnswer') continue;
        await eventually(
          async () => proxy.cut,
          (cut) => cut > 0,
          minutes,
        );
      }
      await proxy.set('open');
    });
    const fault = 'network to a receiver cut in an answer, refused, a black hole';
    const { effects } = await expectClean(fault, networks.length, on);
    // Each answer that was cut had its effect come again, under the same key.
    expect(deliveriesOf(on.receiver)).toBeGreaterThan(effects.in);
  },
  20 * minutes,
);

it(
  'messages that no system should send, and such as fail again and again, beside good ones',
  async () => {
    const count = form.poison;
    const on = await worldOf();
    const main = await on.http();
    await on.open(5);
    // A case that no process can read: whatever comes for its citizen fails, again and again.
    const [poisoned = ''] = on.cases.splice(4, 1);
    const [readable] = await on.rows<{ snapshot: Buffer }>(`select snapshot from "case" where id = $1`, [poisoned]);
    await on.rows(`update "case" set snapshot = '\\x00' where id = $1`, [poisoned]);
    const failing = Array.from({ length: form.cases }, () => [
      admissionOf(on.post, cprOf(4)),
      relationEvent(on.post, cprOf(4)),
      relationMessage(on.post, cprOf(4)),
    ]).flat();
    await on.under(async () => {
      for (const sending of failing) expect(await sending.send()).toBeUndefined();
      await sendPoison(on.post, count);
    });
    on.load.refused = count;
    // Those left behind by a process that died wait behind none of the others.
    await on.rows(
      `update inbox set retry_at = now(), received_at = received_at - interval '1 day' where status = 'faulted'`,
    );
    const left = Array.from({ length: 20 }, (_, n) => admissionOf(on.post, cprOf(n % 4)));
    await main.kill('SIGKILL');
    const doomed = await on.http({ DOSISFLOW_CRASH_AT: `messageKept:${left.length}` });
    await Promise.all(left.map((sending) => sending.send().catch(() => undefined)));
    expect((await endOf(doomed)).signal).toBe('SIGKILL');
    await on.rows(`update inbox set created_at = now() - interval '1 minute' where status = 'received'`);
    const sweeping = await on.http();
    await eventually(
      () => on.rows(`select 1 from inbox where status = 'received'`),
      (waiting) => waiting.length === 0,
      minutes,
    );
    expect(await on.rows(`select 1 from inbox where status = 'faulted'`)).toHaveLength(failing.length);
    // The case is mended, and operations have all that failed tried again: each counts once.
    await sweeping.kill('SIGKILL');
    await on.rows(`update "case" set snapshot = $2 where id = $1`, [poisoned, readable?.snapshot]);
    await on.http();
    const retry = await on.post('administrator', '/api/incidents/retry', JSON.stringify({ dryRun: false }), {});
    expect(retry.status).toBe(200);
    await eventually(
      () => on.rows(`select kind, subject, last_error from incident where status = 'open'`),
      (open) => open.length === 0,
      minutes,
    );
    on.load.open.push(...failing, ...left);
    await expectClean(`${count.toLocaleString('en')} poison messages beside good ones`, count, on);
  },
  // A hundred thousand requests take what they take.
  (isLong ? 90 : 20) * minutes,
);

it(
  'a rolling upgrade: two releases side by side, of which one does not know the newer version of a chart',
  async () => {
    const on = await worldOf({ definitions: withVersion2 });
    const release = await nextRelease(join(on.folder, 'release'));
    const [oldPort, newPort] = [await freePort(), await freePort()];
    const next = await on.http({ PORT: newPort, RELEASE: release });
    await on.open(4);
    const versions = await on.rows(`select distinct version from "case" where workflow = 'dose-dispensing'`);
    expect(versions).toEqual([{ version: 2 }]);
    const previous = await on.http({ PORT: oldPort });
    await on.under(() => pause(form.lastsMs * 2));
    // The upgrade ends as upgrades do: the old release is told to stop.
    expect([previous.process.exitCode, next.process.exitCode]).toEqual([null, null]);
    await previous.kill('SIGTERM');
    await expectClean('rolling upgrade: one of two processes does not know version 2', 1, on);
  },
  20 * minutes,
);

const withVersion2: typeof definitionOf = (name, version) =>
  name === 'dose-dispensing' && version !== 1 ? { ...definitionOf(name), version: 2 } : definitionOf(name, version);

/** This build with one more version of a chart, in a folder of its own. */
async function nextRelease(folder: string): Promise<string> {
  await mkdir(folder);
  await cp('dist', join(folder, 'dist'), { recursive: true });
  await cp('package.json', join(folder, 'package.json'));
  // No more than the Dockerfile puts into the image.
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  const registry = join(folder, 'dist/workflows/registry.js');
  const text = await readFile(registry, 'utf8');
  const changed = text.replace("'dose-dispensing': [", "'dose-dispensing': [{ ...doseDispensingV1, version: 2 }, ");
  if (changed === text) throw new Error('Expected the list of versions in the built registry');
  await writeFile(registry, changed);
  return folder;
}
