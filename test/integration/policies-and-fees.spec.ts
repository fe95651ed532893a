/** Rules that change while cases run, and the fees that follow FMK's word, on the product's own server. */
import { setClock } from '../../src/db/clock.ts';
import { replay } from '../../src/engine/replay.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { feeTotals } from '../../src/statistics/fee-totals.query.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await setClock(server.database.pool, '2026-03-02T11:00:00Z');
});
afterAll(() => server.close());

let serial = 4000;
const nextCpr = (): string => `250947${String((serial += 1)).padStart(4, '0')}`;

interface Reply {
  status: number;
  body: Record<string, unknown> & { id: string; type: string; items: Record<string, unknown>[] };
}
async function ask(as: string, method: string, path: string, body?: object): Promise<Reply> {
  const response = await server.call(as, method, path, body);
  return { status: response.status, body: (await response.json()) as Reply['body'] };
}
const get = (as: string, path: string): Promise<Reply> => ask(as, 'GET', path);
const command = (caseId: string, type: string, data: object = {}): Promise<Reply> =>
  ask('nurse', 'POST', `/api/cases/${caseId}/commands`, { type, data });
const introduce = (as: string, policy: string, from: string): Promise<Reply> =>
  ask(as, 'POST', '/api/policies/introductions', { policy, from, source: 'Lov nr. 1 om prøver' });
const stateOf = async (caseId: string): Promise<unknown> => (await get('nurse', `/api/cases/${caseId}`)).body['state'];

async function expectReplays(...caseIds: string[]): Promise<void> {
  const { pool } = server.database;
  for (const caseId of caseIds)
    expect(await replay(pool, server.store.keys.vault, definitionOf, caseId)).toEqual({ kind: 'same' });
}

describe('a set of rules', () => {
  it('is introduced by an administrator, for a day to come, once, and audited', async () => {
    expect((await introduce('nurse', 'option-no-consent', '2026-03-10')).status).toBe(403);
    expect((await introduce('administrator', 'law-of-the-jungle', '2026-03-10')).status).toBe(400);
    expect(await introduce('administrator', 'option-no-consent', '2026-03-02')).toMatchObject({
      status: 409,
      body: { type: '/problems/rules-begin-later' },
    });
    const introduced = await introduce('administrator', 'option-no-consent', '2026-03-10');
    expect(introduced).toMatchObject({ status: 201, body: { policy: 'option-no-consent', to: null } });
    expect(await introduce('administrator', 'option-no-consent', '2026-03-11')).toMatchObject({ status: 409 });
    const { body } = await get('nurse', '/api/policies');
    expect(body).toMatchObject({ inForce: { id: 'current' }, introductions: [introduced.body] });
    expect(await server.rows(`select detail from audit where detail like 'introduce%'`)).toEqual([
      { detail: 'introduce option-no-consent from 2026-03-10' },
    ]);
  });

  it('meets a running case at its next decision, and the journal names the rules of each', async () => {
    // No deadline falls due before the rules change, so that the command makes the first decision under them.
    await setClock(server.database.pool, '2026-03-09T20:00:00Z');
    const caseId = await openActiveCase(server, nextCpr(), { entry: 'identified' });
    expect(await stateOf(caseId)).toMatchObject({ consent: 'open.due' });
    expect(await command(caseId, 'agreePayer', { payer: 'municipality' })).toMatchObject({ status: 409 });
    await introduce('administrator', 'proposed-2024-ministry', '2026-03-10');
    await setClock(server.database.pool, '2026-03-09T22:59:00Z');
    expect((await command(caseId, 'countStock', { lastsUntil: '2026-04-01' })).status).toBe(200);
    await setClock(server.database.pool, '2026-03-09T23:00:00Z');

    expect(await stateOf(caseId)).toMatchObject({ consent: 'open.due' });
    const combination = 'current+proposed-2024-ministry+option-no-consent';
    const rules = async (): Promise<unknown> => (await get('nurse', `/api/cases/${caseId}/explain`)).body['rules'];
    expect(await rules()).toEqual({ decidedBy: 'current', inForce: combination });
    expect((await command(caseId, 'agreePayer', { payer: 'municipality' })).status).toBe(200);
    expect(await stateOf(caseId)).toMatchObject({ consent: 'notRequired', fee: 'agreed' });
    expect(await rules()).toEqual({ decidedBy: combination, inForce: combination });
    const { body } = await get('nurse', `/api/cases/${caseId}/journal`);
    const policies = body.items.map(({ policy }) => (policy as { id: string }).id);
    expect([...new Set(policies)]).toEqual([combination, 'current']);
    await expectReplays(caseId);
  });

  it('is found again by replay whatever the installation has introduced since', async () => {
    const caseId = await openActiveCase(server, nextCpr(), { entry: 'identified' });
    const held = await server.rows('select * from policy_introduction');
    expect(held).toHaveLength(2);
    for (const { id } of (await get('nurse', '/api/policies')).body['introductions'] as { id: string }[])
      expect(
        (await ask('administrator', 'POST', `/api/policies/introductions/${id}/end`, { on: '2026-03-12' })).status,
      ).toBe(200);
    await setClock(server.database.pool, '2026-03-12T11:00:00Z');
    expect((await command(caseId, 'countStock', { lastsUntil: '2026-04-01' })).status).toBe(200);
    expect(await stateOf(caseId)).toMatchObject({ consent: 'open.due' });
    await server.rows('delete from policy_introduction');
    await expectReplays(caseId);
  });

  it('ends for a day to come, once', async () => {
    const { body } = await introduce('administrator', 'option-first-choice', '2026-04-01');
    const end = (on: string): Promise<Reply> =>
      ask('administrator', 'POST', `/api/policies/introductions/${body.id}/end`, { on });
    expect((await end('2026-03-20')).status).toBe(409);
    expect((await end('2026-04-01')).body).toMatchObject({ from: '2026-04-01', to: '2026-04-01' });
    expect((await end('2026-05-01')).status).toBe(409);
    expect((await introduce('administrator', 'option-first-choice', '2026-04-01')).status).toBe(201);
  });
});

