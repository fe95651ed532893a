import { randomUUID } from 'node:crypto';
import { canonicalJson } from '../../src/kernel/canonical-json.ts';
import { replay } from '../../src/engine/replay.ts';
import { client, done, message, nurse, start, startEngine } from '../support/engine.ts';
import type { EngineHarness } from '../support/engine.ts';
import { errandDefinitions } from '../support/errand-workflow.ts';

let h: EngineHarness;
beforeAll(async () => {
  h = await startEngine(errandDefinitions);
});
afterAll(() => h.close());

const count = async (table: string, caseId: string): Promise<number> =>
  (await h.rows<{ n: number }>(`select count(*)::int as n from ${table} where case_id = $1`, [caseId]))[0]?.n ?? -1;

async function expectReplays(caseId: string): Promise<void> {
  expect(await replay(h.database.pool, h.keys.vault, errandDefinitions, caseId)).toEqual({ kind: 'same' });
}

it('writes case, journal, timer, task and audit of one command together (E1)', async () => {
  const caseId = await h.open();
  const answer = done(await h.command(caseId, 'ask'));
  expect(answer).toMatchObject({
    outcome: 'accepted',
    revision: 2,
    seq: 2,
    state: { errand: 'waiting', life: 'open' },
    responsible: { role: 'municipalNurse', organisationId: h.parties.municipality },
    deadlineAt: '2026-03-03T08:00:00.000Z',
  });
  expect(
    await h.rows('select state, revision, seq, responsible_role, deadline_at from "case" where id = $1', [caseId]),
  ).toEqual([
    {
      state: answer.state,
      revision: 2,
      seq: 2,
      responsible_role: 'municipalNurse',
      deadline_at: new Date('2026-03-03T08:00:00Z'),
    },
  ]);
  expect(await h.rows('select key, due_at from timer where case_id = $1', [caseId])).toEqual([
    { key: 'xstate.after.reply.errand.errand.waiting', due_at: new Date('2026-03-03T08:00:00Z') },
  ]);
  expect(await h.rows('select key, role, closed_at from task where case_id = $1', [caseId])).toEqual([
    { key: 'errand.errand.waiting', role: 'municipalNurse', closed_at: null },
  ]);
  expect(await count('journal', caseId)).toBe(2);
  expect(await count('audit', caseId)).toBe(2);
  await expectReplays(caseId);
});

it('keeps since when a case stands where it stands, whatever messages it takes there', async () => {
  const caseId = await h.open();
  await h.setTime('2026-03-02T09:00:00.000Z');
  expect(done(await h.command(caseId, 'tick'))).toMatchObject({ outcome: 'accepted', since: start });
  expect(done(await h.command(caseId, 'ask')).since).toBe('2026-03-02T09:00:00.000Z');
  await h.setTime(start);
});

it('writes texts with every sign that an array literal knows, in one batch', async () => {
  const notes = ['{"a", \\b}', 'null', '', 'linje\nlinje', "'$1'", '„citat”, 100 %'];
  const caseIds = await Promise.all(notes.map(() => h.open()));
  const keys = await Promise.all(
    caseIds.map(async (caseId, n) => {
      const key = `nøgle ${notes[n]}`;
      done(await h.command(caseId, 'note', { note: notes[n] ?? '' }, key));
      return key;
    }),
  );
  for (const [n, caseId] of caseIds.entries()) {
    expect(await h.rows('select key from journal where case_id = $1 and seq = 2', [caseId])).toEqual([
      { key: keys[n] },
    ]);
    await expectReplays(caseId);
  }
});

it('gives the same answer to the same key and changes nothing (E2)', async () => {
  const caseId = await h.open();
  const first = await h.command(caseId, 'tick', { by: 3 }, 'once');
  const second = await h.command(caseId, 'tick', { by: 3 }, 'once');
  expect(second).toEqual({ ...first, repeated: true });
  expect(await h.command(caseId, 'tick', { by: 4 }, 'once')).toEqual({ kind: 'keyReused' });
  expect(await count('journal', caseId)).toBe(2);
});

it('handles one of many simultaneous messages with the same key, from two engines (E2)', async () => {
  const caseId = await h.open();
  const other = h.another();
  const same = { ...message('tick'), key: randomUUID() };
  const send = (engine = h.engine) => engine.handle({ to: 'case', caseId, scope: 'test', message: same });
  const answers = await Promise.all([send(), send(other), send(), send(other), send(other)]);
  expect(new Set(answers.map((answer) => canonicalJson(done(answer)))).size).toBe(1);
  expect(await count('journal', caseId)).toBe(2);
});

