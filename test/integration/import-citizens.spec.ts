import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call } from '../../scripts/import/patient.ts';
import { takeOver } from '../../scripts/import/take-over.ts';
import type { Report } from '../../scripts/import/take-over.ts';
import * as fmk from '../support/fmk/build-message.ts';
import { complete } from '../support/processes.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startServer();
  folder = await mkdtemp(join(tmpdir(), 'import-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await server.close();
});

let serial = 5000;
const nextCpr = (): string => `250947${String((serial += 1)).padStart(4, '0')}`;

const call: Call = async (scope, path, init) =>
  fetch(`${server.address}${path}`, {
    ...init,
    headers: {
      ...(init.headers as Record<string, string>),
      authorization: `Bearer ${await server.token(scope === 'cases' ? 'nurse' : 'adapter')}`,
    },
  });
/** How long it was asked to wait, instead of waiting. */
const waits: number[] = [];
async function run(path: string, isDryRun = false, through = call): Promise<Report> {
  waits.length = 0;
  return takeOver(path, { isDryRun, call: through, progress: () => {}, wait: async (ms) => void waits.push(ms) });
}
const numbers = ({ failed }: Report): number[] => failed.map(({ row }) => row);
const openCases = async (): Promise<number> =>
  (await server.rows(`select id from "case" where workflow = 'dose-dispensing' and closed_at is null`)).length;
async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

it('opens a case for each line, says of the others why not, and nothing twice', async () => {
  const path = await file(
    'citizens.csv',
    [
      'cpr;name;since',
      `${nextCpr()};"Testborger; den første";2024-01-15`,
      `${nextCpr().replace(/(.{6})/, '$1-')};;`,
      '3102479989;Testborger;',
      `${nextCpr()};Testborger;i går`,
      `${nextCpr()};Testborger`,
    ].join('\r\n'),
  );
  const dry = await run(path, true);
  expect(await openCases()).toBe(0);
  expect({ ...dry, failed: numbers(dry) }).toMatchObject({ opened: 0, wouldOpen: 2, known: 0, failed: [3, 4, 5] });
  const real = await run(path);
  expect({ ...real, failed: numbers(real) }).toMatchObject({ opened: 2, wouldOpen: 0, known: 0, failed: [3, 4, 5] });
  // Who is taken over is on dose packing since the day that the line says, else since now.
  expect(
    await server.rows(
      `select c.state->>'course' as course, s.kind, (s.occurred_at at time zone 'Europe/Copenhagen')::date::text as since
       from statistic s join "case" c on c.id = s.case_id where s.key = 'started' order by s.occurred_at limit 1`,
    ),
  ).toEqual([{ course: expect.stringMatching(/^active/) as string, kind: 'takenOver', since: '2024-01-15' }]);
  expect(real.failed).toEqual(dry.failed);
  expect(JSON.stringify(real.failed)).toMatch(/data\.since/);
  const text = await readFile(real.file, 'utf8');
  expect(text.split('\n').map((line) => line.split(';', 2).join(';'))).toEqual([
    'row;result',
    '1;opened',
    '2;opened',
    '3;failed',
    '4;failed',
    '5;failed',
    '',
  ]);
  expect(JSON.stringify(real.failed) + text).not.toMatch(/250947|Testborger/);
  // Only what failed is asked again.
  const asked: string[] = [];
  const again = await run(path, false, (scope, where, init) => {
    asked.push(init.body as string);
    return call(scope, where, init);
  });
  expect(again).toEqual(real);
  expect(asked.map((body) => (JSON.parse(body) as { citizens: object[] }).citizens.length)).toEqual([1]);
  expect(await openCases()).toBe(2);
});

