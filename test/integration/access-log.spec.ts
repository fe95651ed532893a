import { Fhir } from 'fhir';
import { checkAudit } from '../../src/audit/check-audit.ts';
import { sealAudit } from '../../src/audit/seal-audit.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const cpr = '2509479989';
let server: TestServer;
let caseId: string;
beforeEach(async () => {
  server = await startServer();
  caseId = await openActiveCase(server, cpr);
  await server.call('nurse', 'GET', `/api/cases/${caseId}`);
  await server.call('nurse', 'POST', `/api/cases/${caseId}/commands`, {
    type: 'planEnding',
    data: { reason: 'citizenDeclines' },
  });
});
afterEach(() => server.close());

async function sealEverything(): Promise<void> {
  while ((await sealAudit(server.store)) > 0);
}

describe('the chain over the access log', () => {
  it('covers every row once, link after link, however many processes make it', async () => {
    await Promise.all([1, 2, 3].map(() => sealAudit(server.store)));
    await server.call('nurse', 'GET', `/api/cases/${caseId}/explain`);
    await server.call('nurse', 'GET', `/api/cases/${caseId}/journal`);
    await sealEverything();
    const [{ count } = { count: 0 }] = await server.rows<{ count: number }>('select count(*)::int as count from audit');
    const checked = await checkAudit(server.store);
    expect(checked).toMatchObject({ rows: count, unsealed: 0, faults: [] });
    expect(checked.links).toBeGreaterThan(1);
  });

  it('finds a row that was changed, one that was added behind, and one that is gone', async () => {
    await sealEverything();
    const { head } = await checkAudit(server.store);
    await server.call('nurse', 'GET', `/api/cases/${caseId}/explain`);
    await sealEverything();
    const faultsOf = async (sql: string): Promise<string[]> => {
      await server.rows(sql);
      const { faults } = await checkAudit(server.store);
      return faults;
    };
    const [{ id } = { id: '' }] = await server.rows<{ id: string }>('select min(id) as id from audit');
    expect(await faultsOf(`update audit set actor_role = 'gp' where id = ${id}`)).toEqual([
      expect.stringContaining('as they were written, but one was changed'),
    ]);
    expect(await faultsOf(`delete from audit where id = ${id}`)).toEqual([expect.stringMatching(/^Expected \d+ rows/)]);
    expect(await faultsOf('delete from audit_seal where id = 1')).toContainEqual(
      expect.stringContaining('Expected link 1'),
    );
    await server.rows('delete from audit_seal');
    expect((await checkAudit(server.store)).faults).toEqual([]);
    expect((await checkAudit(server.store, head)).faults).toEqual([
      `Expected link ${head?.id} as it was kept elsewhere, but it is gone or another`,
    ]);
  });

  it('finds an event whose content is another than when it was written, by its ciphertext alone', async () => {
    await sealEverything();
    await server.rows(`update journal set sealed = sealed || '\\x00' where case_id = $1 and seq = 2`, [caseId]);
    expect((await checkAudit(server.store)).faults).toEqual([
      `Expected event 2 of the case ${caseId} as it was written, but it was changed`,
    ]);
  });

  it('waits for whoever still writes', async () => {
    await sealEverything();
    const client = await server.database.pool.connect();
    await client.query('begin');
    await client.query(
      `insert into audit (at, actor_kind, actor_id, actor_role, action, detail, purpose) values (now(), 'system', 's', 'system', 'read', 'late', 'operation')`,
    );
    await server.call('nurse', 'GET', `/api/cases/${caseId}`);
    await expect(sealAudit(server.store)).rejects.toThrow(/lock timeout/);
    await client.query('commit');
    client.release();
    await sealEverything();
    expect(await checkAudit(server.store)).toMatchObject({ unsealed: 0, faults: [] });
  });
});

