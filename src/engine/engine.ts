import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import { v5 as uuidv5 } from 'uuid';
import type {
  Env,
  Instant,
  JsonObject,
  Message,
  Parties,
  Refusal,
  Responsible,
  Text,
  WorkflowName,
} from '../../workflows/definition.ts';
import type { Clock } from '../db/clock.ts';
import type { Keys } from '../db/store.ts';
import { inTransaction, retrying } from '../db/transaction.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { NeverRetryFault, OtherReleaseFault, plainMessage } from '../kernel/faults.ts';
import { systemActor } from '../../workflows/definition.ts';
import { AgreementsInForce } from './agreements-in-force.ts';
import { Book } from './book.ts';
import type { DecidedWrite } from './book.ts';
import { responsibleOf } from './decide.ts';
import { childKeys, childOf } from './decide-family.ts';
import type { Target } from './decide-family.ts';
import { readRules } from './dated-rules.query.ts';
import { environmentAt, policyHash } from './environment.ts';
import { GroupCommit } from './group-commit.ts';
import { currentTrace, inSpan } from '../telemetry/span.ts';
import { LiveStates } from './live-states.ts';
import { loadFamilies } from './load-family.ts';
import type { Definitions, StoredFamily } from './load-family.ts';
import { writeDecisions } from './write-decision.ts';
import type { HandledWrite, Written } from './write-decision.ts';

export type { Definitions };

/** A message for a case, for a child of a citizen's case, or one that opens a citizen's case. */
export type Request = {
  message: Message;
  /** With the message's key: what may happen only once (E2), such as `person:<id>` or `medcom`. */
  scope: string;
  expectedRevision?: number;
  /** What the sender told, where the message's data says more: by this a repeat is known. */
  told?: JsonObject;
  /** When the sender said that the fact happened, where it is taken as of another time: a repeat says the same. */
  saidAt?: Instant;
  /** What it is part of, as a traceparent: set by the engine. */
  trace?: string | undefined;
  /** What commits with the decision where it is accepted, for tables that are not the case's own, such as its citizen. */
  alongside?: readonly QueryConfig[];
} & (
  | { to: 'case'; caseId: string }
  /** An administrator's message, outside the chart. */
  | { to: 'administration'; caseId: string }
  | {
      to: 'child';
      root: string;
      workflow: WorkflowName;
      aliases: readonly string[];
      data: JsonObject;
      /** Only for a child that is there already: a closed case opens no more. */
      known?: true;
    }
  | { to: 'new'; workflow: WorkflowName; citizenId: string; parties: Parties }
  /** To the case of a product, opened where there is none. */
  | { to: 'product'; workflow: WorkflowName; drugId: string; parties: Parties }
);

/** What happened, free of personal data; kept for 90 days and given again to whoever sends the same key. */
export interface Answer {
  outcome: 'accepted' | 'refused' | 'ignored';
  caseId: string;
  workflow: WorkflowName;
  revision: number;
  seq: number;
  at: Instant;
  state: Record<string, string>;
  since: Instant;
  responsible: Responsible | null;
  deadlineAt: Instant | null;
  refusal?: Refusal;
  reason?: Text;
  /** The citizen's case, where the message went to one of its children. */
  root: { id: string; state: Record<string, string> };
}

export type Handled =
  | { kind: 'done'; answer: Answer; repeated: boolean }
  | { kind: 'notFound' }
  /** The key was used before with another content. */
  | { kind: 'keyReused' }
  | { kind: 'alreadyOpen'; caseId: string };

export interface EngineOptions {
  pool: Pool;
  keys: Keys;
  clock: Clock;
  definitions: Definitions;
  /** Called after each commit that left work for others; must not throw. */
  onCommitted?: (written: Written) => void;
  batchSize?: number;
  /** What decisions depend on besides the case and the message; by default the policy in force. A simulation has its own. */
  environment?: typeof environmentAt;
  /** Shared with whoever reads the same families between decisions, as a simulation does; by default the engine's own. */
  live?: LiveStates;
}

/** About 5 kB each. */
const liveStates = 16_384;

interface DueTimer {
  caseId: string;
  key: string;
  token: number;
  /** Failed attempts so far. */
  attempts?: number;
}

