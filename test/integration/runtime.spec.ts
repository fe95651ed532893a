import { createHmac } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { NoticeDelivery } from '../../src/runtime/notice-delivery.ts';
import { LedgerAudit } from '../../src/runtime/ledger-audit.ts';
import { Store } from '../../src/db/store.ts';
import { Engine } from '../../src/engine/engine.ts';
import { done, message, startEngine } from '../support/engine.ts';
import type { EngineHarness } from '../support/engine.ts';
import { errandDefinitions } from '../support/errand-workflow.ts';
import { startRedis } from '../support/redis-server.ts';
import type { RedisServer } from '../support/redis-server.ts';
import { onBothBackends } from '../support/backends.ts';
import { eventually, startReceiver, startRuntime } from '../support/runtime.ts';

onBothBackends((onRedis) => {
  let redis: RedisServer | undefined;
  let h: EngineHarness;
  let workers: INestApplicationContext[];
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  const engine = (): Engine => workers[0]!.get(Engine);

  beforeAll(async () => {
    h = await startEngine(errandDefinitions);
    receiver = await startReceiver();
    await h.database.pool.query('update organisation set webhook_url = $1', [receiver.url]);
    redis = onRedis ? await startRedis() : undefined;
    workers = [await startRuntime(h, redis?.url), await startRuntime(h, redis?.url)];
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.close()));
    await receiver.close();
    await redis?.stop();
    await h.close();
  });
  beforeEach(() => {
    receiver.deliveries.length = 0;
    receiver.answer.status = 204;
  });

  const open = async (): Promise<string> =>
    done(
      await engine().handle({
        to: 'new',
        workflow: 'dose-dispensing',
        citizenId: await h.citizen(),
        parties: h.parties,
        scope: 'test',
        message: message('open'),
      }),
    ).caseId;
  const command = (caseId: string, type: string, data = {}) =>
    engine().handle({ to: 'case', caseId, scope: 'test', message: message(type, data) });
  const waitingDue = async (): Promise<string> => {
    const caseId = await open();
    await command(caseId, 'ask');
    return caseId;
  };
  const makeDue = (ids: string[]) =>
    h.database.pool.query(`update timer set due_at = now() where case_id = any($1)`, [ids]);
  const outbox = (ids: string[]) =>
    h.rows<{ status: string; n: number }>(
      'select status, count(*)::int as n from outbox where case_id = any($1) group by status',
      [ids],
    );

  it('fires due timers once and delivers what they cause, signed, with two workers at it', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, waitingDue));
    await makeDue(ids);
    await eventually(
      () => outbox(ids),
      ([row]) => row?.status === 'delivered' && row.n === 40,
    );
    const mine = receiver.deliveries.filter(({ body }) =>
      ids.includes((JSON.parse(body) as { caseId: string }).caseId),
    );
    expect(new Set(mine.map(({ headers }) => headers['webhook-id'])).size).toBe(40);
    const { headers, body } = mine[0]!;
    expect(JSON.parse(body)).toMatchObject({ type: 'overdue' });
    const secret = h.keys.vault.hash('webhook', h.parties.municipality);
    const signed = createHmac('sha256', secret)
      .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
      .digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signed}`);
  });

  it('makes an incident of what keeps failing, and resolves it only when a repeat was delivered (E5)', async () => {
    receiver.answer.status = 410;
    const caseId = await waitingDue();
    await makeDue([caseId]);
    const incident = () =>
      h.rows<{ status: string; last_error: string }>('select status, last_error from incident where case_id = $1', [
        caseId,
      ]);
    await eventually(incident, ([row]) => row?.status === 'open');
    expect((await incident())[0]?.last_error).toMatch('410');
    await h.database.pool.query(`update outbox set status = 'pending', due_at = now() where case_id = $1`, [caseId]);
    await eventually(
      () => outbox([caseId]),
      ([row]) => row?.status === 'failed',
    );
    expect((await incident())[0]?.status).toBe('open');
    receiver.answer.status = 204;
    await h.database.pool.query(`update outbox set status = 'pending', due_at = now() where case_id = $1`, [caseId]);
    await eventually(incident, ([row]) => row?.status === 'resolved');
  });

  it('tries again later what fails in a passing way', async () => {
    receiver.answer.status = 503;
    const caseId = await waitingDue();
    await makeDue([caseId]);
    const row = () =>
      h.rows<{ attempts: number; status: string; failedOnce: boolean }>(
        'select attempts, status, last_error is not null as "failedOnce" from outbox where case_id = $1',
        [caseId],
      );
    await eventually(row, ([seen]) => seen?.attempts === 1 && seen.failedOnce);
    receiver.answer.status = 204;
    await eventually(row, ([seen]) => seen?.status === 'delivered');
    expect((await row())[0]?.attempts).toBe(2);
  });

  it('carries a broadcast to every case once, with progress', async () => {
    const ids = await Promise.all(Array.from({ length: 120 }, open));
    await Promise.all(ids.map((id) => command(id, 'pack', { drugId: 'D' })));
    await command(ids[0]!, 'recall', { drugIds: ['D'] });
    await eventually(
      () =>
        h.rows<{ done: boolean; handled: number; expected: number }>(
          'select finished_at is not null as done, handled, expected from broadcast',
        ),
      ([row]) => row?.done === true,
    );
    expect(await h.rows('select handled, expected from broadcast')).toEqual([{ handled: 120, expected: 120 }]);
    expect(
      await h.rows(
        `select count(*)::int as n, count(distinct case_id)::int as cases from journal where type = 'recalled'`,
      ),
    ).toEqual([{ n: 120, cases: 120 }]);
  });

  it('goes on when the queue is emptied or dropped, and the bell comes back (E7)', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, waitingDue));
    await makeDue(ids.slice(0, 15));
    await (redis ? redis.empty() : h.database.pool.query('drop schema bullmq cascade'));
    await makeDue(ids.slice(15));
    await eventually(
      () => outbox(ids),
      ([row]) => row?.status === 'delivered' && row.n === 30,
    );
    const fired = await h.rows<{ n: number }>(
      `select count(*)::int as n from journal where case_id = any($1) and kind = 'timer' and outcome = 'accepted' group by case_id`,
      [ids],
    );
    expect(fired).toEqual(ids.map(() => ({ n: 1 })));
    if (!redis) {
      await eventually(
        () => h.rows<{ there: boolean }>(`select to_regnamespace('bullmq') is not null as there`),
        ([row]) => row?.there === true,
      );
    }
  });

  it('finds nothing to object to in the ledger, and finds what was tampered with (E4)', async () => {
    const audit = workers[0]!.get(LedgerAudit);
    expect(await audit.everything()).toEqual([]);
    const caseId = await waitingDue();
    await h.database.pool.query('delete from timer where case_id = $1', [caseId]);
    await h.database.pool.query(
      `insert into timer (case_id, key, token, due_at) values (gen_random_uuid(), 'x', 1, 'infinity')`,
    );
    expect((await audit.everything()).map(({ what }) => what).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'timer without a case: x',
      'timer without a row: xstate.after.reply.errand.errand.waiting',
    ]);
  });
});

it('hands an effect whose worker died to another when its lease is over', async () => {
  const h = await startEngine(errandDefinitions);
  const store = new Store(
    h.database.dataSource,
    h.database.pool,
    h.keys,
    async () => '2026-03-09T08:00:00.000Z',
    h.database.url,
  );
  const caseId = await h.open();
  await h.command(caseId, 'ask');
  await h.setTime('2026-03-09T08:00:00.000Z');
  await h.engine.fireDueTimers();
  await h.database.pool.query(`update outbox set attempts = 1, due_at = now() + interval '60 seconds'`);
  const notices = new NoticeDelivery({ store, engine: h.engine, webhooks: 'local' });
  expect(await notices.deliverDue()).toBe(0);
  await h.database.pool.query(`update outbox set due_at = now()`);
  expect(await notices.deliverDue()).toBe(1);
  expect(await h.rows('select status, outcome from outbox')).toEqual([{ status: 'delivered', outcome: 'taskOnly' }]);
  await h.close();
});
