/** Many lives at once on the engine: whose turn comes in the same hours share commits, as messages that arrive together do. */
import { randomUUID } from 'node:crypto';
import { seal } from '../../src/db/seal.ts';
import type { Store } from '../../src/db/store.ts';
import type { Family } from '../../src/engine/decide-family.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Request } from '../../src/engine/engine.ts';
import { environmentAt } from '../../src/engine/environment.ts';
import { LiveStates } from '../../src/engine/live-states.ts';
import { loadFamilies } from '../../src/engine/load-family.ts';
import type { StoredFamily } from '../../src/engine/load-family.ts';
import type { Instant } from '../../workflows/definition.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { idOf } from '../simulate/course.ts';
import { live } from '../simulate/life.ts';
import type { Act, Done } from '../simulate/life.ts';
import { municipalityOf, personOf } from './people.ts';
import { partiesOf } from './register.ts';
import { storyIn } from './story.ts';
import type { Plan } from './story.ts';

/** Things that happen within so many hours are told together, at the latest of them: at most so late does a message come. */
const slotHours = 2;
/** At most so many at a time: a commit takes half of them, while the other half is decided. */
const together = 128;

interface Underway {
  number: number;
  citizenId: string;
  acts: Generator<Act, Done, Family>;
  next: IteratorResult<Act, Done>;
  caseId: string;
  family: StoredFamily | undefined;
}

/** Plays the citizens of these numbers from their first day until the last of the plan; `progress` is told the share of it. */
export async function liveTogether(
  store: Store,
  plan: Plan,
  numbers: readonly number[],
  progress: (share: number) => void,
): Promise<number> {
  const { pool, keys } = store;
  const time = { at: plan.start };
  const states = new LiveStates(numbers.length * 16);
  const engine = new Engine({
    pool,
    keys,
    clock: async () => time.at,
    definitions: definitionOf,
    batchSize: together / 2,
    live: states,
  });
  const all: Underway[] = [];
  // One after the other: hundreds at once would wait for a connection longer than one may be waited for.
  for (const number of numbers) all.push(await begin(store, plan, number));
  let acts = 0;
  for (let slot = slotOf(plan, plan.start), left = all; left.length > 0; slot += 1) {
    const until = new Date(Date.parse(plan.start) + (slot + 1) * slotHours * 3_600_000).toISOString();
    for (;;) {
      const now = left.filter(({ next }) => !next.done && next.value.at < until).slice(0, together);
      if (now.length === 0) break;
      for (const { next } of now) if (!next.done && next.value.at > time.at) time.at = next.value.at;
      await act(engine, now);
      await lookAt(store, states, now);
      for (const one of now) one.next = one.acts.next(one.family?.members ?? []);
      acts += now.length;
    }
    left = left.filter(({ next }) => !next.done);
    progress(Math.min(1, ((slot + 1) * slotHours) / (plan.weeks * 7 * 24)));
  }
  return acts;
}

function slotOf({ start }: Plan, at: Instant): number {
  return Math.floor((Date.parse(at) - Date.parse(start)) / (slotHours * 3_600_000));
}

async function begin(store: Store, plan: Plan, number: number): Promise<Underway> {
  const story = storyIn(plan, number);
  const acts = live(story, environmentAt);
  const citizenId = await addCitizen(store, number, story.fate.opensAt);
  return { number, citizenId, acts, next: acts.next(), caseId: '', family: undefined };
}

/** Each citizen's next act. Timers that are due fire together, what is told goes into shared commits. */
async function act(engine: Engine, now: readonly Underway[]): Promise<void> {
  const fired = now.flatMap((one) => {
    if (one.next.done || one.next.value.kind !== 'fire') return [];
    const { childKey, key } = one.next.value;
    const caseId = idOf(childKey, one.family?.members ?? []);
    const token = one.family?.tokens.get(`${caseId} ${key}`);
    if (token === undefined) throw new Error(`Expected a row for the timer ${key}, but there is none`);
    return [{ caseId, key, token }];
  });
  await Promise.all([
    fired.length > 0 && engine.fireTimer(...fired),
    ...now.map(async (one) => {
      const request = requestOf(one);
      if (!request) return;
      const handled = await engine.handle(request);
      if (handled.kind !== 'done') throw new Error(`Expected an answer to ${request.message.type}: ${handled.kind}`);
      if (request.to === 'new') one.caseId = handled.answer.caseId;
    }),
  ]);
}

function requestOf({ number, citizenId, caseId, family, next }: Underway): Request | undefined {
  if (next.done || next.value.kind === 'fire') return undefined;
  const scope = `demonstration:${citizenId}`;
  if (next.value.kind === 'open') {
    const parties = partiesOf(municipalityOf(number));
    return { to: 'new', workflow: 'dose-dispensing', citizenId, parties, scope, message: next.value.message };
  }
  const { to, message } = next.value.happening;
  if (to.kind === 'child') return { ...to, to: 'child', root: caseId, scope, message };
  const childKey = to.kind === 'member' ? to.childKey : undefined;
  return { to: 'case', caseId: idOf(childKey, family?.members ?? []), scope, message };
}

/** How each stands now: by this people decide what they do next. */
async function lookAt({ pool, keys }: Store, live: LiveStates, now: readonly Underway[]): Promise<void> {
  const client = await pool.connect();
  try {
    const ids = now.map(({ caseId }) => caseId);
    const families = await loadFamilies(client, keys.vault, definitionOf, ids, { lock: 'none', live });
    const byId = new Map(families.map((family) => [family.id, family]));
    for (const one of now) one.family = byId.get(one.caseId);
  } finally {
    client.release();
  }
}

async function addCitizen({ pool, keys: { vault } }: Store, number: number, at: Instant): Promise<string> {
  const id = randomUUID();
  const { cpr, name, careSetting } = personOf(number);
  const { key, wrapped } = vault.newKey(id);
  await pool.query(
    `with numbered as (insert into citizen_number (lookup, citizen_id, recorded_for) values ($2, $1, $1)),
       created as (insert into citizen (id, sealed, municipality_id, created_at, care_setting) values ($1, $3, $4, $5, $7))
     insert into keys.citizen_key (citizen_id, wrapped) values ($1, $6)`,
    [
      id,
      vault.hash('cpr', cpr),
      seal(key, `citizen:${id}`, JSON.stringify({ cpr, name })),
      partiesOf(municipalityOf(number)).municipality,
      at,
      wrapped,
      careSetting,
    ],
  );
  return id;
}
