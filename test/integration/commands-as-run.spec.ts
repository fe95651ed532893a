/** What an operator types, as a process of its own on a real database: arguments, lines and exit codes. */
import { endOf, run } from '../support/processes.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

async function command(script: string, ...args: string[]): Promise<{ code: number | null; output: string }> {
  const { database, dataFolder } = server;
  const env = { DATABASE_URL: database.url, DOSISFLOW_DATA: dataFolder, DOSISFLOW_CLOCK: 'simulated' };
  const running = run(`scripts/${script}.js`, args, env);
  const { code } = await endOf(running, 300_000);
  return { code, output: running.output() };
}

it('lists by migrate-cases each case that a dry run would not move and why, and changes none of them (E8)', async () => {
  const cases = [await openActiveCase(server, '2509476001'), await openActiveCase(server, '2509476002')];
  const stored = (): Promise<object[]> =>
    server.rows('select id, version, state, revision, seq from "case" order by id');
  const before = await stored();
  const version = 'dose-dispensing@1';
  const { code, output } = await command('migrate-cases', version, version, '--dry-run');
  const why = 'Expected version 1 of dose-dispensing to say how a case comes from version 1, but it does not';
  for (const caseId of cases) expect(output).toContain(`${caseId} refused: ${why}\n`);
  expect(output).toContain('2 of 2 case(s), 2 refused\n');
  expect(code).toBe(1);
  expect(await stored()).toEqual(before);
}, 400_000);

it('tells by migrate-cases what is missing, and which versions there are', async () => {
  const version = 'dose-dispensing@1';
  expect(await command('migrate-cases', version, version)).toMatchObject({
    code: 2,
    output: expect.stringContaining('npm run migrate-cases -- WORKFLOW@FROM WORKFLOW@TO --dry-run'),
  });
  expect(await command('migrate-cases', version, 'dose-dispensing@99', '--dry-run')).toMatchObject({
    code: 1,
    output: expect.stringMatching(/^Expected a version as workflow@number, but dose-dispensing@99 is none of .*@1/),
  });
}, 400_000);

it('comes by simulate --store to the same as in memory', async () => {
  const args = ['--citizens', '2', '--weeks', '3', '--seed', '5'];
  const [inMemory, stored] = [await command('simulate', ...args), await command('simulate', ...args, '--store')];
  const told = /^current: seed 5, 2 citizens, 3 weeks, digest [0-9a-f]+$/m;
  expect(inMemory.output).toMatch(told);
  expect(told.exec(stored.output)?.[0]).toBe(told.exec(inMemory.output)?.[0]);
  expect([inMemory.code, stored.code]).toEqual([0, 0]);
}, 700_000);