/** Takes messages to cases: locks, loads, decides, writes once, answers. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #live: LiveStates;
  /** Hashes of the rules that are known to be kept. */
  readonly #kept = new Set<string>();
  /** Versions that another release has, as `name@number`: its processes fire the timers of their families. */
  readonly #elsewhere = new Set<string>();
  readonly #agreements = new AgreementsInForce();
  readonly #writing: { keys: Keys; live: LiveStates; kept: ReadonlySet<string> };
  readonly #commits: GroupCommit<Request, Handled>;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#live = options.live ?? new LiveStates(liveStates);
    this.#writing = { keys: options.keys, live: this.#live, kept: this.#kept };
    this.#commits = new GroupCommit({ size: options.batchSize ?? 64, run: (batch) => this.#commit(batch) });
  }

  /** Messages that wait for a commit. */
  get waiting(): number {
    return this.#commits.waiting;
  }

  /** Resolves when the decision is committed. Rejects only on faults: a refusal is an answer. */
  handle(request: Request): Promise<Handled> {
    const { kind, type } = request.message;
    return inSpan(`case ${type}`, { attributes: { 'dosisflow.message.kind': kind } }, async (note) => {
      const handled = await this.#submit({ ...request, trace: currentTrace() });
      if (handled.kind === 'done') {
        const { caseId, workflow, outcome } = handled.answer;
        note({ 'dosisflow.case': caseId, 'dosisflow.workflow': workflow, 'dosisflow.outcome': outcome });
      }
      return handled;
    });
  }

  #submit(request: Request): Promise<Handled> {
    // Stored instants have milliseconds: given another precision, a replay would see another text.
    const occurredAt = new Date(request.message.occurredAt).toISOString();
    return this.#commits.submit({ ...request, message: { ...request.message, occurredAt } });
  }

  /**
   * Fires up to `limit` due timers, whoever else may be firing too: families under another writer's lock wait for the
   * next call. Returns how many timers it took. Safe to call at any time, from the bell and the sweeper alike.
   */
  async fireDueTimers(limit = 100): Promise<number> {
    const due = await this.#dueTimers(limit);
    if (due.length === 0) return 0;
    try {
      return await this.#fire(due);
    } catch (error) {
      if (due.length === 1) {
        if (!this.#isElsewhere(error)) await this.#postpone(due, error);
        return 1;
      }
      let fired = 0;
      for (const timer of due) {
        fired += await this.#fire([timer]).catch(async (failure: unknown) => {
          if (!this.#isElsewhere(failure)) await this.#postpone([timer], failure);
          return 0;
        });
      }
      return Math.max(fired, 1);
    }
  }

  /** What failed with this process's release alone is left where it is, and not looked at again. */
  #isElsewhere(error: unknown): boolean {
    if (!(error instanceof OtherReleaseFault)) return false;
    this.#elsewhere.add(`${error.workflow}@${error.version}`);
    return true;
  }

  /** These timers together, each by the token it was armed with. A stale firing is a journalled no-op (E4). */
  async fireTimer(...timers: readonly DueTimer[]): Promise<void> {
    await this.#fire(timers, 'wait');
  }

  async #dueTimers(limit: number): Promise<DueTimer[]> {
    const at = await this.#options.clock(this.#options.pool);
    const due = `select t.case_id as "caseId", t.key, t.token, t.attempts from timer t
      where t.due_at <= $1 and (t.retry_at is null or t.retry_at <= clock_timestamp())`;
    const { rows } =
      this.#elsewhere.size === 0
        ? await this.#options.pool.query<DueTimer>({
            name: 'due-timers',
            text: `${due} order by t.due_at limit $2`,
            values: [at, limit],
          })
        : await this.#options.pool.query<DueTimer>({
            name: 'due-timers-of-this-release',
            text: `${due} and not exists (
                select from "case" c join "case" m on m.family_id = c.family_id
                where c.id = t.case_id and m.workflow || '@' || m.version = any($3))
              order by t.due_at limit $2`,
            values: [at, limit, [...this.#elsewhere]],
          });
    return rows;
  }

  async #fire(due: readonly DueTimer[], lock: 'wait' | 'skip' = 'skip'): Promise<number> {
    const { pool, keys, clock, definitions, environment = environmentAt } = this.#options;
    const { written, fired, env } = await retrying(() =>
      inTransaction(pool, async (client, send) => {
        const now = await clock(client);
        const env = environment(now, await readRules(client), await this.#agreements.at(client, now));
        const families = await loadFamilies(
          client,
          keys.vault,
          definitions,
          due.map(({ caseId }) => caseId),
          { lock, live: this.#live },
        );
        const book = new Book(families);
        let count = 0;
        for (const timer of due) {
          const family = book.familyOf(timer.caseId);
          if (!family) continue;
          count += 1;
          const armed = family.tokens.get(`${timer.caseId} ${timer.key}`) === timer.token;
          book.decide(
            family,
            definitions,
            { kind: 'case', caseId: timer.caseId },
            timerMessage(timer, env.at, armed),
            env,
            {
              ...(armed && { fired: { caseId: timer.caseId, key: timer.key } }),
            },
          );
          if (armed) family.tokens.delete(`${timer.caseId} ${timer.key}`);
        }
        const written = writeDecisions(send, this.#writing, env, book.writes, []);
        crashPoint('timersTaken');
        return { written, fired: count, env };
      }),
    );
    this.#kept.add(policyHash(env.policy));
    this.#options.onCommitted?.(written);
    const recovered = due.flatMap(({ caseId, key, attempts }) => (attempts ? [`${caseId} ${key}`] : []));
    if (recovered.length > 0) await this.#resolveIncidents(recovered);
    return fired;
  }

  async #resolveIncidents(subjects: readonly string[]): Promise<void> {
    await this.#options.pool.query(
      `update incident set status = 'resolved', resolved_at = clock_timestamp(), resolution = 'fired'
       where kind = 'timer' and subject = any($1) and status = 'open'`,
      [subjects],
    );
  }

  /** A timer that cannot be handled must not stop the others: it is tried again later, and someone is told. */
  async #postpone(timers: readonly DueTimer[], error: unknown): Promise<void> {
    for (const { caseId, key } of timers) {
      await this.#options.pool.query(
        `with held as (
          update timer set attempts = attempts + 1, retry_at = clock_timestamp() + least(interval '1 hour', interval '10 seconds' * 2 ^ least(attempts, 12))
          where case_id = $1 and key = $2 returning attempts)
        insert into incident (id, kind, subject, case_id, opened_at, attempts, last_error, advice, status)
        select $3, 'timer', $1::text || ' ' || $2, $1, clock_timestamp(), attempts, $4, $5, 'open' from held
        on conflict (kind, subject) where status = 'open' do update set attempts = excluded.attempts, last_error = excluded.last_error`,
        [caseId, key, randomUUID(), plainMessage(error), JSON.stringify(timerAdvice)],
      );
    }
  }

  async #commit(batch: readonly Request[]): Promise<(Handled | Error)[]> {
    const { pool, keys, clock, definitions, onCommitted, environment = environmentAt } = this.#options;
    const { results, written, env } = await retrying(() =>
      inTransaction(pool, async (client, send) => {
        const [citizens, , families, earlier, rules, { at, routings }] = await Promise.all([
          lockCitizens(client, keys, batch),
          lockProducts(client, batch),
          loadFamilies(client, keys.vault, definitions, batch.flatMap(caseIdOf), {
            lock: 'wait',
            live: this.#live,
            childKeys: batch.flatMap(childKeysOf),
          }),
          earlierAnswers(client, batch),
          readRules(client),
          clock(client).then(async (at) => ({ at, routings: await this.#agreements.at(client, at) })),
        ]);
        const env = environment(at, rules, routings);
        const book = new Book(families);
        const handled: HandledWrite[] = [];
        const results = batch.map((request): Handled | Error => {
          const slot = `${request.scope} ${request.message.key}`;
          const requestHash = hashOf(keys, request);
          const known = earlier.get(slot);
          if (known) {
            return known.requestHash.equals(requestHash)
              ? { kind: 'done', answer: known.answer, repeated: true }
              : { kind: 'keyReused' };
          }
          try {
            const result = this.#decideOne(book, citizens, request, env);
            if (result.kind === 'done') {
              earlier.set(slot, { requestHash, answer: result.answer });
              handled.push({ scope: request.scope, key: request.message.key, requestHash, answer: result.answer });
              if (result.answer.outcome === 'accepted') request.alongside?.forEach(send);
            }
            return result;
          } catch (error) {
            return error instanceof Error ? error : new Error(String(error));
          }
        });
        const written = writeDecisions(send, this.#writing, env, book.writes, handled);
        crashPoint('beforeCommit');
        return { results, written, env };
      }),
    );
    crashPoint('afterCommit');
    this.#kept.add(policyHash(env.policy));
    onCommitted?.(written);
    return results;
  }

  #decideOne(book: Book, citizens: Map<string, LockedCitizen>, request: Request, env: Env): Handled {
    const { definitions } = this.#options;
    let family: StoredFamily | undefined;
    let target: Target;
    if (request.to === 'new') {
      const citizen = citizens.get(request.citizenId);
      if (!citizen) return { kind: 'notFound' };
      if (citizen.openCaseId) return { kind: 'alreadyOpen', caseId: citizen.openCaseId };
      const caseId = randomUUID();
      family = { id: caseId, key: citizen.key, members: [], rows: new Map(), tokens: new Map(), waiting: new Map() };
      target = { kind: 'root', caseId, workflow: request.workflow, parties: request.parties };
    } else if (request.to === 'product') {
      const caseId = productCaseId(request.workflow, request.drugId);
      family = book.familyOf(caseId);
      if (family) {
        target = { kind: 'case', caseId };
      } else {
        family = {
          id: caseId,
          key: this.#options.keys.system,
          members: [],
          rows: new Map(),
          tokens: new Map(),
          waiting: new Map(),
        };
        const { workflow, drugId, parties, message } = request;
        const opened = { ...message, kind: 'internal', type: 'opened', data: { drugId }, by: systemActor } as const;
        book.decide(family, definitions, { kind: 'root', caseId, workflow, parties }, opened, env, { citizenId: null });
        target = { kind: 'case', caseId };
      }
    } else if (request.to === 'case' || request.to === 'administration') {
      family = book.familyOf(request.caseId);
      target = { kind: request.to, caseId: request.caseId };
    } else {
      family = book.familyOf(request.root);
      if (request.known && family && !childOf(family.members, request.workflow, request.aliases))
        return { kind: 'notFound' };
      target = {
        kind: 'child',
        root: request.root,
        workflow: request.workflow,
        aliases: request.aliases,
        data: request.data,
      };
    }
    if (!family) return { kind: 'notFound' };
    const write = book.decide(family, definitions, target, request.message, env, {
      expectedRevision: request.expectedRevision,
      trace: request.trace,
      ...(request.to === 'new' && { citizenId: request.citizenId }),
    });
    if (request.to === 'new') {
      const citizen = citizens.get(request.citizenId);
      if (citizen) citizen.openCaseId = family.id;
    }
    return { kind: 'done', answer: answerOf(write, request.message, env), repeated: false };
  }
}

function answerOf(write: DecidedWrite, message: Message, env: Env): Answer {
  const step = write.steps.findLast((each) => each.message === message);
  if (!step) throw new NeverRetryFault('Expected the message among its own steps');
  const { decision, row } = step;
  const settled = write.members.find(({ id }) => id === row.id) ?? step.member;
  const root = write.members.find(({ parentId }) => parentId === undefined) ?? settled;
  const { responsible, deadlineAt } = responsibleOf(settled.state.tasks);
  return {
    outcome: decision.kind,
    caseId: row.id,
    workflow: row.workflow,
    revision: row.revision,
    seq: row.seq,
    at: env.at,
    state: row.state,
    since: row.since.toISOString(),
    responsible: responsible ?? null,
    deadlineAt: deadlineAt ?? null,
    ...(decision.kind === 'refused' && { refusal: decision.refusal }),
    ...(decision.kind === 'ignored' && { reason: decision.reason }),
    root: { id: root.id, state: write.rows.get(root.id)?.state ?? {} },
  };
}

function timerMessage(timer: DueTimer, at: Instant, armed: boolean): Message {
  const type = armed ? timer.key : `stale ${timer.key}`;
  return { kind: 'timer', type, data: {}, occurredAt: at, by: systemActor, key: `${timer.key} ${timer.token}` };
}

const timerAdvice: Text = {
  da: 'En frist kunne ikke behandles. Den prøves igen af sig selv; kontakt driften, hvis fejlen bliver stående.',
  en: 'A deadline could not be handled. It is tried again by itself; call operations if the error stays.',
};

function caseIdOf(request: Request): string[] {
  if (request.to === 'case' || request.to === 'administration') return [request.caseId];
  if (request.to === 'product') return [productCaseId(request.workflow, request.drugId)];
  return request.to === 'child' ? [request.root] : [];
}

function childKeysOf(request: Request): string[] {
  return request.to === 'child' ? childKeys(request.workflow, request.aliases) : [];
}

/** The same in every database: a drug id is no secret. */
function productCaseId(workflow: WorkflowName, drugId: string): string {
  return uuidv5(`urn:dosisflow:${workflow}:${drugId}`, uuidv5.URL);
}

/** Opening is serialised on the product, in id order: two that hear of it first must not both open its case. */
async function lockProducts(client: PoolClient, batch: readonly Request[]): Promise<void> {
  const ids = batch.flatMap((request) =>
    request.to === 'product' ? [productCaseId(request.workflow, request.drugId)] : [],
  );
  if (ids.length === 0) return;
  await client.query(
    `select pg_advisory_xact_lock(hashtextextended(id::text, 0)) from (select unnest($1::uuid[]) as id order by 1) products`,
    [ids],
  );
}

interface LockedCitizen {
  key: StoredFamily['key'];
  openCaseId: string | undefined;
}

/** Opening is serialised on the citizen's row: one open case each. */
async function lockCitizens(
  client: PoolClient,
  keys: Keys,
  batch: readonly Request[],
): Promise<Map<string, LockedCitizen>> {
  const ids = batch.flatMap((request) => (request.to === 'new' ? [request.citizenId] : []));
  if (ids.length === 0) return new Map();
  await client.query('select id from citizen where id = any($1::uuid[]) order by id for update', [ids]);
  const { rows } = await client.query<{ id: string; wrapped: Buffer; openCaseId: string | null }>(
    `select c.id, k.wrapped, (select o.id from "case" o where o.citizen_id = c.id and o.parent_id is null and o.closed_at is null) as "openCaseId"
     from citizen c join keys.citizen_key k on k.citizen_id = c.id where c.id = any($1::uuid[])`,
    [ids],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      { key: keys.vault.unwrap(row.id, row.wrapped), openCaseId: row.openCaseId ?? undefined },
    ]),
  );
}