it('applies messages of one case in one order, whoever writes (E3)', async () => {
  const caseId = await h.open();
  const other = h.another();
  const engines = [h.engine, other];
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      engines[n % 2]!.handle({ to: 'case', caseId, scope: 'test', message: message('tick') }),
    ),
  );
  expect(answers.map((answer) => done(answer).revision).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 60 }, (_, n) => n + 2),
  );
  const seqs = await h.rows<{ seq: number }>('select seq from journal where case_id = $1 order by seq', [caseId]);
  expect(seqs.map(({ seq }) => seq)).toEqual(Array.from({ length: 61 }, (_, n) => n + 1));
  await expectReplays(caseId);
});

it('never lets two writers with the same expected revision both win (E3)', async () => {
  const caseId = await h.open();
  const attempt = () =>
    h.engine.handle({ to: 'case', caseId, scope: 'test', message: message('tick'), expectedRevision: 1 });
  const outcomes = (await Promise.all([attempt(), attempt(), attempt()])).map((answer) => done(answer));
  expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['accepted', 'refused', 'refused']);
  expect(outcomes.find(({ outcome }) => outcome === 'refused')?.refusal?.message.en).toBe(
    'Expected revision 1, but the case is at 2: someone else has moved it',
  );
});

it('refuses a command with its reason, journals it and repeats it (E6)', async () => {
  const caseId = await h.open();
  const first = done(await h.command(caseId, 'answer', {}, 'early'));
  expect(first.refusal).toEqual({
    code: 'notAllowedInState',
    message: { da: '”Svar” er ikke muligt: forløbet er ledig', en: 'Expected to answer, but the case is idle' },
  });
  await h.command(caseId, 'ask');
  expect(done(await h.command(caseId, 'answer')).refusal?.message.en).toBe(
    'Expected to answer, but nothing has been counted',
  );
  expect(done(await h.command(caseId, 'answer', {}, 'early'))).toEqual(first);
  expect(
    await h.rows(
      `select type, outcome, reason->>'code' as code from journal where case_id = $1 and outcome = 'refused'`,
      [caseId],
    ),
  ).toEqual([
    { type: 'answer', outcome: 'refused', code: 'notAllowedInState' },
    { type: 'answer', outcome: 'refused', code: 'guardFailed' },
  ]);
  await expectReplays(caseId);
});

it('refuses a role that the command does not name', async () => {
  const caseId = await h.open();
  const answer = await h.engine.handle({
    to: 'case',
    caseId,
    scope: 'test',
    message: message('tick', {}, { by: { ...nurse, role: 'gp' } }),
  });
  expect(done(answer).refusal?.code).toBe('roleNotAllowed');
});

it('ignores and journals a fact that the state has no use for (E6)', async () => {
  const caseId = await h.open();
  const arrive = () =>
    h.engine.handle({
      to: 'child',
      root: caseId,
      workflow: 'hospital-stay',
      aliases: ['a'],
      data: { names: ['a'] },
      scope: 'test',
      message: message('arrived', {}, { kind: 'fact', by: client }),
    });
  const first = done(await arrive());
  expect(first).toMatchObject({ outcome: 'accepted', state: { main: 'done' }, root: { id: caseId } });
  const second = done(await arrive());
  expect(second).toMatchObject({ outcome: 'ignored', caseId: first.caseId });
  expect(second.reason?.en).toBe('Expected to apply “Arrived”, but the case is Besøg'.replace('Besøg', 'Visit'));
});

it('finds a child by any of its aliases and tells the parent in the same transaction', async () => {
  const caseId = await h.open();
  const send = (aliases: string[], type = 'arrived') =>
    h.engine.handle({
      to: 'child',
      root: caseId,
      workflow: 'hospital-stay',
      aliases,
      data: { names: aliases },
      scope: 'test',
      message: message(type, {}, { kind: 'fact', by: client }),
    });
  const answers = await Promise.all([send(['x', 'y']), send(['y', 'z']), send(['q'])]);
  const ids = answers.map((answer) => done(answer).caseId);
  expect(ids[0]).toBe(ids[1]);
  expect(ids[2]).not.toBe(ids[0]);
  expect(await h.rows('select type from journal where case_id = $1 order by seq', [caseId])).toEqual([
    { type: 'open' },
    { type: 'childDone' },
    { type: 'childDone' },
  ]);
  for (const id of new Set([caseId, ...ids])) await expectReplays(id);
});

