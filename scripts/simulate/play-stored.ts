/** The same lives on the real engine and a database of its own, all citizens on one simulated clock. */
import { isDeepStrictEqual } from 'node:util';
import { randomUUID } from 'node:crypto';
import { loadFamilies } from '../../src/engine/load-family.ts';
import type { Definitions } from '../../src/engine/load-family.ts';
import type { Family } from '../../src/engine/decide-family.ts';
import { withEnv } from '../../src/engine/decide.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Request } from '../../src/engine/engine.ts';
import { environmentAt } from '../../src/engine/environment.ts';
import { setClock } from '../../src/db/clock.ts';
import { seal } from '../../src/db/seal.ts';
import { openStore } from '../../src/db/store.ts';
import type { Store } from '../../src/db/store.ts';
import { LedgerAudit } from '../../src/runtime/ledger-audit.ts';
import type { CaseContext } from '../../workflows/definition.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { ScratchServer } from '../bench/scratch-database.ts';
import { Course, endOf, idOf } from './course.ts';
import { simulationStart } from './fate.ts';
import { organisations, parties } from './happening.ts';
import { live } from './life.ts';
import type { Act, Done, Story } from './life.ts';
import { storyOfCitizen, together } from './play-citizens.ts';
import type { Run } from './play-citizens.ts';
import { resultOf } from './result.ts';
import type { Result } from './result.ts';

/** Where it is played. */
interface Town {
  store: Store;
  engine: Engine;
  audit: LedgerAudit;
  run: Run;
  definitions: Definitions;
}

/** One citizen under way: the next act waits for its time. */
interface Underway {
  story: Story;
  course: Course;
  acts: Generator<Act, Done, Family>;
  next: IteratorResult<Act, Done>;
  citizenId: string;
  caseId: string;
  /** With a message's key: what one life has said says nothing of another. */
  scope: string;
}

/** On a database made for it, and dropped after. */
export async function playStored(run: Run, citizens: number, progress: (played: number) => void): Promise<Result> {
  const server = await ScratchServer.find(process.env['DATABASE_URL']);
  const database = await server.create('simulation');
  try {
    const masterKey = Buffer.alloc(32, 7);
    const store = await openStore({ url: database.url, poolSize: 4, masterKey, clock: 'simulated' });
    try {
      return await playOn(store, run, citizens, progress);
    } finally {
      await store.close();
    }
  } finally {
    await database.drop();
    await server.close();
  }
}

/**
 * On this database, which must be empty and have the simulated clock. Each step must come to what was decided, and keep the
 * guarantees; the ledger is audited each simulated day. A broken guarantee is made short by lives of more citizens here.
 */
export async function playOn(
  store: Store,
  run: Run,
  citizens: number,
  progress: (played: number) => void,
  definitions: Definitions = definitionOf,
): Promise<Result> {
  const { pool, keys, clock } = store;
  await addOrganisations(store);
  const environment = (at: string) => ({ ...environmentAt(at), policy: run.policy });
  const engine = new Engine({ pool, keys, clock, definitions, environment });
  const town: Town = { store, engine, audit: new LedgerAudit(store, definitions), run, definitions };
  const all: Underway[] = [];
  for (let number = 0; number < citizens; number += 1) all.push(await begin(town, storyOfCitizen(run, number)));
  await liveThrough(town, all, progress);
  const played = all.map(({ story, course, next }) => ({
    citizen: story.fate.number,
    life: course.end(next.done ? next.value : undefined),
  }));
  return resultOf(run, [together(played)], async (story) => {
    const again = await begin(town, story);
    await liveThrough(town, [again], () => {});
    return again.course.end().complaint;
  });
}

async function begin({ store, run, definitions }: Town, story: Story): Promise<Underway> {
  const course = new Course(story, run.policy, { definitions });
  const acts = live(story, course.envAt);
  const citizenId = await addCitizen(store);
  return { story, course, acts, next: acts.next(), citizenId, caseId: '', scope: `simulation:${citizenId}` };
}

/** Until each life is over or was complained about. */
async function liveThrough(town: Town, all: readonly Underway[], progress: (over: number) => void): Promise<void> {
  let day = '';
  let over = 0;
  for (let one = firstOf(all); one; one = firstOf(all)) {
    if (one.next.done) return;
    const act = one.next.value;
    if (act.at.slice(0, 10) !== day) {
      day = act.at.slice(0, 10);
      await auditAll(town, all);
    }
    if (one.course.comesTo(act.at) && (await take(town, one, act))) one.next = one.acts.next(one.course.family);
    if (isOver(one)) {
      over += 1;
      progress(over);
    }
  }
  await auditAll(town, all);
}