async function earlierAnswers(
  client: PoolClient,
  batch: readonly Request[],
): Promise<Map<string, { requestHash: Buffer; answer: Answer }>> {
  const { rows } = await client.query<{ scope: string; key: string; request_hash: Buffer; answer: Answer }>({
    name: 'earlier-answers',
    text: `select h.scope, h.key, h.request_hash, h.answer from handled h
      join unnest($1::text[], $2::text[]) as asked(scope, key) on h.scope = asked.scope and h.key = asked.key`,
    values: [batch.map(({ scope }) => scope), batch.map(({ message }) => message.key)],
  });
  return new Map(rows.map((row) => [`${row.scope} ${row.key}`, { requestHash: row.request_hash, answer: row.answer }]));
}

/**
 * The content of a request, whatever the order of its fields: the same key must come with the same content. Keyed, as the
 * content is a citizen's and could be guessed from a plain hash (P1).
 */
function hashOf({ vault }: Keys, request: Request): Buffer {
  const { message, to } = request;
  const place =
    to === 'case' || to === 'administration'
      ? request.caseId
      : to === 'child'
        ? [request.root, ...request.aliases]
        : to === 'product'
          ? [request.workflow, request.drugId]
          : [request.citizenId, request.parties];
  return vault.hash(
    'content',
    canonicalJson([
      to,
      place,
      message.kind,
      message.type,
      request.told ?? message.data,
      // A person's repeat comes later; a fact that is said to have happened at another time is another fact.
      message.kind === 'fact' ? (request.saidAt ?? message.occurredAt) : null,
      request.expectedRevision ?? null,
    ]),
  );
}