it('tells before what the server would refuse: a citizen who is known, comes twice, is in care elsewhere, a card that does not fit', async () => {
  const [known, elsewhere, twice, bad] = [nextCpr(), nextCpr(), nextCpr(), nextCpr()];
  await server.call('nurse', 'POST', '/api/cases', { workflow: 'dose-dispensing', data: { cpr: known } });
  const { id } = (await (
    await server.call('nurse', 'POST', '/api/cases', { workflow: 'dose-dispensing', data: { cpr: elsewhere } })
  ).json()) as { id: string };
  await server.rows('delete from participation where family_id = $1', [id]);
  const before = await openCases();
  const csv = await file('before.csv', ['cpr', known, elsewhere, twice, twice].join('\n'));
  const dry = await run(csv, true);
  expect({ ...dry, failed: numbers(dry) }).toMatchObject({ wouldOpen: 1, known: 2, failed: [2] });
  const folderOfCards = join(folder, 'bad');
  await mkdir(folderOfCards);
  const drugs = Array.from({ length: 101 }, (_, n) => String(28_100_000_000 + n));
  const period = { id: '7', drugs, status: 'Planlagt', startDate: '2026-12-07', endDate: '2026-12-20' };
  await writeFile(
    join(folderOfCards, '1.xml'),
    fmk.cardResponse({ cpr: bad }, '2026-11-20T08:00:00Z', [{ id: '1', periods: [period] }]),
  );
  const cards = await run(folderOfCards, true);
  expect(cards).toMatchObject({
    wouldOpen: 0,
    failed: [{ row: 1, reason: expect.stringMatching(/Period drugIds/) as string }],
  });
  expect(await openCases()).toBe(before);
});

it('waits as long as the server asks for, tries a broken connection again, and gives up a server that stays away with its report', async () => {
  const rows = Array.from({ length: 205 }, nextCpr);
  const path = await file('many.csv', ['cpr', ...rows].join('\n'));
  const before = await openCases();
  let calls = 0;
  const isAway = (): boolean => calls >= 4;
  const stopped = await run(path, false, (...args) => {
    calls += 1;
    if (calls === 1) return Promise.resolve(new Response('{}', { status: 429, headers: { 'retry-after': '7' } }));
    return calls === 3 || isAway() ? Promise.reject(new Error('gone')) : call(...args);
  });
  // The third page never comes.
  expect(waits.slice(0, 2)).toEqual([7_000, 1_000]);
  expect(stopped).toMatchObject({ opened: 100, left: 105, stopped: expect.stringContaining('gone') as string });
  expect(await openCases()).toBe(before + 100);
  expect((await readFile(stopped.file, 'utf8')).split('\n')).toHaveLength(102);
  expect(await run(path)).toMatchObject({ opened: 205, left: 0, failed: [] });
  expect(await openCases()).toBe(before + 205);
});

it('counts a hundred citizens as four cases opened, and each that is in care elsewhere as a search', async () => {
  const limited = await startServer({ RATE_LIMIT: '85' });
  const elsewhere = [nextCpr(), nextCpr()];
  for (const cpr of elsewhere) await openActiveCase(limited, cpr);
  await limited.rows('delete from participation');
  // Ten for the two cases, twenty for these two, and forty for what was found.
  const answer = (await (await take(limited, elsewhere, false)).json()) as { results: object[] };
  expect(answer.results).toMatchObject([{ result: 'refused' }, { result: 'refused' }]);
  expect(await limited.rows(`select detail from audit where detail = 'found in opening a case'`)).toHaveLength(2);
  const beyond = await take(limited, [nextCpr()], false);
  expect(beyond.status).toBe(429);
  expect(Number(beyond.headers.get('retry-after'))).toBeGreaterThan(0);
  await limited.close();
});

it('counts each number of a dry run as a search, and says where no minute has room for all of them', async () => {
  const limited = await startServer({ RATE_LIMIT: '85' });
  const tooLarge = await take(limited, Array.from({ length: 5 }, nextCpr), true);
  expect([tooLarge.status, ((await tooLarge.json()) as { detail: string }).detail]).toEqual([
    400,
    'Expected a request that counts as at most 85, but this one counts as 100; ask for fewer at once',
  ]);
  expect((await take(limited, [nextCpr(), nextCpr()], true)).status).toBe(200);
  expect((await take(limited, [nextCpr(), nextCpr()], true)).status).toBe(200);
  expect((await take(limited, [nextCpr()], true)).status).toBe(429);
  await limited.close();
});