describe('the citizen’s extract', () => {
  const ask = (name: string, format: string, more: object = {}): Promise<Response> =>
    server.call(name, 'POST', '/api/citizens/access-log', { cpr, format, ...more });
  const linesOf = async (answer: Response): Promise<string[]> =>
    (await answer.text()).replace('\uFEFF', '').trim().split('\r\n');

  it('is a table of who, for which organisation, did what and why, and asking for it is in it', async () => {
    await ask('administrator', 'csv');
    const answer = await ask('administrator', 'csv');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [header, ...rows] = await linesOf(answer);
    expect(header).toBe(
      'Tidspunkt (dansk tid);Hvem;Rolle;Organisation;Handling;Hvad;Hvorfor;Slags forløb;Forløbets id',
    );
    expect(rows).toContainEqual(
      expect.stringMatching(
        /;Nanna Prøve \(sygeplejerske\);kommunens sygeplejerske;[^;]+;Læst;Forløbet;Pleje og behandling;Dosispakket medicin;/,
      ),
    );
    expect(rows).toContainEqual(
      expect.stringMatching(/;Ændret;Planlæg ophør;Pleje og behandling;Dosispakket medicin;/),
    );
    expect(rows).toContainEqual(
      expect.stringContaining(';Læst;Denne log over opslag og ændringer;Drift og tilsyn;Dosispakket medicin;'),
    );
    expect(rows.every((row) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d;/.test(row))).toBe(true);
    expect(rows.join()).not.toContain(cpr);
    // Asking for a number that nobody here has tells something too.
    await server.call('administrator', 'POST', '/api/citizens/access-log', { cpr: '2509479970', format: 'csv' });
    const searches = `select detail, purpose from audit where action = 'search' and actor_role = 'administrator'`;
    expect(await server.rows(searches)).toEqual([{ detail: 'nothing found', purpose: 'operation' }]);
  });

  it('is in the citizen’s language, in Danish unless English is asked for, whatever was seen or done', async () => {
    const hold = { type: 'recordHold', data: { reason: 'Ferie', from: '2026-11-20' } };
    await server.call('nurse', 'POST', `/api/cases/${caseId}/commands`, hold);
    // Refused, and logged as tried.
    const refused = await server.call('nurse', 'POST', `/api/cases/${caseId}/commands`, {
      type: 'reopen',
      data: { reason: 'Fortsætter' },
    });
    expect(refused.status).toBe(409);
    for (const path of ['journal', 'explain', 'charges', 'care-messages', 'adverse-event'])
      await server.call('nurse', 'GET', `/api/cases/${caseId}/${path}`);
    for (const path of ['/api/cases', '/api/tasks', '/api/candidates', '/api/statistics/recall'])
      await server.call('nurse', 'GET', path);
    await server.call('administrator', 'GET', '/api/stuck');
    await server.call('nurse', 'POST', '/api/citizens/search', { cpr });
    await server.call('nurse', 'POST', '/api/citizens/search', { name: 'Testborger' });
    await server.call('pharmacist', 'POST', '/api/citizens/emergency-opening', {
      cpr,
      reason: 'Fundet uden sin medicin',
    });
    const { entry } = (await (await ask('administrator', 'fhir')).json()) as {
      entry: { resource: { entity: { detail: { valueString: string }[] }[]; purposeOfEvent: { text: string }[] } }[];
    };
    const told = entry.map(({ resource }) => resource.entity[0]?.detail.map(({ valueString }) => valueString) ?? []);
    expect(told.length).toBeGreaterThan(12);
    for (const [da, en, code] of told) {
      expect([code, da === code, en === code]).toEqual([code, false, false]);
      expect([code, da === en]).toEqual([code, false]);
    }
    const inDanish = await linesOf(await ask('administrator', 'csv'));
    const inEnglish = await linesOf(await ask('administrator', 'csv', { language: 'en' }));
    expect(inEnglish[0]).toBe('Time (Danish);Who;Role;Organisation;Action;What;Why;Kind of case;Id of the case');
    expect(inEnglish).toContainEqual(
      expect.stringContaining(';Read;The case;Care and treatment;Dose-packed medicine;'),
    );
    expect(inDanish.join()).toContain(';Forløbet åbnet i en nødsituation;');
    expect(inDanish.join()).toContain(';Forsøgt ændret;Genoptag forløbet;');
    expect(inDanish.join()).not.toMatch(/treatment|coordination|operation|accepted|refused|municipalNurse/);
    expect((await ask('administrator', 'csv', { language: 'de' })).status).toBe(400);
  });

  it('is a collection of FHIR AuditEvents', async () => {
    const answer = await ask('administrator', 'fhir');
    const { entry } = (await answer.json()) as { entry: { resource: Record<string, unknown> }[] };
    expect(entry.length).toBeGreaterThan(2);
    expect(entry[0]?.resource).toMatchObject({ resourceType: 'AuditEvent', outcome: '0' });
    // What FHIR R4 requires of each, and that it is said of whom, for whom and why.
    for (const { resource } of entry) {
      expect(resource).toMatchObject({
        type: { system: expect.any(String), code: '110110' },
        action: expect.stringMatching(/^[RU]$/),
        recorded: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        purposeOfEvent: [{ text: expect.stringMatching(/./) }],
        source: { observer: { display: 'Dosisflow' } },
        entity: [{ what: { display: expect.stringMatching(/./) } }],
      });
      const agents = resource['agent'] as { who: { display: string }; requestor: unknown }[];
      expect(agents.length).toBeGreaterThan(0);
      for (const { who, requestor } of agents)
        expect([who.display !== '', typeof requestor]).toEqual([true, 'boolean']);
      expect(agents.filter(({ requestor }) => requestor)).toHaveLength(1);
    }
    // An array of this realm's own, as the validator asks for.
    const bundle = JSON.parse(JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry })) as object;
    const { messages } = new Fhir().validate(bundle);
    expect(messages.filter(({ severity }) => /^(error|fatal)/.test(severity ?? ''))).toEqual([]);
  });

  it('is not for those who treat', async () => {
    for (const name of ['nurse', 'gp', 'coordinator']) expect((await ask(name, 'csv')).status).toBe(403);
  });
});
