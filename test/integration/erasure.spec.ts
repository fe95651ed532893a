import { eraseCitizen, erasePastRetention, reapplyErasures } from '../../src/audit/erase-citizen.ts';
import { removePastRetention } from '../../src/audit/remove-past-retention.ts';
import { retention } from '../../src/audit/retention.ts';
import { checkAudit } from '../../src/audit/check-audit.ts';
import { sealAudit } from '../../src/audit/seal-audit.ts';
import { readConfig } from '../../src/config.ts';
import { setClock } from '../../src/db/clock.ts';
import { findOrCreateCitizen } from '../../src/directory/find-or-create-citizen.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import { replay } from '../../src/engine/replay.ts';
import { LedgerAudit } from '../../src/runtime/ledger-audit.ts';
import type { Cpr } from '../../src/kernel/cpr.ts';
import { openDatabase } from '../../src/start.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { endOf, run as runScript } from '../support/processes.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const cpr = '2509479989';
let server: TestServer;
let caseId: string;
beforeEach(async () => {
  server = await startServer();
  caseId = await openActiveCase(server, cpr);
});
afterEach(() => server.close());

const erase = (ground?: string) => eraseCitizen(server.store, { caseId, ground, by: 'test' });

async function closeCase(): Promise<void> {
  const response = await server.call('nurse', 'POST', `/api/cases/${caseId}/commands`, {
    type: 'voidCase',
    data: { reason: 'Forkert borger' },
  });
  expect(response.status).toBe(200);
}

async function yearsLater(years: number): Promise<void> {
  const at = new Date(await server.store.clock(server.store.pool));
  at.setUTCFullYear(at.getUTCFullYear() + years);
  at.setUTCDate(at.getUTCDate() + 1);
  await setClock(server.store.pool, at.toISOString());
}

describe('erasing a citizen', () => {
  it('refuses while a case is open, and inside the retention without a legal ground', async () => {
    expect(await erase('Datatilsynet')).toEqual({ kind: 'open' });
    await closeCase();
    expect(await erase()).toMatchObject({ kind: 'retained' });
    expect((await server.call('nurse', 'GET', `/api/cases/${caseId}`)).status).toBe(200);
  });

  it('leaves nothing that can be read or found, and everything that is counted', async () => {
    await closeCase();
    await server.rows(`insert into statistic (case_id, key, kind, occurred_at) values ($1, 'test', 'test', now())`, [
      caseId,
    ]);
    const counted = await server.rows('select * from statistic where case_id = $1', [caseId]);
    const erased = await erase('Afgørelse 12/2026');
    expect(erased).toMatchObject({ kind: 'erased', report: { cases: 1, numbers: 1, statisticsKept: counted.length } });
    expect(await server.rows('select * from statistic where case_id = $1', [caseId])).toEqual(counted);
    expect((await server.call('nurse', 'GET', `/api/cases/${caseId}`)).status).toBe(404);
    const search = await server.call('nurse', 'POST', '/api/citizens/search', { cpr });
    expect(await search.json()).toEqual({ items: [] });
    expect(await replay(server.database.pool, server.store.keys.vault, definitionOf, caseId)).toEqual({
      kind: 'erased',
    });
    expect(await server.rows('select key from timer where case_id = $1', [caseId])).toEqual([]);
    expect(await new LedgerAudit(server.store, definitionOf).everything()).toEqual([]);
    expect(await erase('again')).toMatchObject({ kind: 'already', ground: 'Afgørelse 12/2026' });
    while ((await sealAudit(server.store)) > 0);
    expect((await checkAudit(server.store)).faults).toEqual([]);
  });

  it('lets the number begin again as somebody new', async () => {
    await closeCase();
    await erase('Afgørelse 12/2026');
    expect(await openActiveCase(server, cpr)).not.toBe(caseId);
  });

  it('is done by itself when the retention is over, and not a day before', async () => {
    await closeCase();
    await yearsLater(retention.recordYears - 1);
    expect(await erasePastRetention(server.store)).toBe(0);
    await yearsLater(1);
    expect(await erasePastRetention(server.store)).toBe(1);
    expect(await server.rows('select erased_by as by from keys.erasure')).toEqual([{ by: 'retention' }]);
  });

  it('is done again to a backup from before, by hand and by a process that starts', async () => {
    await closeCase();
    const keep = ['keys.citizen_key', 'citizen_number'];
    for (const table of keep)
      await server.rows(`create table kept_${table.replace('.', '_')} as select * from ${table}`);
    await erase('Afgørelse 12/2026');
    for (const table of keep) await server.rows(`insert into ${table} select * from kept_${table.replace('.', '_')}`);
    expect((await server.call('nurse', 'GET', `/api/cases/${caseId}`)).status).toBe(200);
    expect(await reapplyErasures(server.database.pool)).toBe(1);
    expect((await server.call('nurse', 'GET', `/api/cases/${caseId}`)).status).toBe(404);
    expect(await reapplyErasures(server.database.pool)).toBe(0);
    for (const table of keep) await server.rows(`insert into ${table} select * from kept_${table.replace('.', '_')}`);
    const env = { DATABASE_URL: server.database.url, DOSISFLOW_DATA: server.dataFolder, DOSISFLOW_CLOCK: 'simulated' };
    const lines: string[] = [];
    const opened = await openDatabase(readConfig(env), (line) => lines.push(line));
    await opened.stop();
    expect(lines).toEqual([expect.stringContaining('1 citizens were erased again')]);
    expect((await server.call('nurse', 'GET', `/api/cases/${caseId}`)).status).toBe(404);
  });
});