it('opens one case for a citizen, also when two try at once', async () => {
  const citizenId = await h.citizen();
  const other = h.another();
  const open = (engine = h.engine) =>
    engine.handle({
      to: 'new',
      workflow: 'dose-dispensing',
      citizenId,
      parties: h.parties,
      scope: 'test',
      message: message('open'),
    });
  const [a, b, c] = await Promise.all([open(), open(other), open()]);
  const kinds = [a, b, c].map((each) => each.kind).toSorted();
  expect(kinds).toEqual(['alreadyOpen', 'alreadyOpen', 'done']);
  expect(await h.rows('select id from "case" where citizen_id = $1', [citizenId])).toHaveLength(1);
});

it('closes with the tag and opens again', async () => {
  const caseId = await h.open();
  const closedAt = async () =>
    (await h.rows<{ closed_at: Date | null }>('select closed_at from "case" where id = $1', [caseId]))[0]?.closed_at;
  await h.command(caseId, 'close');
  expect(await closedAt()).toEqual(new Date(start));
  await h.command(caseId, 'reopen');
  expect(await closedAt()).toBeNull();
});

it('opens and closes a task within one batch', async () => {
  const caseId = await h.open();
  await h.command(caseId, 'tick');
  // Two batches share what comes together, and either may be first: one has all that concerns the task.
  await Promise.all(['ask', 'answer', 'ask', 'tick', 'tick', 'tick'].map((type) => h.command(caseId, type)));
  expect(
    await h.rows('select closed_at is null as open from task where case_id = $1 order by opened_at, open', [caseId]),
  ).toEqual([{ open: false }, { open: true }]);
  expect(await count('timer', caseId)).toBe(1);
  await expectReplays(caseId);
});

it('arms a re-entered state anew and renews its task', async () => {
  const caseId = await h.open();
  await h.command(caseId, 'ask');
  await h.setTime('2026-03-02T20:00:00.000Z');
  await h.command(caseId, 'askAgain');
  await h.setTime(start);
  expect(await h.rows('select due_at, token from timer where case_id = $1', [caseId])).toEqual([
    { due_at: new Date('2026-03-03T20:00:00Z'), token: 3 },
  ]);
  expect(await h.rows('select deadline_at from task where case_id = $1 and closed_at is null', [caseId])).toEqual([
    { deadline_at: new Date('2026-03-03T20:00:00Z') },
  ]);
});

it('isolates the member whose chart throws, and the member that cannot be written', async () => {
  const caseId = await h.open();
  const results = await Promise.allSettled([
    h.command(caseId, 'tick'),
    h.command(caseId, 'explode'),
    h.engine.handle({ to: 'case', caseId, scope: 'test', message: { ...message('tick'), key: 'a\u0000b' } }),
    h.command(caseId, 'tick'),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  expect(await count('journal', caseId)).toBe(3);
  await expectReplays(caseId);
});

it('answers notFound for a case that does not exist', async () => {
  expect(await h.command(randomUUID(), 'tick')).toEqual({ kind: 'notFound' });
});

it('counts a statistic when it becomes true', async () => {
  const caseId = await h.open();
  await h.command(caseId, 'tick', { by: 9 });
  expect(await h.rows('select kind from statistic where case_id = $1', [caseId])).toEqual([{ kind: 'countedMany' }]);
});

it('writes a broadcast with the products as keyed hashes and the number of cases it concerns', async () => {
  const packing = await h.open();
  await h.command(packing, 'pack', { drugId: '28100000001' });
  const caller = await h.open();
  await h.command(caller, 'recall', { drugIds: ['28100000001', '28100000002'] });
  expect(await h.rows('select expected, cardinality(products) as products, type from broadcast')).toEqual([
    { expected: 1, products: 2, type: 'recalled' },
  ]);
  await h.command(packing, 'unpack', { drugId: '28100000001' });
  expect(await count('packed_product', packing)).toBe(0);
});

describe('timers (E4)', () => {
  const waiting = async (): Promise<string> => {
    const caseId = await h.open();
    await h.command(caseId, 'ask');
    return caseId;
  };
  beforeEach(async () => {
    await h.database.pool.query('delete from timer');
    await h.setTime(start);
  });

  it('fires an overdue timer once, whoever is firing, and writes its effect', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, waiting));
    await h.setTime('2026-03-09T08:00:00.000Z');
    const other = h.another();
    const fired = await Promise.all([h.engine.fireDueTimers(), other.fireDueTimers(), h.engine.fireDueTimers(7)]);
    while ((await h.engine.fireDueTimers()) > 0);
    expect(fired.some((n) => n > 0)).toBe(true);
    const rows = await h.rows<{ n: number }>(
      `select count(*)::int as n from journal where case_id = any($1) and kind = 'timer' and outcome = 'accepted' group by case_id`,
      [ids],
    );
    expect(rows).toEqual(ids.map(() => ({ n: 1 })));
    expect(await h.rows('select count(*)::int as n from timer')).toEqual([{ n: 0 }]);
    expect(
      await h.rows(`select count(*)::int as n from outbox where case_id = any($1) and code = 'overdue'`, [ids]),
    ).toEqual([{ n: 20 }]);
    await expectReplays(ids[0]!);
  });

  it('journals a stale firing and changes nothing', async () => {
    const caseId = await waiting();
    const [timer] = await h.rows<{ key: string; token: number }>('select key, token from timer where case_id = $1', [
      caseId,
    ]);
    await h.command(caseId, 'askAgain');
    await h.engine.fireTimer({ caseId, key: timer!.key, token: timer!.token });
    expect(await h.rows('select state from "case" where id = $1', [caseId])).toEqual([
      { state: { errand: 'waiting', life: 'open' } },
    ]);
    expect(await count('timer', caseId)).toBe(1);
    expect(await h.rows(`select outcome from journal where case_id = $1 and kind = 'timer'`, [caseId])).toEqual([
      { outcome: 'ignored' },
    ]);
    await expectReplays(caseId);
  });
});

