/** A command that answers a task is for the organisation that has it, where several of a profession take part. */
import { randomUUID } from 'node:crypto';
import { replay } from '../../../src/engine/replay.ts';
import { openDevelopmentIssuer } from '../../../src/auth/development-issuer.ts';
import { directoryId } from '../../../src/directory/seed-directory.ts';
import { definitionOf } from '../../../workflows/registry.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

const municipality = directoryId('organisation', 'testkommune-nord');
const region = directoryId('organisation', 'testregion');
const pharmacy = directoryId('organisation', 'apoteket-eksempel');
const drug = { drugId: '28103000001', isDoseDispensable: true, hasStructuredDosage: true, dosing: 'packed' };
const stability = { stableBackward: true, stableForward: true, changePlanned: false };

interface Command {
  type: string;
  disabledReason?: { da: string; en: string };
}
interface Body {
  [field: string]: unknown;
  id: string;
  refusal?: { code: string; message: { da: string; en: string } };
  allowedCommands: Command[];
  tasks: { commands: string[] }[];
}

let server: TestServer;
let regionalToken: string;
beforeAll(async () => {
  server = await startServer();
  await server.rows(`update clock set at = '2026-03-02T08:00:00Z'`);
  await server.rows(
    `insert into person (id, subject, kind, name, role, organisation_id)
     values ($1, 'regional-nurse', 'person', 'Rie Prøve', 'municipalNurse', $2)`,
    [randomUUID(), region],
  );
  regionalToken = await (await openDevelopmentIssuer(server.dataFolder, 'dosisflow')).sign('regional-nurse', ['cases']);
});
afterAll(() => server.close());

async function ask(name: string, method: string, path: string, body?: object, key: string = randomUUID()) {
  const headers: Record<string, string> = { 'idempotency-key': key };
  if (name === 'regional-nurse') headers['authorization'] = `Bearer ${regionalToken}`;
  const as = name === 'regional-nurse' ? 'nurse' : name;
  const response = await server.call(as, method, path, body, headers);
  return { status: response.status, body: (await response.json()) as Body };
}
const agree = (routes: object[], parties: string[]) =>
  ask('coordinator', 'POST', '/api/agreements', { parties, routes, validFrom: '2026-03-02' });
let serial = 7100;
async function found(): Promise<string> {
  const cpr = `250947${(serial += 1)}`;
  const data = { cpr, entry: 'identified', pharmacy, region };
  const { status, body } = await ask('nurse', 'POST', '/api/cases', { workflow: 'dose-dispensing', data });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body.id;
}
const give = (name: string, caseId: string, type: string, data: object = {}, key?: string) =>
  ask(name, 'POST', `/api/cases/${caseId}/commands`, { type, data }, key);
const offered = async (name: string, caseId: string, type: string): Promise<Command | undefined> =>
  (await ask(name, 'GET', `/api/cases/${caseId}`)).body.allowedCommands.find((command) => command.type === type);
const notTheirs = { status: 403, body: { refusal: { code: 'organisationNotAllowed' } } };

it('refuses the nurse of the municipality what the region’s nurse was given by agreement, until it falls back', async () => {
  const route = { kind: 'suitability', role: 'municipalNurse', party: 'region' };
  const agreed = await agree([route], [municipality, region]);
  expect(agreed).toMatchObject({ status: 201 });
  const caseId = await found();
  const late = await found();

  const key = randomUUID();
  const refused = await give('nurse', caseId, 'stateStability', stability, key);
  expect(refused).toMatchObject(notTheirs);
  expect(refused.body.refusal?.message).toEqual({
    da: expect.stringContaining('en anden organisation i forløbet har fået; bed den om at svare'),
    en: expect.stringContaining('from the organisation that has the task, but yours is another; ask it to answer'),
  });
  // The page says the same before it is tried.
  expect((await offered('nurse', caseId, 'stateStability'))?.disabledReason).toEqual(refused.body.refusal?.message);
  expect(await offered('regional-nurse', caseId, 'stateStability')).not.toHaveProperty('disabledReason');
  // What answers no task goes by role and part in the case, as does what another profession records.
  expect(await give('nurse', caseId, 'recordDrug', drug)).toMatchObject({ status: 200 });
  expect(await give('pharmacist', caseId, 'stateStability', stability)).toMatchObject({ status: 200 });
  expect(await give('regional-nurse', caseId, 'assessSuited')).toMatchObject({ status: 200 });
  // Its answer is kept under its key, though now nobody waits.
  expect(await give('nurse', caseId, 'stateStability', stability, key)).toMatchObject(notTheirs);
  expect(await replay(server.database.pool, server.store.keys.vault, definitionOf, caseId)).toEqual({ kind: 'same' });

  // Overdue it is the municipality's again, whose nurse answers for those who did not.
  expect(await give('nurse', late, 'stateStability', stability)).toMatchObject(notTheirs);
  await server.advance('P15D');
  expect(await give('regional-nurse', late, 'stateStability', stability)).toMatchObject(notTheirs);
  expect(await give('nurse', late, 'stateStability', stability)).toMatchObject({ status: 200 });
  await ask('coordinator', 'POST', `/api/agreements/${agreed.body.id}/end`, { lastDay: '2026-03-17' });
  await server.advance('P1D');
});

it('refuses the region’s nurse what the municipality’s nurse was never relieved of', async () => {
  const caseId = await found();
  const stated = await give('nurse', caseId, 'stateStability', stability);
  expect(stated).toMatchObject({ status: 200 });
  expect(await give('regional-nurse', caseId, 'assessSuited')).toMatchObject(notTheirs);
  expect((await offered('regional-nurse', caseId, 'assessSuited'))?.disabledReason?.da).toContain(
    'bed den om at svare',
  );
  expect(await give('nurse', caseId, 'assessSuited')).toMatchObject({ status: 200 });
});
