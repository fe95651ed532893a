import { LedgerAudit } from '../../src/runtime/ledger-audit.ts';
import { Store } from '../../src/db/store.ts';
import { simulatedClock } from '../../src/db/clock.ts';
import type { Definitions } from '../../src/engine/load-family.ts';
import { countCases, planMigration, runMigration } from '../../src/engine/migrate-cases.ts';
import type { Moved, Planned } from '../../src/engine/migrate-cases.ts';
import { replay } from '../../src/engine/replay.ts';
import type { Actor } from '../../workflows/definition.ts';
import { client, done, message, start, startEngine } from '../support/engine.ts';
import type { EngineHarness } from '../support/engine.ts';
import { errandDefinitions } from '../support/errand-workflow.ts';
import { withForgetfulVersion, withSecondVersion, withSilentVersion } from '../support/errand-workflow-v2.ts';
import { mutant, stateAt } from '../../scripts/verify-workflows/mutant.ts';
import { definitionOf } from '../../workflows/registry.ts';

const administrator: Actor = { kind: 'person', id: 'administrator', role: 'administrator' };
const migration = { workflow: 'dose-dispensing', from: 1, to: 2 } as const;

const backOrder = definitionOf('back-order');
/** A product on back-order is called short. */
const secondBackOrder: typeof backOrder = {
  ...mutant(backOrder, (chart) => {
    const supply = stateAt(chart, 'supply');
    const { onBackOrder, ...others } = supply.states;
    if (!onBackOrder) throw new Error('Expected back-orders to have the state onBackOrder');
    supply.states = { ...others, short: onBackOrder };
    stateAt(chart, 'supply.placing')['always'] = (
      stateAt(chart, 'supply.placing')['always'] as { target: string }[]
    ).map((way) => (way.target === 'onBackOrder' ? { ...way, target: 'short' } : way));
  }),
  version: 2,
  migration: { from: 1, states: { 'supply.onBackOrder': 'supply.short' } },
};
const withSecondBackOrder: Definitions = (name, version) =>
  name === 'back-order' && version !== 1 ? secondBackOrder : definitionOf(name, version);

let h: EngineHarness;
beforeEach(async () => {
  h = await startEngine(errandDefinitions);
});
afterEach(() => h.close());

async function all<Each>(given: AsyncIterable<Each>): Promise<Each[]> {
  const found: Each[] = [];
  for await (const each of given) found.push(each);
  return found;
}

const plan = (definitions: Definitions): Promise<Planned[]> =>
  all(planMigration({ pool: h.database.pool, keys: h.keys, clock: simulatedClock, definitions }, migration));
const run = (definitions: Definitions): Promise<Moved[]> =>
  all(
    runMigration(
      { pool: h.database.pool },
      h.another({ definitions }),
      migration,
      administrator,
      'Udgave 2 er godkendt',
    ),
  );
const audit = (definitions: Definitions): Promise<unknown[]> => {
  const { dataSource, pool, url } = h.database;
  return new LedgerAudit(new Store(dataSource, pool, h.keys, simulatedClock, url), definitions).everything();
};
const tables = (): Promise<unknown[]> =>
  h.rows(
    `select c.id, c.version, c.state, c.revision, c.seq,
       (select json_agg(json_build_object('key', key, 'due', due_at) order by key) from timer where case_id = c.id) as timers,
       (select json_agg(json_build_object('key', key, 'by', claimed_by, 'snoozed', snoozed_until, 'deadline', deadline_at) order by key)
          from task where case_id = c.id and closed_at is null) as tasks
     from "case" c order by c.id`,
  );

/** A case that waits for an answer until tomorrow; its task is claimed and snoozed. */
async function waiting(): Promise<string> {
  const caseId = await h.open();
  await h.command(caseId, 'tick');
  await h.command(caseId, 'ask');
  await h.rows(`update task set claimed_by = 'nanna', snoozed_until = $2 where case_id = $1`, [
    caseId,
    '2026-03-02T20:00:00Z',
  ]);
  return caseId;
}

