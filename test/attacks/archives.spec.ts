/** Files from outside that climb, swell or lie about themselves. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { zipOf } from '../support/price-list/zip-of.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** How the server answers the archive, and whether it still answers anyone. */
async function send(zip: Buffer, as = 'administrator'): Promise<number> {
  const { status } = await server.call(as, 'POST', '/api/price-lists', zip, { 'content-type': 'application/zip' });
  expect((await fetch(`${server.address}/health/live`)).status).toBe(200);
  return status;
}
const lists = async (): Promise<object[]> => server.rows('select valid_from, name from price_list order by valid_from');

/** The same archive with other bytes in its headers: what no honest writer writes. */
function forged(zip: Buffer, from: Buffer, to: Buffer): Buffer {
  const bytes = Buffer.from(zip);
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) to.copy(bytes, at);
  return bytes;
}
const long = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

it('writes no file where an archive says, however its names climb (path traversal)', async () => {
  const before = await lists();
  for (const [name, climbing] of [
    ['xx/xx/dosisflow-climbed.txt', '../../dosisflow-climbed.txt'],
    ['xtmp/dosisflow-climbed.txt', '/tmp/dosisflow-climbed.txt'],
    ['xx/dosisflow-climbed.txt', '..\\dosisflow-climbed.txt'],
  ] as const) {
    const zip = await zipOf(new Map([[name, Buffer.from('00001')]]));
    const status = await send(forged(zip, Buffer.from(name), Buffer.from(climbing)));
    expect([climbing, status >= 400 && status < 500]).toEqual([climbing, true]);
  }
  for (const place of [
    '../../dosisflow-climbed.txt',
    '../dosisflow-climbed.txt',
    '/tmp/dosisflow-climbed.txt',
    'dosisflow-climbed.txt',
  ])
    expect([place, existsSync(resolve(place))]).toEqual([place, false]);
  expect(await lists()).toEqual(before);
});

it('stops a bomb in an archive, told of and not told of', async () => {
  const before = await lists();
  const size = 80 * 1024 * 1024;
  const bomb = await zipOf(new Map([['lms01.txt', Buffer.alloc(size)]]));
  expect(bomb.length).toBeLessThan(1024 * 1024);
  expect([400, 413, 422]).toContain(await send(bomb));
  expect([400, 413, 422]).toContain(await send(forged(bomb, long(size), long(10))));
  const many = new Map(Array.from({ length: 500 }, (_, n) => [`lms${n}.txt`, Buffer.from('x')] as const));
  expect([400, 413, 422]).toContain(await send(await zipOf(many)));
  expect([400, 413, 422]).toContain(await send(Buffer.concat([bomb.subarray(0, 1_000), Buffer.alloc(1_000)])));
  expect(await lists()).toEqual(before);
});

it('takes an archive from nobody but an administrator', async () => {
  const zip = await zipOf(new Map([['lms01.txt', Buffer.from('x')]]));
  for (const who of ['nurse', 'coordinator', 'dpo', 'adapter']) expect([who, await send(zip, who)]).toEqual([who, 403]);
});
