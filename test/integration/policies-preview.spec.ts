/** What a planned set of rules would change for the running cases, counted and nothing written (R10). */
import { setClock } from '../../src/db/clock.ts';
import { previewRules } from '../../src/engine/preview-rules.ts';
import type { Preview } from '../../src/engine/preview-rules.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { endOf, run } from '../support/processes.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await setClock(server.database.pool, '2026-03-02T11:00:00Z');
});
afterAll(() => server.close());

async function preview(...sets: string[]): Promise<Preview> {
  const { pool, keys, clock } = server.store;
  return previewRules({ pool, keys, clock, definitions: definitionOf }, sets, () => {});
}
const rule = ({ rules }: Preview, name: string) => {
  const found = rules.find((each) => each.rule === name);
  return found && { cases: found.cases, changes: Object.fromEntries(found.changes) };
};

it('counts by rule which tasks would come and go and what would be possible, and writes nothing', async () => {
  for (const cpr of ['2509474001', '2509474002']) await openActiveCase(server, cpr, { entry: 'identified' });
  const running = await openActiveCase(server, '2509474003');
  const rowsOf = (): Promise<object[]> =>
    server.rows('select (select count(*) from journal) as journal, (select sum(revision) from "case") as revisions');
  const before = await rowsOf();

  const seen = await preview('option-no-consent', 'proposed-2024-ministry');
  expect(seen).toMatchObject({ inForce: 'current', cases: 3 });
  expect(rule(seen, 'consentRequired')).toEqual({
    cases: 2,
    changes: { 'task closed dose-dispensing.consent.open.due': 2, 'now possible withdrawConsent': 2 },
  });
  expect(rule(seen, 'pharmacyMayInitiate')).toMatchObject({ cases: 2, changes: { 'now possible referToPharmacy': 2 } });
  // A citizen taken over: who pays may be agreed anew, and nothing else would be another.
  expect(rule(seen, 'municipalPayerAllowed')).toEqual({
    cases: 3,
    changes: { 'now possible agreePayer (municipality)': 3 },
  });
  expect(rule(seen, 'together')).toMatchObject({ cases: 3 });
  // What is so already is no change.
  expect(rule(seen, 'pharmacistMayOrderDoseSubsidy')).toBeUndefined();
  expect(await rowsOf()).toEqual(before);
  expect((await server.call('nurse', 'GET', `/api/cases/${running}`)).status).toBe(200);
  await expect(preview('law-of-the-jungle')).rejects.toThrow('law-of-the-jungle');
});

it('is a command that prints the counts', async () => {
  const running = run('scripts/policies.js', ['--preview', 'option-no-consent'], {
    DATABASE_URL: server.database.url,
    DOSISFLOW_DATA: server.dataFolder,
    DOSISFLOW_CLOCK: 'simulated',
  });
  const { code } = await endOf(running);
  expect(running.output()).toContain('3 running cases, under current now.');
  expect(running.output()).toContain('consentRequired: true → false: 2 case(s)');
  expect(code).toBe(0);
});
