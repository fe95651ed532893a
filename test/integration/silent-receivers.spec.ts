/** Receivers that do not answer must cost nobody else anything: not those that do, not timers, not other cases. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { INestApplicationContext } from '@nestjs/common';
import { startEngine } from '../support/engine.ts';
import type { EngineHarness } from '../support/engine.ts';
import { errandDefinitions } from '../support/errand-workflow.ts';
import { eventually, startReceiver, startRuntime } from '../support/runtime.ts';

const silentOnes = 30;
const each = 40;

let h: EngineHarness;
let worker: INestApplicationContext | undefined;
let hole: Awaited<ReturnType<typeof startHole>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeEach(async () => {
  h = await startEngine(errandDefinitions);
  hole = await startHole();
  receiver = await startReceiver();
});
afterEach(async () => {
  hole.close();
  await worker?.close();
  worker = undefined;
  await receiver.close();
  await h.close();
});

/** Takes every connection and never says a word. */
async function startHole() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    held: () => [...sockets].filter(({ destroyed }) => !destroyed).length,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

async function organisations(count: number, url: string): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await h.rows(
    `insert into organisation (id, kind, name, municipality_code, duty_contact, webhook_url)
     select id, 'pharmacy', 'Modtager', null, 'Vagten', $2 from unnest($1::uuid[]) as id`,
    [ids, url],
  );
  return ids;
}

const notices = (receivers: readonly string[], count: number, code = 'test') =>
  h.rows(
    `insert into outbox (key, kind, organisation_id, code, created_at, due_at)
     select 'n:' || o || ':' || n, 'notice', o, $3, clock_timestamp(), clock_timestamp() from unnest($1::uuid[]) as o, generate_series(1, $2) as n`,
    [receivers, count, code],
  );
const statusOf = (receivers: readonly string[]) =>
  h.rows<{ status: string; n: number; tried: number }>(
    `select status, count(*)::int as n, count(last_error)::int as tried from outbox where organisation_id = any($1) group by status`,
    [receivers],
  );

it('delivers to those that answer, hands messages on and fires timers while thirty receivers hold every delivery', async () => {
  const silent = await organisations(silentOnes, hole.url);
  await notices(silent, each);
  worker = await startRuntime(h);
  await eventually(
    async () => hole.held(),
    (held) => held === silentOnes,
  );

  const well = await organisations(5, receiver.url);
  await notices(well, each);
  const waiting = await h.open();
  await h.command(waiting, 'ask');
  await h.rows('update timer set due_at = now()');
  await eventually(
    () => statusOf(well),
    (seen) => seen.length === 1 && seen[0]?.status === 'delivered' && seen[0].n === 5 * each,
  );
  await eventually(
    () => h.rows<{ n: number }>(`select count(*)::int as n from journal where kind = 'timer' and outcome = 'accepted'`),
    ([seen]) => seen?.n === 1,
  );
  // None of the silent has ended yet: nobody has waited for one.
  expect(await statusOf(silent)).toEqual([{ status: 'pending', n: silentOnes * each, tried: 0 }]);
  const ids = receiver.deliveries.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(ids.length);
});

it('lets a receiver that does not answer rest, with what waits for it, and delivers all of it when it comes back', async () => {
  receiver.answer.status = 503;
  const [away = ''] = await organisations(1, receiver.url);
  await notices([away], each);
  worker = await startRuntime(h);
  await eventually(
    async () => receiver.deliveries.length,
    (seen) => seen >= 2,
  );
  receiver.answer.status = 204;
  await eventually(
    () => statusOf([away]),
    (seen) => seen.length === 1 && seen[0]?.status === 'delivered',
    30_000,
  );
  // What waited meanwhile was not tried in vain: each of the rest went out once.
  const tries = await h.rows<{ attempts: number; n: number }>(
    'select attempts, count(*)::int as n from outbox group by attempts order by attempts',
  );
  expect(tries[0]).toMatchObject({ attempts: 1 });
  expect(tries[0]?.n).toBeGreaterThanOrEqual(each - 3);
});
