/** What failed for lasting reasons, tried again by a person: done only when it is done, one at a time and many by a filter. */
import { setClock } from '../../src/db/clock.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import { LedgerAudit } from '../../src/runtime/ledger-audit.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { bodyOf } from '../support/hospital-notification/body-of.ts';
import { buildNotification } from '../support/hospital-notification/build-notification.ts';
import { send } from '../support/hospital-notification/send.ts';
import { eventually } from '../support/runtime.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const drugId = '99000000006';
const packageNumber = '990061';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await setClock(server.database.pool, '2026-03-02T10:00:00Z');
});
afterAll(() => server.close());

const packs = (cpr: string): Promise<string> =>
  openActiveCase(server, cpr, {
    prescriptions: [{ prescriptionId: '1', drugId, validTo: '2028-01-01T00:00:00Z' }],
  });

/** Makes the case unreadable for every process, as a lasting fault does, and returns what mends it. */
async function spoil(caseId: string): Promise<() => Promise<unknown>> {
  const [row] = await server.rows<{ snapshot: Buffer }>('select snapshot from "case" where id = $1', [caseId]);
  await server.rows(`update "case" set snapshot = '\\x00' where id = $1`, [caseId]);
  return () => server.rows('update "case" set snapshot = $2 where id = $1', [caseId, row?.snapshot]);
}

interface Incident {
  id: string;
  status: string;
  attempts: number;
  resolution: string | null;
}
const incidentOf = async (kind: string): Promise<Incident> => {
  const seen = await eventually(
    () =>
      server.rows<Incident>(
        'select id, status, attempts, resolution from incident where kind = $1 order by opened_at desc limit 1',
        [kind],
      ),
    (rows) => rows.length === 1,
  );
  return seen[0]!;
};
const retry = async (id: string): Promise<{ succeeded: boolean; waiting: boolean }> =>
  (await (await server.call('administrator', 'POST', `/api/incidents/${id}/retry`)).json()) as never;
const retryAll = async (filter: object): Promise<object> =>
  (await (await server.call('administrator', 'POST', '/api/incidents/retry', filter)).json()) as object;

it('a case that a broadcast did not reach is told what was last broadcast, once, and only then is it done (E5)', async () => {
  const [reached, missed] = [await packs('2509473001'), await packs('2509473002')];
  const mend = await spoil(missed);
  const tellBackOrder = async (n: number, more: object = {}): Promise<void> => {
    const event = {
      ...{ specversion: '1.0', id: `again-${n}`, source: 'urn:test:again', time: `2026-03-02T09:0${n}:00Z` },
      ...{ type: 'dk.dosisflow.product.backOrderObserved.v1' },
      data: { packageNumber, since: '2026-03-02', source: 'Grossisten', ...more },
    };
    expect((await server.call('adapter', 'POST', '/api/integration/events', [event])).status).toBe(200);
  };
  await tellBackOrder(1);
  const { id, status, attempts } = await incidentOf('broadcast');
  expect(status).toBe('open');
  expect(await retry(id)).toMatchObject({ succeeded: false, waiting: false });
  const again = await incidentOf('broadcast');
  expect(again).toMatchObject({ id, status: 'open' });
  expect(again.attempts).toBeGreaterThan(attempts);

  await mend();
  const counts = { matching: 1, begun: 1, alreadyDone: 0, nothingLeft: 0 };
  expect(await retryAll({ dryRun: true, kind: 'broadcast' })).toEqual(counts);
  expect(await incidentOf('broadcast')).toEqual(again);
  expect(await retryAll({ dryRun: false, kind: 'broadcast' })).toEqual(counts);
  const done = await eventually(
    () => incidentOf('broadcast'),
    (seen) => seen.status === 'resolved',
  );
  expect(done).toMatchObject({ id, resolution: 'retried' });
  const supplies = await server.rows<{ supply: string }>(
    `select state->>'supply' as supply from "case" where id = any($1)`,
    [[reached, missed]],
  );
  expect(supplies).toEqual([{ supply: 'short' }, { supply: 'short' }]);
  const told = await server.rows<{ n: number }>(
    `select count(*)::int as n from journal j join broadcast b on j.key = b.id || ':' || j.case_id
     where j.case_id = any($1) group by j.case_id`,
    [[reached, missed]],
  );
  expect(told).toEqual([{ n: 1 }, { n: 1 }]);
});

it('a message that met a lasting fault is taken when the fault is mended, and not before', async () => {
  const cpr = '2509473003';
  const caseId = await openActiveCase(server, cpr);
  const mend = await spoil(caseId);
  const [body, contentType] = bodyOf(buildNotification({ cpr }));
  expect((await send(server, body, contentType)).code).toBe('transient-error');
  const { id } = await incidentOf('inbox');
  // Whose it is, is shown: to the administrator with the case, to the municipality without it, as a hospital told (P3).
  const shownTo = async (account: string): Promise<object | undefined> => {
    const response = await server.call(account, 'GET', '/api/incidents?kind=inbox');
    return ((await response.json()) as { items: { id: string }[] }).items.find((each) => each.id === id);
  };
  const organisation = directoryId('organisation', 'testkommune-nord');
  expect(await shownTo('administrator')).toMatchObject({ case: caseId, organisation, lastError: expect.any(String) });
  expect(await shownTo('coordinator')).toMatchObject({ case: null, organisation });
  expect(await retry(id)).toMatchObject({ succeeded: false });
  expect(await incidentOf('inbox')).toMatchObject({ id, status: 'open' });
  await mend();
  expect(await retry(id)).toEqual({ succeeded: true, waiting: false });
  expect(await incidentOf('inbox')).toMatchObject({ id, status: 'resolved' });
  expect(
    await server.rows(
      `select from journal j join "case" c on c.id = j.case_id where c.family_id = $1 and kind = 'fact'`,
      [caseId],
    ),
  ).toHaveLength(1);
});

it('a case that disagrees with its tables is compared anew, and done when they agree', async () => {
  const caseId = await openActiveCase(server, '2509473004');
  const [timer] = await server.rows<Record<string, unknown>>(
    'delete from timer where ctid = (select ctid from timer where case_id = $1 limit 1) returning *',
    [caseId],
  );
  if (!timer) throw new Error('Expected the case to have a timer');
  await new LedgerAudit(server.store, definitionOf).nextPage();
  const { id } = await incidentOf('ledger');
  expect(await retry(id)).toEqual({
    succeeded: false,
    waiting: false,
    lastError: `timer without a row: ${timer['key']}`,
  });
  const columns = Object.keys(timer);
  await server.rows(
    `insert into timer (${columns.join(', ')}) values (${columns.map((_, n) => `$${n + 1}`).join(', ')})`,
    Object.values(timer),
  );
  expect(await retry(id)).toEqual({ succeeded: true, waiting: false });
  const audit = await server.rows(`select detail from audit where detail like 'incident%retried%'`);
  expect(audit.length).toBeGreaterThanOrEqual(5);
});
