/** Every command of every workflow by everyone, over the running server, against the page that a reviewer reads. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { personas } from '../../src/auth/access-matrix.ts';
import type { Persona } from '../../src/auth/access-matrix.ts';
import { setClock } from '../../src/db/clock.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import type { WorkflowName } from '../../workflows/definition.ts';
import { allDefinitions, definitionOf } from '../../workflows/registry.ts';
import { arbitraryData } from '../support/arbitrary-data.ts';
import { repository } from '../support/run-tool.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const everyone = (Object.keys(personas) as Persona[]).filter((who) => who !== 'adapter');
const cpr = '2509474301';
const drugId = '99000000006';

let server: TestServer;
const cases: Partial<Record<WorkflowName, string>> = {};

beforeAll(async () => {
  server = await startServer();
  await setClock(server.database.pool, '2026-03-02T11:00:00Z');
  await openActiveCase(server, cpr, {
    prescriptions: [{ prescriptionId: '1', drugId, validTo: '2028-01-01T00:00:00Z' }],
    gpPractice: directoryId('organisation', 'laegehuset-eksempel'),
    pharmacy: directoryId('organisation', 'apoteket-eksempel'),
    region: directoryId('organisation', 'testregion'),
  });
  await tell('fmk.dispensingPeriodObserved', {
    ...{ cpr, periodId: 'p', cardId: 'k', startDate: '2026-04-01', endDate: '2026-04-14', status: 'Planlagt' },
    deadline: '2026-03-20T11:00:00Z',
    drugIds: [drugId],
  });
  const addressedTo = [{ source: 'SKS', id: '9902005' }];
  await tell('fmk.requestObserved', {
    cpr,
    requestId: 'q',
    status: 'unhandled',
    createdBy: 'System',
    addressedTo,
    drugId,
  });
  await tell('product.backOrderObserved', { packageNumber: '990061', since: '2026-03-02', source: 'Grossisten' });
  await tell('hospital.admissionObserved', {
    ...{ cpr, event: 'STIN', change: 'new', messageId: 'm', episodes: ['local|e'], reportOfAdmission: false },
    periodStart: '2026-03-02T08:00:00Z',
    provider: '265161000016000',
  });
  await server.advance('PT1S');
  for (const { id, workflow } of await server.rows<{ id: string; workflow: WorkflowName }>(
    'select id, workflow from "case"',
  ))
    cases[workflow] = id;
});
afterAll(() => server.close());

async function tell(type: string, data: object): Promise<void> {
  const event = { specversion: '1.0', id: type, source: 'urn:test:commands', type: `dk.dosisflow.${type}.v1` };
  const time = '2026-03-02T09:00:00Z';
  const response = await server.call('adapter', 'POST', '/api/integration/events', { ...event, time, data });
  expect([type, await response.json()]).toMatchObject([type, { results: [{ result: 'accepted' }] }]);
}

const cells = (line: string): string[] =>
  line
    .split('|')
    .map((cell) => cell.trim())
    .slice(1, -1);

/** By the page: who says of himself what, and what each may give. */
function readMatrix() {
  const page = readFileSync(join(repository, 'docs/generated/access-matrix.md'), 'utf8');
  const [, who = ''] = page.split(/^## Who$/m);
  const labels = new Map<string, string>();
  for (const line of who.split(/^## /m)[0]?.split('\n') ?? []) {
    const [account = '', label = ''] = cells(line);
    if (account.startsWith('`')) labels.set(account.replaceAll('`', ''), label);
  }
  const [, commands = ''] = page.split(/^## Which commands$/m);
  const allowed = new Map<string, ReadonlySet<string>>();
  for (const section of commands.split(/^### /m).slice(1)) {
    const [title = '', ...lines] = section.split('\n');
    const header = cells(lines.find((line) => line.startsWith('| Command')) ?? '');
    for (const line of lines.filter((each) => each.startsWith('| `'))) {
      const [command = '', ...marks] = cells(line);
      const may = header.slice(1).filter((_, n) => marks[n] === '✓');
      allowed.set(`${title.split('.v')[0]} ${command.replaceAll('`', '')}`, new Set(may));
    }
  }
  return { labels, allowed };
}

const isCommand = ([, { kind }]: [string, { kind: string }]): boolean => kind === 'command';
const walked = allDefinitions.map(({ name }) => name);

it('has a case of every workflow, and on the page every command of it', () => {
  expect(Object.keys(cases).toSorted()).toEqual(walked.toSorted());
  const { allowed, labels } = readMatrix();
  const given = allDefinitions.flatMap(({ name, messages }) =>
    Object.entries(messages)
      .filter((entry) => isCommand(entry) && entry[0] !== 'openCase')
      .map(([type]) => `${name} ${type}`),
  );
  expect([...allowed.keys()].toSorted()).toEqual(given.toSorted());
  expect(everyone.filter((who) => !labels.has(who))).toEqual([]);
});

it.each(walked)('gives each command of %s to those of the page, and refuses it to everyone else', async (workflow) => {
  const { labels, allowed } = readMatrix();
  const id = cases[workflow] ?? '';
  const sees = new Map<string, boolean>();
  for (const who of everyone) sees.set(who, (await server.call(who, 'GET', `/api/cases/${id}`)).status === 200);
  const give = async (who: Persona, type: string): Promise<{ status: number; code: string | undefined }> => {
    const spec = definitionOf(workflow).messages[type];
    if (spec?.kind !== 'command') throw new Error(`Expected a command, but ${type} is none`);
    const [data] = fc.sample(arbitraryData(spec.data), { seed: 7, numRuns: 1 });
    const response = await server.call(who, 'POST', `/api/cases/${id}/commands`, { type, data });
    const { refusal } = (await response.json()) as { refusal?: { code: string } };
    return { status: response.status, code: refusal?.code };
  };
  const commands = [...allowed].filter(([command]) => command.startsWith(`${workflow} `));
  const mayGive = (who: Persona, roles: ReadonlySet<string>): boolean => roles.has(labels.get(who) ?? '');
  const wrong: string[] = [];
  let answered = 0;
  const revision = async (): Promise<number | undefined> => {
    const [row] = await server.rows<{ revision: number }>('select revision from "case" where id = $1', [id]);
    return row?.revision;
  };
  const before = await revision();
  // First what is refused, for that moves nothing.
  for (const [command, roles] of commands) {
    const type = command.slice(workflow.length + 1);
    for (const who of everyone.filter((each) => !mayGive(each, roles))) {
      const { status } = await give(who, type);
      if (sees.get(who) ? status !== 403 : ![403, 404].includes(status)) wrong.push(`${type} by ${who}: ${status}`);
    }
  }
  expect(await revision()).toBe(before);
  for (const [command, roles] of commands) {
    const type = command.slice(workflow.length + 1);
    for (const who of everyone.filter((each) => mayGive(each, roles))) {
      // A command before may have moved the citizen to another municipality, or the case to others.
      const isSeen = (await server.call(who, 'GET', `/api/cases/${id}`)).status === 200;
      const { status, code } = await give(who, type);
      if ([200, 409].includes(status)) answered += 1;
      const isRefused = status === 403 && code !== 'organisationNotAllowed';
      if (isSeen ? isRefused || status === 404 : ![403, 404].includes(status))
        wrong.push(`${type} by ${who}, who may: ${status} ${code}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(answered).toBeGreaterThan(0);
});