it('lists each case with its states, tasks and due instants, and changes nothing (E8)', async () => {
  const idle = await h.open();
  const asked = await waiting();
  const before = await tables();
  await h.setTime('2026-03-02T10:00:00.000Z');
  const planned = await plan(withSecondVersion);
  const review = { key: 'xstate.after.reply.errand.review.open', was: null, due: '2026-03-03T10:00:00.000Z' };
  expect(planned).toHaveLength(2);
  expect(planned).toEqual(
    expect.arrayContaining([
      {
        kind: 'moves',
        plan: {
          caseId: idle,
          was: { errand: 'idle', life: 'open' },
          is: { errand: 'free', life: 'open', review: 'open' },
          kept: [],
          closed: [],
          opened: ['errand.review.open'],
          timers: [review],
        },
      },
      {
        kind: 'moves',
        plan: {
          caseId: asked,
          was: { errand: 'waiting', life: 'open' },
          is: { errand: 'awaiting', life: 'open', review: 'open' },
          kept: ['errand.errand.awaiting'],
          closed: [],
          opened: ['errand.review.open'],
          timers: expect.arrayContaining([
            review,
            {
              key: 'xstate.after.reply.errand.errand.awaiting',
              was: '2026-03-03T08:00:00.000Z',
              due: '2026-03-03T08:00:00.000Z',
            },
          ]),
        },
      },
    ]),
  );
  expect(await tables()).toEqual(before);
});

it('moves cases: the due instant stays, the claimed task stays claimed, new waits begin now, and all is journalled (E8)', async () => {
  const asked = await waiting();
  await h.setTime('2026-03-02T10:00:00.000Z');
  expect(await run(withSecondVersion)).toEqual([{ kind: 'moved', caseId: asked }]);
  expect(await tables()).toEqual([
    {
      id: asked,
      version: 2,
      state: { errand: 'awaiting', life: 'open', review: 'open' },
      revision: 4,
      seq: 4,
      timers: [
        { key: 'xstate.after.reply.errand.errand.awaiting', due: '2026-03-03T08:00:00+00:00' },
        { key: 'xstate.after.reply.errand.review.open', due: '2026-03-03T10:00:00+00:00' },
      ],
      tasks: [
        {
          key: 'errand.errand.awaiting',
          by: 'nanna',
          snoozed: '2026-03-02T20:00:00+00:00',
          deadline: '2026-03-03T08:00:00+00:00',
        },
        { key: 'errand.review.open', by: null, snoozed: null, deadline: '2026-03-03T10:00:00+00:00' },
      ],
    },
  ]);
  expect(
    await h.rows('select kind, type, outcome, actor_role from journal where case_id = $1 and seq = 4', [asked]),
  ).toEqual([{ kind: 'command', type: 'migrateCase', outcome: 'accepted', actor_role: 'administrator' }]);
  expect(await h.rows(`select detail from audit where case_id = $1 order by id desc limit 1`, [asked])).toEqual([
    { detail: 'migrateCase accepted' },
  ]);
  expect(await audit(withSecondVersion)).toEqual([]);
});

it('goes on by the new chart, its timers fire once, and the replay passes over the migration (E4, E8)', async () => {
  const asked = await waiting();
  await run(withSecondVersion);
  const later = h.another({ definitions: withSecondVersion });
  await h.setTime('2026-03-04T08:00:00.000Z');
  expect(await later.fireDueTimers()).toBe(2);
  expect(await later.fireDueTimers()).toBe(0);
  const answered = done(await later.handle({ to: 'case', caseId: asked, scope: 'test', message: message('answer') }));
  expect(answered.state).toEqual({ errand: 'free', life: 'open', review: 'done' });
  expect(await replay(h.database.pool, h.keys.vault, withSecondVersion, asked)).toEqual({ kind: 'same' });
  expect(await audit(withSecondVersion)).toEqual([]);
});

it('refuses a case whose state has no image, and one that would wait without a deadline; the others move (E8, C2)', async () => {
  const overdue = await waiting();
  await h.setTime('2026-03-03T08:00:00.000Z');
  await h.engine.fireDueTimers();
  const idle = await h.open();
  const before = await tables();
  for (const [definitions, reason] of [
    [withForgetfulVersion, 'Expected the state errand.overdue to have an image in version 2'],
    [withSilentVersion, 'Expected someone or some timer to move the case on from there'],
  ] as const) {
    const refused = (await plan(definitions)).filter(({ kind }) => kind === 'refused');
    expect(refused).toEqual([
      { kind: 'refused', caseId: overdue, reason: expect.objectContaining({ en: expect.stringContaining(reason) }) },
    ]);
  }
  expect(await tables()).toEqual(before);
  const moved = await run(withSilentVersion);
  expect(moved).toEqual(
    expect.arrayContaining([
      { kind: 'moved', caseId: idle },
      expect.objectContaining({ kind: 'refused', caseId: overdue }),
    ]),
  );
  expect(await h.rows('select id, version from "case" order by version')).toEqual([
    { id: overdue, version: 1 },
    { id: idle, version: 2 },
  ]);
  expect(await replay(h.database.pool, h.keys.vault, withSilentVersion, overdue)).toEqual({ kind: 'same' });
});