/** The citizen whose next act comes first; the lower number where two come at once. */
function firstOf(all: readonly Underway[]): Underway | undefined {
  let first: Underway | undefined;
  for (const one of all)
    if (!isOver(one) && !one.next.done && (!first || first.next.done || one.next.value.at < first.next.value.at))
      first = one;
  return first;
}

function isOver({ course, next }: Underway): boolean {
  return next.done === true || course.complaint !== undefined;
}

/** The act on the database, where it must come to what is decided of the same family in memory. Answers whether life goes on. */
async function take(town: Town, one: Underway, act: Act): Promise<boolean> {
  const { course } = one;
  await setClock(town.store.pool, act.at);
  const decided = course.decide(act);
  await perform(town, one, act);
  const family = await familyOf(town, one.caseId, decided.family);
  if (!isDeepStrictEqual(endOf(family), endOf(decided.family)))
    course.complain(
      { check: 'E1', sentence: 'Expected the tables to hold what was decided, but they hold something else' },
      act.at,
      decided.message.type,
    );
  return course.settle(act, decided, family);
}

async function perform({ store, engine }: Town, one: Underway, act: Act): Promise<void> {
  if (act.kind === 'fire') {
    const caseId = idOf(act.childKey, one.course.family);
    const { rows } = await store.pool.query<{ token: number }>(
      'select token from timer where case_id = $1 and key = $2',
      [caseId, act.key],
    );
    const [timer] = rows;
    if (!timer) throw new Error(`Expected a row for the timer ${act.key}, but there is none`);
    await engine.fireTimer({ caseId, key: act.key, token: timer.token });
    return;
  }
  const handled = await engine.handle(requestOf(one, act));
  if (handled.kind !== 'done') throw new Error(`Expected an answer to ${act.kind}, but it was ${handled.kind}`);
  if (act.kind === 'open') one.caseId = handled.answer.caseId;
}

function requestOf({ course, citizenId, caseId, scope }: Underway, act: Exclude<Act, { kind: 'fire' }>): Request {
  if (act.kind === 'open')
    return { to: 'new', workflow: 'dose-dispensing', citizenId, parties, scope, message: act.message };
  const { to, message } = act.happening;
  if (to.kind === 'child') return { ...to, to: 'child', root: caseId, scope, message };
  return { to: 'case', caseId: idOf(to.kind === 'member' ? to.childKey : undefined, course.family), scope, message };
}

/** As the tables have it; each case with the environment of its last decision, which is never written. */
async function familyOf(
  { store: { pool, keys }, definitions }: Town,
  caseId: string,
  decided: Family,
): Promise<Family> {
  const client = await pool.connect();
  try {
    const [family] = await loadFamilies(client, keys.vault, definitions, [caseId], { lock: 'none' });
    return (family?.members ?? []).map((member) => {
      const known = decided.find(({ childKey }) => childKey === member.childKey);
      if (!known) return member;
      const { env } = known.state.snapshot.context as CaseContext;
      return { ...member, state: { ...member.state, snapshot: withEnv(member.state.snapshot, env) } };
    });
  } finally {
    client.release();
  }
}

async function auditAll({ audit }: Town, all: readonly Underway[]): Promise<void> {
  for (const { course, caseId } of all) {
    if (!caseId || course.complaint) continue;
    const [first] = await audit.families([caseId]);
    if (first) course.complain({ check: 'E4', sentence: `Expected the ledger to fit, but ${first.what}` });
  }
}

async function addOrganisations({ pool }: Store): Promise<void> {
  for (const [kind, id, code] of [
    ['municipality', organisations.municipality, '0901'],
    ['municipality', organisations.otherMunicipality, '0902'],
    ['gpPractice', organisations.gpPractice, null],
    ['pharmacy', organisations.pharmacy, null],
  ] as const) {
    await pool.query(
      `insert into organisation (id, kind, name, municipality_code, duty_contact) values ($1, $2, 'Simuleret', $3, 'Vagten')`,
      [id, kind, code],
    );
  }
}

/** Nobody's, and of no simulation but this: what a leak is looked for by. */
export const simulatedCitizen = { cpr: '2509478888', name: 'Simuline Løgstrupsen' };

async function addCitizen({ pool, keys }: Store): Promise<string> {
  const id = randomUUID();
  const { key, wrapped } = keys.vault.newKey(id);
  await pool.query('insert into citizen (id, sealed, municipality_id, created_at) values ($1, $2, $3, $4)', [
    id,
    seal(key, `citizen:${id}`, JSON.stringify(simulatedCitizen)),
    organisations.municipality,
    simulationStart,
  ]);
  await pool.query('insert into keys.citizen_key (citizen_id, wrapped) values ($1, $2)', [id, wrapped]);
  return id;
}