it('keeps everything personal sealed: what was said is nowhere in the database in clear', async () => {
  const caseId = await h.open();
  await h.command(caseId, 'note', { note: 'Amlodipin til Nancy' });
  const [row] = await h.rows<{ found: boolean }>(
    `select exists (select from journal where case_id = $1 and (sealed::text like '%' || encode('Amlodipin', 'hex') || '%' or journal::text like '%Amlodipin%'))
       or exists (select from "case" c where c.id = $1 and (c::text like '%Amlodipin%' or snapshot::text like '%' || encode('Amlodipin', 'hex') || '%')) as found`,
    [caseId],
  );
  expect(row?.found).toBe(false);
});

it('keeps a case on the version it was born with when a newer one comes (E8)', async () => {
  const old = await h.open();
  const newest = { ...errandDefinitions('dose-dispensing'), version: 2 };
  const later = h.another({
    definitions: (name, version) => (name === 'dose-dispensing' && version !== 1 ? newest : errandDefinitions(name)),
  });
  const opened = await later.handle({
    to: 'new',
    workflow: 'dose-dispensing',
    citizenId: await h.citizen(),
    parties: h.parties,
    scope: 'test',
    message: message('open'),
  });
  await later.handle({ to: 'case', caseId: old, scope: 'test', message: message('tick') });
  const versions = await h.rows('select id, version, revision from "case" where id = any($1) order by version', [
    [old, done(opened).caseId],
  ]);
  expect(versions).toEqual([
    { id: old, version: 1, revision: 2 },
    { id: done(opened).caseId, version: 2, revision: 1 },
  ]);
  const unaware = h.another({
    definitions: (name, version) => {
      if (version === 2) throw new Error('Expected version 2, but this process does not know it');
      return errandDefinitions(name);
    },
  });
  const refused = unaware.handle({ to: 'case', caseId: done(opened).caseId, scope: 'test', message: message('tick') });
  await expect(refused).rejects.toThrow('is of another release');
  expect(await count('journal', done(opened).caseId)).toBe(1);
});

it('ends the replay of an erased citizen as erased', async () => {
  const caseId = await h.open();
  await h.database.pool.query(
    'delete from keys.citizen_key where citizen_id = (select citizen_id from "case" where id = $1)',
    [caseId],
  );
  expect(await replay(h.database.pool, h.keys.vault, errandDefinitions, caseId)).toEqual({ kind: 'erased' });
  expect(await h.command(caseId, 'tick')).toEqual({ kind: 'notFound' });
});

it('stops a family that goes on telling itself, and writes nothing of it', async () => {
  const caseId = await h.open();
  await h.engine.handle({
    to: 'child',
    root: caseId,
    workflow: 'hospital-stay',
    aliases: ['loop'],
    data: { names: ['loop'] },
    scope: 'test',
    message: message('unheardOf', {}, { kind: 'fact', by: client }),
  });
  await expect(h.command(caseId, 'echo')).rejects.toThrow('settle within 8 messages');
  expect(await count('journal', caseId)).toBe(1);
});