describe('what nothing keeps any more', () => {
  it('goes by itself: permissions and the access log with the record, a citizen without a case after thirty days', async () => {
    const reason = 'Indlagt uden medicinliste';
    expect((await server.call('gp', 'POST', '/api/citizens/emergency-opening', { cpr, reason })).status).toBe(200);
    await findOrCreateCitizen(server.store, {
      cpr: '2509479012' as Cpr,
      municipalityId: directoryId('organisation', 'testkommune-nord'),
      at: await server.store.clock(server.store.pool),
    });
    while ((await sealAudit(server.store)) > 0);
    const count = async (table: string): Promise<number> =>
      (await server.rows<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n ?? -1;
    expect([await count('citizen'), await count('personal_access')]).toEqual([2, 1]);
    await removePastRetention(server.store);
    expect([await count('citizen'), await count('personal_access')]).toEqual([2, 1]);

    const logged = await count('audit');
    await yearsLater(retention.accessLogYears);
    await server.call('nurse', 'GET', `/api/cases/${caseId}`);
    while ((await sealAudit(server.store)) > 0);
    await removePastRetention(server.store);
    expect([await count('citizen'), await count('personal_access')]).toEqual([1, 0]);
    expect(await count('audit')).toBeLessThan(logged);
    expect(await checkAudit(server.store)).toMatchObject({ faults: [] });
    // Nobody else can cut the log off: the beginning is proven by the key.
    await server.rows('update audit_seal set removed = hash where removed is not null');
    expect((await checkAudit(server.store)).faults).not.toEqual([]);
  });
});

describe('npm run erase', () => {
  it('refuses inside the retention, and reports what went and what stays; the access log is checked as before', async () => {
    const runs = async (script: string, args: string[]): Promise<{ code: number | null; said: string }> => {
      const tool = runScript(script, args, {
        DATABASE_URL: server.database.url,
        DOSISFLOW_DATA: server.dataFolder,
        DOSISFLOW_CLOCK: 'simulated',
      });
      const { code } = await endOf(tool);
      return { code, said: tool.output() };
    };
    const run = (...args: string[]) => runs('scripts/erase.js', args);
    expect(await run('nobody')).toEqual({ code: 1, said: expect.stringContaining('Expected the id of a case') });
    expect(await run(caseId)).toEqual({ code: 1, said: expect.stringContaining('but one is open') });
    await closeCase();
    expect(await run(caseId)).toEqual({ code: 1, said: expect.stringContaining('10 years of retention') });
    const erased = await run(caseId, '--ground', 'Afgørelse 12/2026');
    expect(erased).toEqual({ code: 0, said: expect.stringContaining('1 cases, ') });
    expect(erased.said).toContain('1 numbers removed');
    expect(erased.said).not.toMatch(/2509479989|Prøve/);
    expect(await run(caseId)).toEqual({ code: 1, said: expect.stringContaining('Afgørelse 12/2026') });
    expect(await run('--again')).toEqual({ code: 0, said: expect.stringContaining('0 citizens were erased again') });
    // The log of who saw the citizen stays, and can still be checked.
    const check = () => runs('scripts/check-access-log.js', []);
    expect(await check()).toEqual({ code: 0, said: expect.stringContaining('All is as it was written.') });
    await server.rows(`update audit set actor_id = 'another' where detail = 'erased'`);
    expect(await check()).toEqual({ code: 1, said: expect.stringContaining('but one was changed') });
  }, 240_000);
});
