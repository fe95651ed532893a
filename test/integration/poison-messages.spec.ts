/** Messages that fail again and again must not keep those waiting that may not. */
import { keepRaw, settle, unfinished } from '../../src/intake/inbox.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const poisoned = 300;

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ DOSISFLOW_ROLE: 'http' });
});
afterAll(() => server.close());

it('takes fresh messages first, then a share of those that failed, and leaves the rest their turn', async () => {
  const { store } = server;
  const contents = Array.from({ length: poisoned }, (_, n) => Buffer.from(`poison ${n}`));
  const bad = await keepRaw(store, 'medcom', 'application/json', contents);
  for (const [n, { id }] of bad.entries()) {
    const row = { id, source: 'medcom', mediaType: 'application/json', raw: contents[n] ?? Buffer.of() };
    await settle(store, row, { id, status: 'faulted', reason: 'Error' });
  }
  const good = await keepRaw(store, 'medcom', 'application/json', [Buffer.from('good 1'), Buffer.from('good 2')]);
  // All failed ones are due, and were before the good ones came; those were left by a process that died.
  await server.rows(`update inbox set retry_at = clock_timestamp() - interval '1 hour' where status = 'faulted'`);
  await server.rows(`update inbox set created_at = created_at - interval '1 minute' where status = 'received'`);

  // One that nobody can open any more is put aside, and keeps none of them.
  const [broken] = await keepRaw(store, 'medcom', 'application/json', [Buffer.from('x')]);
  await server.rows(`update inbox set sealed = '\\x00', created_at = created_at - interval '1 hour' where id = $1`, [
    broken?.id,
  ]);

  const first = await unfinished(store, 'medcom', { limit: 50, share: 10 });
  expect(first.slice(0, 2).map(({ id }) => id)).toEqual(good.map(({ id }) => id));
  expect(first).toHaveLength(12);
  const second = await unfinished(store, 'medcom', { limit: 50, share: 10 });
  expect(second).toHaveLength(10);
  const taken = [...first, ...second].map(({ id }) => id);
  expect(new Set(taken).size).toBe(22);
  expect(await server.rows('select subject, status from incident')).toEqual([{ subject: broken?.id, status: 'open' }]);
  expect(
    await server.rows(`select count(*)::int as n from inbox where attempts = 2 and status = 'faulted' and id <> $1`, [
      broken?.id,
    ]),
  ).toEqual([{ n: 20 }]);
});