it('goes on where it was ended, and does nothing twice (E8)', async () => {
  const caseIds = [await h.open(), await h.open(), await h.open()].toSorted();
  const engine = h.another({ definitions: withSecondVersion });
  const move = (caseId: string) =>
    engine.handle({
      to: 'administration',
      caseId,
      scope: 'migration',
      message: message('migrateCase', { from: 1, to: 2, reason: 'Første forsøg' }, { by: administrator }),
    });
  await move(caseIds[0]!);
  expect(await countCases(h.database.pool, migration)).toBe(2);
  expect(await run(withSecondVersion)).toEqual(caseIds.slice(1).map((caseId) => ({ kind: 'moved', caseId })));
  expect(await run(withSecondVersion)).toEqual([]);
  // Asked again for a case that is there, it is refused: no way leads from version 2 to itself.
  expect(done(await move(caseIds[0]!)).refusal?.message.en).toContain('from version 2');
});

it('moves the cases of products, which have no citizen, as it moves those of citizens (E8)', async () => {
  const drugId = '28101000101';
  const registration = { packageNumber: '100101', since: '2026-03-01', source: 'grossist', seenAt: start };
  const told = await h.another({ definitions: definitionOf }).handle({
    to: 'product',
    workflow: 'back-order',
    drugId,
    parties: h.parties,
    scope: 'supply',
    message: message(
      'supplyObserved',
      {
        drugs: [{ drugId, isDoseDispensable: true, isDeregistered: false }],
        packages: [{ packageNumber: '100101', drugId, withdrawn: false }],
        registrations: [registration],
        reading: 1,
      },
      { kind: 'fact', by: client },
    ),
  });
  const { caseId } = done(told);
  const ofProducts = { workflow: 'back-order', from: 1, to: 2 } as const;
  const services = { pool: h.database.pool, keys: h.keys, clock: simulatedClock, definitions: withSecondBackOrder };
  expect(await countCases(h.database.pool, ofProducts)).toBe(1);
  expect(await all(planMigration(services, ofProducts))).toEqual([
    {
      kind: 'moves',
      plan: expect.objectContaining({
        caseId,
        was: { supply: 'onBackOrder', confirmation: 'watching' },
        is: { supply: 'short', confirmation: 'watching' },
      }),
    },
  ]);
  const timers = (): Promise<object[]> => h.rows('select due_at from timer where case_id = $1 order by 1', [caseId]);
  const before = await timers();
  const engine = h.another({ definitions: withSecondBackOrder });
  const moved = runMigration({ pool: h.database.pool }, engine, ofProducts, administrator, 'Udgave 2 er godkendt');
  expect(await all(moved)).toEqual([{ kind: 'moved', caseId }]);
  expect(await h.rows('select version, state from "case"')).toEqual([
    { version: 2, state: { supply: 'short', confirmation: 'watching' } },
  ]);
  expect(await timers()).toEqual(before);
  expect(await replay(h.database.pool, h.keys.vault, withSecondBackOrder, caseId)).toEqual({ kind: 'same' });
  expect(await audit(withSecondBackOrder)).toEqual([]);
});

it('refuses the case of an erased citizen, whom nobody can read any more, and goes on', async () => {
  const erased = await h.open();
  const known = await h.open();
  await h.rows('delete from keys.citizen_key where citizen_id = (select citizen_id from "case" where id = $1)', [
    erased,
  ]);
  const refused = { kind: 'refused', caseId: erased, reason: expect.objectContaining({ da: expect.any(String) }) };
  expect(await plan(withSecondVersion)).toEqual(expect.arrayContaining([refused]));
  const moved = await run(withSecondVersion);
  expect(moved).toHaveLength(2);
  expect(moved).toEqual(expect.arrayContaining([refused, { kind: 'moved', caseId: known }]));
});

it('is an administrator’s alone, and no command of the chart', async () => {
  const caseId = await h.open();
  const data = { from: 1, to: 2, reason: 'x' };
  const engine = h.another({ definitions: withSecondVersion });
  const asNurse = await engine.handle({
    to: 'administration',
    caseId,
    scope: 'test',
    message: message('migrateCase', data),
  });
  expect(done(asNurse).refusal?.code).toBe('roleNotAllowed');
  const asCommand = message('migrateCase', data, { by: administrator });
  expect(done(await engine.handle({ to: 'case', caseId, scope: 'test', message: asCommand })).refusal?.code).toBe(
    'unknownCommand',
  );
  expect(await h.rows('select version from "case"')).toEqual([{ version: 1 }]);
});