describe('the fees of a citizen', () => {
  let count = 0;
  let day = '2026-03-12';
  async function fmkTells(cpr: string, ...statuses: string[]): Promise<string> {
    const events = statuses.map((status) => ({
      specversion: '1.0',
      id: `fee-${(count += 1)}`,
      source: 'urn:test:fmk',
      type: 'dk.dosisflow.fmk.dispensingPeriodObserved.v1',
      time: `${day}T10:${String(count % 60).padStart(2, '0')}:00Z`,
      data: {
        cpr,
        periodId: `p-${cpr.slice(-4)}`,
        cardId: 'k',
        startDate: '2026-03-16',
        endDate: '2026-03-29',
        status,
      },
    }));
    const { results } = (await ask('adapter', 'POST', '/api/integration/events', events)).body as unknown as {
      results: { caseId: string; result: string }[];
    };
    expect(results.map(({ result }) => result)).toEqual(statuses.map(() => 'accepted'));
    return results[0]?.caseId ?? '';
  }
  const charges = (caseId: string, as = 'nurse'): Promise<Reply> => get(as, `/api/cases/${caseId}/charges`);

  it('are charged in the commit that hears of the handing out, and reversed when it is undone', async () => {
    const cpr = nextCpr();
    const caseId = await openActiveCase(server, cpr);
    await command(caseId, 'recordSubsidy', { orderedBy: 'gp' });
    await command(caseId, 'recordReimbursement', { percent: 85 });
    const roll = await fmkTells(cpr, 'Pakning afsluttet', 'Ekspederet');
    const standing = { case: roll, dispatchOre: 2375, packingOre: 8750, regionOre: 9456, citizenOre: 1669 };
    expect((await charges(caseId)).body).toMatchObject({
      items: [{ ...standing, reversedAt: null, tariff: 'bek-1955-2020', handedOutOn: '2026-03-12' }],
      totals: { regionOre: 9456, citizenOre: 1669, municipalityOre: 0, unknownOre: 0 },
    });
    await fmkTells(cpr, 'Pakning afsluttet');
    expect((await charges(roll)).body).toMatchObject({
      items: [{ ...standing, reversedAt: '2026-03-12T11:00:00.000Z' }],
      totals: { regionOre: 0, citizenOre: 0 },
    });
    await fmkTells(cpr, 'Ekspederet');
    expect((await charges(caseId)).body.items).toMatchObject([{ case: roll }, { ...standing, reversedAt: null }]);
    await expectReplays(caseId, roll);
  });

  it('are for those who treat the citizen, and every reading is logged (P2, P3)', async () => {
    const cpr = nextCpr();
    const caseId = await openActiveCase(server, cpr);
    await fmkTells(cpr, 'Ekspederet');
    expect((await charges(caseId, 'coordinator')).body).toEqual({ items: [] });
    const [row] = await server.rows<{ n: number }>(
      `select count(*)::int as n from audit where case_id = $1 and action = 'read' and detail = 'charges'`,
      [caseId],
    );
    expect(row?.n).toBe(1);
  });

  it('are summed by payer for coordinators, and hidden where they could be recognised', async () => {
    const totals = async (as: string): Promise<unknown> =>
      (await get(as, '/api/statistics/fees?from=2026-03-01&to=2026-03-31')).body.items;
    expect(await totals('coordinator')).toEqual([{ municipality: expect.any(String), hidden: true }]);
    for (let n = 0; n < 3; n += 1) {
      const cpr = nextCpr();
      await openActiveCase(server, cpr);
      await fmkTells(cpr, 'Ekspederet');
    }
    expect(await totals('coordinator')).toMatchObject([
      {
        hidden: false,
        rolls: 5,
        citizens: 5,
        regionOre: 9456,
        citizenOre: 1669,
        municipalityOre: 0,
        unknownOre: 44_500,
      },
    ]);
    expect((await get('nurse', '/api/statistics/fees?from=2026-03-01&to=2026-03-31')).status).toBe(403);
    // Two ranges that differ by a day would tell of whoever was handed a roll that day.
    for (const range of ['from=2026-03-02&to=2026-03-31', 'from=2026-03-01&to=2026-03-30']) {
      expect([range, (await get('coordinator', `/api/statistics/fees?${range}`)).status]).toEqual([range, 400]);
    }
    // And a longer range beside a shorter, of the few citizens of the month between.
    await server.rows(
      `insert into fee_charge select (jsonb_populate_record(f, jsonb_build_object('handed_out_on', '2026-04-02', 'key', 'April'))).*
       from fee_charge f where f.reversed_at is null limit 1`,
    );
    const longer = (await get('coordinator', '/api/statistics/fees?from=2026-03-01&to=2026-04-30')).body.items;
    expect(longer).toEqual([{ municipality: expect.any(String), hidden: true }]);
    await server.rows(`delete from fee_charge where handed_out_on = '2026-04-02'`);
  });

  it('are those of both merged regions for a regional coordinator from 2027, whichever of their codes the register has (R89)', async () => {
    const [region] = await server.rows<{ id: string }>(`select id from organisation where kind = 'region'`);
    const seen = async (today: string): Promise<number> => {
      const seenBy = { organisationId: region?.id ?? '', all: false, today };
      return (await feeTotals(server.store.pool, seenBy, '2026-03-01', '2026-03-31')).length;
    };
    const known = (kind: string, code: string): Promise<unknown> =>
      server.rows(`update organisation set region_code = $2 where kind = $1 and name <> 'Testkommune Syd'`, [
        kind,
        code,
      ]);
    expect(await seen('2026-12-31')).toBe(1);
    await known('municipality', '1085');
    expect([await seen('2026-12-31'), await seen('2027-01-01')]).toEqual([0, 1]);
    await known('municipality', '1084');
    await known('region', '1085');
    expect([await seen('2026-12-31'), await seen('2027-01-01')]).toEqual([0, 1]);
    await known('region', '1083');
    expect(await seen('2027-01-01')).toBe(0);
    await known('region', '1084');
  });

  it('follow a tariff that an administrator enters, from its day on', async () => {
    const [shipped] = (await get('nurse', '/api/tariffs')).body.items;
    expect(shipped).toMatchObject({ id: 'bek-1955-2020', dispatchOre: 1900, packingOre: 7000, inForce: true });
    const { inForce: _, ...amounts } = shipped ?? {};
    const next = { ...amounts, id: 'own-2026', validFrom: '2026-03-13', packingOre: 7252, source: 'Taksten' };
    expect((await ask('nurse', 'POST', '/api/tariffs', next)).status).toBe(403);
    expect((await ask('administrator', 'POST', '/api/tariffs', { ...next, packingOre: 1.5 })).status).toBe(400);
    const refused = async (changed: object): Promise<unknown[]> => {
      const { status, body } = await ask('administrator', 'POST', '/api/tariffs', { ...next, ...changed });
      const { faults } = body as unknown as { faults: { field: string; rule: string }[] };
      return [status, ...faults.map(({ field, rule }) => `${field} ${rule}`)];
    };
    expect((await ask('administrator', 'POST', '/api/tariffs', { ...next, packingOre: 1 })).status).toBe(201);
    expect(await refused({ id: 'other-2026' })).toEqual([409, 'validFrom dayTaken']);
    expect(await refused({ validFrom: '2026-03-12' })).toEqual([409, 'validFrom laterDay']);
    expect(await refused({ id: 'bek-1955-2020' })).toEqual([409, 'validFrom dayTaken']);
    // What has not begun can be put right.
    expect((await ask('administrator', 'POST', '/api/tariffs', next)).status).toBe(201);
    const logged = await server.rows<{ detail: string }>(
      `select detail from audit where detail like 'enter the tariff own-2026%' order by id`,
    );
    expect(logged.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^enter the tariff own-2026 from 2026-03-13: .*\bpackingOre 1, .*feeDays 14/),
      'enter the tariff own-2026 from 2026-03-13: packingOre 1 → 7252',
    ]);
    await setClock(server.database.pool, '2026-03-13T11:00:00Z');
    expect((await get('nurse', '/api/tariffs')).body.items).toMatchObject([{ inForce: false }, { inForce: true }]);
    expect(await refused({ validFrom: '2026-03-20' })).toEqual([409, 'id nameTaken']);
    const cpr = nextCpr();
    const caseId = await openActiveCase(server, cpr);
    await fmkTells(cpr, 'Ekspederet');
    expect((await charges(caseId)).body.items).toMatchObject([{ tariff: 'bek-1955-2020', packingOre: 8750 }]);
    day = '2026-03-13';
    await fmkTells(cpr, 'Pakning afsluttet', 'Ekspederet');
    expect((await charges(caseId)).body.items).toMatchObject([
      { tariff: 'bek-1955-2020', reversedAt: '2026-03-13T11:00:00.000Z' },
      { tariff: 'own-2026', packingOre: 9065, handedOutOn: '2026-03-13', reversedAt: null },
    ]);
  });

  it('have the GP’s start after a pause, which the region pays (code 4500), and none that few citizens would tell', async () => {
    const cpr = nextCpr();
    const caseId = await openActiveCase(server, cpr);
    await command(caseId, 'recordHold', { from: '2026-03-13', reason: 'Ferie' });
    await setClock(server.database.pool, '2026-03-16T11:00:00Z');
    expect((await charges(caseId)).body.items).toEqual([]);
    await command(caseId, 'endHold');
    const again = { kind: 'gpStart', case: caseId, handedOutOn: '2026-03-16', days: 0 };
    expect((await charges(caseId)).body).toMatchObject({
      items: [{ ...again, serviceOre: 45_000, regionOre: 45_000, packingOre: 0, tariff: 'own-2026' }],
      totals: { regionOre: 45_000, citizenOre: 0 },
    });
    const { body } = await get('coordinator', '/api/statistics/fees?from=2026-03-01&to=2026-03-31');
    expect(body.items).toMatchObject([{ hidden: false, rolls: 6, rePrescriptionOre: 0 }]);
    expect(body.items[0]).not.toHaveProperty('gpStartOre');
    await expectReplays(caseId);
  });
});