it('asks in a dry run for no more at once than a person’s minute has room for, as the limits come', async () => {
  const limited = await startServer({ RATE_LIMIT: '1200' });
  const path = await file('dry.csv', ['cpr', ...Array.from({ length: 60 }, nextCpr)].join('\n'));
  const report = await run(path, true, async (_, where, init) =>
    limited.call('nurse', 'POST', where, init.body as string, init.headers as Record<string, string>),
  );
  expect(report).toMatchObject({ wouldOpen: 60, failed: [], left: 0 });
  await limited.close();
});

const take = (on: TestServer, cprs: string[], dryRun: boolean): Promise<Response> =>
  on.call('nurse', 'POST', '/api/cases/take-over', {
    dryRun,
    citizens: cprs.map((cpr, n) => ({ key: `k-${n}`, data: { cpr } })),
  });

it('runs from the command line, and leaves its report beside the file', async () => {
  const path = await file('shell.csv', `cpr;since\n${nextCpr()};2024-01-15\n${nextCpr()};i går`);
  const env = { DOSISFLOW_URL: server.address, DOSISFLOW_DATA: server.dataFolder };
  const before = await openCases();
  const dry = await complete('scripts/import-citizens.js', [path, '--dry-run'], env);
  expect(dry).toMatchObject({ code: 1, output: expect.stringContaining('would open 1, known 0, failed 1') as string });
  expect(await openCases()).toBe(before);
  const real = await complete('scripts/import-citizens.js', [path], env);
  expect(real.output).toMatch(/2 of 2 rows\nrow 2: .*data\.since.*\nopened 1, known 0, failed 1, not come to 0/);
  expect(await readFile(`${path}.report.csv`, 'utf8')).toMatch(/^row;result;reason\n1;opened;\n2;failed;"/);
  expect((await complete('scripts/import-citizens.js', [], env)).code).toBe(2);
});

it('takes over a folder of FMK’s cards with what they say, and goes on where it stopped', async () => {
  const cards = join(folder, 'cards');
  await mkdir(cards);
  const cprs = [nextCpr(), nextCpr(), nextCpr()];
  for (const [n, cpr] of cprs.entries()) {
    const period = { id: `${n}`, status: 'Planlagt', startDate: '2026-12-07', endDate: '2026-12-20' };
    await writeFile(
      join(cards, `${n}.xml`),
      fmk.cardResponse({ cpr }, '2026-11-20T08:00:00Z', [{ id: `${n}`, days: 5, periods: [period] }]),
    );
  }
  await writeFile(join(cards, '9.xml'), fmk.lostAdvis('2026-11-20T08:00:00Z'));
  const before = await openCases();
  let calls = 0;
  // The connection goes after two calls: the cases are open, and of two cards nobody knows whether they were taken.
  const broken = await run(cards, false, (...args) =>
    (calls += 1) > 2 ? Promise.reject(new Error('gone')) : call(...args),
  );
  expect(broken).toMatchObject({ stopped: expect.stringContaining('gone') as string });
  const { opened, known, failed } = await run(cards);
  expect({ opened, known }).toEqual({ opened: 3, known: 0 });
  expect(failed).toEqual([{ row: 4, reason: expect.stringContaining('FMK’s answer on one citizen') as string }]);
  expect(await openCases()).toBe(before + 3);
  expect(
    await server.rows(
      `select count(*)::int as n from "case" where workflow = 'dispensing-period' and parent_id is not null`,
    ),
  ).toEqual([{ n: 3 }]);
});

it('refuses a file whose columns it does not know', async () => {
  await expect(run(await file('odd.csv', 'cpr;diagnose\n1;2'))).rejects.toThrow(/Expected a first line of columns/);
});
