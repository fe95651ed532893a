import { directoryId } from '../../src/directory/seed-directory.ts';
import { makeDigests } from '../../src/runtime/make-digests.ts';
import { eventually, startReceiver } from '../support/runtime.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
const practice = directoryId('organisation', 'laegehuset-eksempel');
beforeAll(async () => {
  server = await startServer();
  receiver = await startReceiver();
  await server.rows(`update clock set at = '2026-03-02T10:00:00Z'`);
  await server.rows('update organisation set webhook_url = $2 where id = $1', [practice, receiver.url]);
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

let count = 0;
async function observe(cpr: string, type: string, data: object): Promise<void> {
  const time = await server.store.clock(server.store.pool);
  const response = await server.call('adapter', 'POST', '/api/integration/events', {
    specversion: '1.0',
    id: `digest-${(count += 1)}`,
    source: 'urn:test:fmk',
    type: `dk.dosisflow.fmk.${type}.v1`,
    time,
    data: { cpr, ...data },
  });
  expect(await response.json()).toMatchObject({ results: [{ result: 'accepted' }] });
}
const prescription = (cpr: string, prescriptionId: string, drugId: string, validTo: string) =>
  observe(cpr, 'dosePrescriptionObserved', { prescriptionId, drugId, status: 'open', validTo });
interface Question {
  case: string;
  kind: string;
  drugs: { drugId: string; name?: string; until?: string }[];
  guidance: { da: string } | null;
  citizen: { cpr: string };
}
const questions = async (name = 'gp') => {
  const response = await server.call(name, 'GET', '/api/gp-questions?limit=50');
  return { status: response.status, items: ((await response.json()) as { items?: Question[] }).items ?? [] };
};
const told = () =>
  receiver.deliveries
    .map(({ headers, body }) => ({ id: headers['webhook-id'], ...(JSON.parse(body) as { type: string }) }))
    .filter(({ type }) => type === 'gpDigest');

it('tells a practice once a day how many questions wait, and closes each by what FMK shows', async () => {
  const [first, second] = ['2509475001', '2509475002'];
  const cases = [first, second].map((cpr) => openActiveCase(server, cpr, { gpPractice: practice }));
  const [one, other] = await Promise.all(cases);
  await prescription(first, 'a', '28100009555', '2026-03-12T10:00:00Z');
  await prescription(first, 'b', '99000000006', '2026-03-25T10:00:00Z');
  await prescription(second, 'c', '28100009555', '2026-03-28T10:00:00Z');

  const asked = await questions();
  expect(asked.items.map((each) => [each.case, each.kind, each.drugs.map(({ drugId }) => drugId)])).toEqual([
    [one, 'renewal', ['28100009555', '99000000006']],
    [other, 'renewal', ['28100009555']],
  ]);
  expect(asked.items[0]?.drugs.map(({ name }) => name)).toEqual([undefined, 'Eneprøvin 5 mg']);
  expect(asked.items[0]?.guidance?.da).toContain('i XMO: vælg alle dosisrecepter');
  expect(asked.items[0]?.citizen.cpr).toBe('250947-xxxx');
  expect((await questions('nurse')).status).toBe(403);
  expect(
    await server.rows(`select distinct case_id from audit where detail = 'questions to the GP' and case_id = $1`, [
      one,
    ]),
  ).toHaveLength(1);

  // The hour of the digest is the next morning; however often it is looked for, there is one.
  expect(told()).toEqual([]);
  await server.advance('P1D');
  await Promise.all([makeDigests(server.store), makeDigests(server.store)]);
  const delivered = await eventually(
    async () => told(),
    (seen) => seen.length > 0,
  );
  expect(delivered).toEqual([
    {
      id: `digest:${practice}:2026-03-03`,
      type: 'gpDigest',
      caseId: null,
      questions: 2,
      at: '2026-03-03T06:00:00.000Z',
    },
  ]);
  expect(await server.rows(`select questions, day::text from gp_digest`)).toEqual([
    { questions: 2, day: '2026-03-03' },
  ]);

  // The GP has renewed in the practice's own system, and told nobody.
  await prescription(second, 'c2', '28100009555', '2027-03-28T10:00:00Z');
  expect((await questions()).items.map((each) => each.case)).toEqual([one]);
  await server.advance('P2D');
  const later = await eventually(
    async () => told(),
    (seen) => seen.length > 2,
  );
  expect(later.map((each) => (each as unknown as { questions: number }).questions)).toEqual([2, 1, 1]);

  await prescription(first, 'a2', '28100009555', '2027-03-20T10:00:00Z');
  await prescription(first, 'b2', '99000000006', '2027-03-20T10:00:00Z');
  expect((await questions()).items).toEqual([]);
  await server.advance('P3D');
  expect(await server.rows('select day::text from gp_digest order by day')).toHaveLength(3);
});

it('tells a practice that takes CareCommunications of each citizen by a message of its own, once', async () => {
  receiver.deliveries.length = 0;
  receiver.answer.status = 202;
  await server.rows(`update organisation set sor = '999999999000901' where id = $1`, [practice]);
  const from = (await server.store.clock(server.store.pool)).slice(0, 10);
  const channel = { kind: 'careCommunication', address: receiver.url, from };
  expect((await server.call('administrator', 'POST', `/api/organisations/${practice}/channels`, channel)).status).toBe(
    201,
  );
  const numbers = ['2509475003', '2509475004'];
  await Promise.all(numbers.map((cpr) => openActiveCase(server, cpr, { gpPractice: practice })));
  for (const [n, cpr] of numbers.entries()) await prescription(cpr, `m${n}`, '28100009555', '2026-03-28T10:00:00Z');
  await server.advance('P1D');
  const cprs = (): string[] =>
    receiver.deliveries.map(({ body }) => /"value":"(250947\d{4})"/.exec(body)?.[1] ?? '').toSorted();
  await eventually(
    async () => cprs(),
    (seen) => seen.length === 2,
  );
  expect(cprs()).toEqual(numbers);
  expect(receiver.deliveries[0]?.body).toContain('Spørgsmål om dosispakket medicin venter i praksis');
  expect(receiver.deliveries[0]?.body).not.toMatch(/28100009555/);
  // The questions are still open, and were told.
  await server.advance('P2D');
  expect(await server.rows(`select from outbox where code = 'gpDigest' and case_id is not null`)).toHaveLength(2);
});

it('leaves nothing personal in what it writes in clear (P1)', async () => {
  const rows = await server.rows<{ text: string }>(
    `select row_to_json(o)::jsonb - 'sealed' as text from outbox o where code = 'gpDigest'`,
  );
  expect(JSON.stringify(rows)).not.toMatch(/250947|28100009555/);
});
