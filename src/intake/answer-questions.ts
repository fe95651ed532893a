import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Actor } from '../../workflows/definition.ts';
import { unseal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import { readFamily } from '../engine/read-family.ts';
import type { ReadCase } from '../engine/read-family.ts';
import type { FmkAnswer, FmkClient } from '../integration/fmk/client.ts';
import { missing } from '../integration/fmk/missing.ts';
import type { Answer } from '../integration/fmk/missing.ts';
import { receive } from '../integration/fmk/receive.ts';
import type { FmkFact } from '../integration/fmk/translate.ts';
import type { Cpr } from '../kernel/cpr.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { NeverRetryFault, RetryFault, plainMessage } from '../kernel/faults.ts';
import { factNamed } from './cloud-event.ts';
import { findCitizenCase } from './find-citizen-case.query.ts';
import type { FmkFactView } from './fmk-views.ts';
import { keepRaw } from './inbox.ts';
import { isUnchanged, noteRead, noteReading } from './note-fmk-reading.ts';
import type { ReadOutcome } from './note-fmk-reading.ts';
import { openIncident, resolveIncident } from '../db/open-incident.ts';
import type { Intake } from './take-events.ts';
import { fmkSource, takeFact, takeFmk } from './take-fmk.ts';

const by: Actor = { kind: 'system', id: 'fmk', role: 'client' };
/** Someone is told after so many failures; it is tried on, at most an hour apart. */
const attemptsBeforeIncident = 3;
/** A process that dies with a question leaves it to the others after this long. */
const leaseMinutes = 5;
const unreadable = 'FMK answered with a message that cannot be read';
const notReferred =
  'Expected a referral at FMK that is in force, but the open case’s has ended: renew it, or end the case';
/** Less than the lease: no two processes read the same citizen. */
const longestReadingMs = 240_000;

interface Question {
  subject: string;
  kind: 'citizen' | 'organisation';
  askedAt: string;
  attempts: number;
  /** The walk over all citizens that asks. */
  walk: string | null;
}

interface Reading {
  pollMinutes: number;
  /** How many are read at the same time. */
  lanes: number;
  /** How many are read before this returns: whoever plans more has a turn. */
  limit?: number;
  isStopped?: () => boolean;
}

/** Reads FMK for whom it is due, several side by side, and gives what is new to the cases. How many were read. */
export async function answerQuestions(
  intake: Intake,
  client: FmkClient,
  { pollMinutes, lanes, limit = 200, isStopped = () => false }: Reading,
): Promise<number> {
  let begun = 0;
  let answered = 0;
  const work = async (): Promise<void> => {
    while (begun < limit && !isStopped()) {
      begun += 1;
      const question = await claim(intake.store);
      if (!question) return;
      crashPoint('questionsTaken');
      if (await answer(intake, client, question, pollMinutes)) answered += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return answered;
}

async function answer(intake: Intake, client: FmkClient, question: Question, pollMinutes: number): Promise<boolean> {
  const { pool } = intake.store;
  const { subject, kind, askedAt, attempts } = question;
  const signal = AbortSignal.timeout(longestReadingMs);
  try {
    const ended = kind === 'citizen' && (await readForWalk(intake, client, question, signal));
    if (kind === 'organisation') await searchRequests(intake, client, subject, signal);
    await done(intake.store, question, pollMinutes);
    if (ended) await openIncident(pool, { kind: 'fmk', subject, caseId: ended.caseId, error: notReferred });
    else await resolveIncident(pool, 'fmk', subject, 'handled');
    return true;
  } catch (error) {
    await pool.query(
      `update fmk_question set last_error = $3,
         due_at = clock_timestamp() + least(interval '1 hour', interval '10 seconds' * 2 ^ least(attempts, 10))
       where subject = $1 and asked_at >= $2`,
      [subject, askedAt, plainMessage(error)],
    );
    if (attempts >= attemptsBeforeIncident) {
      const whose = kind === 'citizen' ? { caseId: await caseOf(pool, subject) } : { organisationId: subject };
      await openIncident(pool, { kind: 'fmk', subject, ...whose, error: plainMessage(error) });
    }
    return false;
  }
}

/** One at a time, so that its lease runs from when it is read. */
async function claim({ pool }: Store): Promise<Question | undefined> {
  const { rows } = await pool.query<Question>(
    `update fmk_question q set due_at = clock_timestamp() + interval '${leaseMinutes} minutes', attempts = attempts + 1
     from (select subject from fmk_question where due_at <= clock_timestamp() order by due_at limit 1
           for update skip locked) due
     where q.subject = due.subject
     returning q.subject, q.kind, q.asked_at::text as "askedAt", q.attempts, q.walk`,
  );
  return rows[0];
}

/** Asked again meanwhile, it is due again; an organisation is asked for ever. */
async function done({ pool }: Store, { subject, kind, askedAt }: Question, pollMinutes: number): Promise<void> {
  if (kind === 'citizen')
    await pool.query('delete from fmk_question where subject = $1 and asked_at = $2', [subject, askedAt]);
  await pool.query(
    `update fmk_question set attempts = 0, last_error = null, due_at = clock_timestamp() + make_interval(mins => $2) where subject = $1`,
    [subject, kind === 'citizen' ? 0 : pollMinutes],
  );
}

/** Counted for the walk that asks, if one does. The open case that FMK may no longer be read for, where it is one. */
async function readForWalk(
  intake: Intake,
  client: FmkClient,
  { subject, walk }: Question,
  signal: AbortSignal,
): Promise<{ caseId: string } | undefined> {
  const outcome = await readCitizen(intake, client, subject, signal);
  if (walk) await noteRead(intake.store, walk, outcome);
  return outcome.kind === 'ended' ? outcome : undefined;
}

async function readCitizen(
  intake: Intake,
  client: FmkClient,
  citizenId: string,
  signal: AbortSignal,
): Promise<ReadOutcome> {
  const { store } = intake;
  const cpr = await cprOf(store, citizenId);
  if (!cpr) return { kind: 'notOurs' };
  const at = await store.clock(store.pool);
  const found = await findCitizenCase(store.pool, store.keys.vault, cpr, at);
  if (!found) return { kind: 'notOurs' };
  let family = await familyOf(intake, found.caseId, at);
  const citizen = { cpr, at };
  const told: string[] = [];
  // FMK may be read only for a citizen in care here (§8.1.14): whether a new referral makes him one, relations alone tell.
  if (!knownOf(family)?.isLive) {
    if (found.closed || !family[0]) return { kind: 'notOurs' };
    const relations = await client.readRelations(cpr, signal);
    told.push(...(await take(intake, citizen, family, relations)).told);
    family = await familyOf(intake, found.caseId, at);
  }
  const known = knownOf(family);
  if (!known?.isLive) return { kind: hasEnded(family) ? 'ended' : 'read', caseId: found.caseId, told, gone: [] };
  const changes = await client.readChanges(cpr, signal);
  const hash = changes === undefined ? undefined : store.keys.vault.hash('content', changes);
  const seen = { citizenId, caseId: found.caseId, changes: hash };
  if (await isUnchanged(store, seen)) return { kind: 'unchanged' };
  const taken = await take(intake, citizen, family, await client.readCitizen(cpr, signal));
  told.push(...taken.told);
  const gone: string[] = [];
  for (const fact of missing(known, taken.answers, at)) {
    const id = createHash('sha256')
      .update(JSON.stringify([found.caseId, fact]))
      .digest('hex');
    gone.push(...accepted([await takeFact(intake, by, fact, { id, cpr, found, at })]));
  }
  await noteReading(store, seen);
  const isEnded = told.includes('relationObserved') && hasEnded(await familyOf(intake, found.caseId, at));
  return { kind: isEnded ? 'ended' : 'read', caseId: found.caseId, told, gone };
}

const knownOf = ([root]: readonly ReadCase[]) => root?.definition.knownOfFmk?.(root.state.snapshot.context as never);

/** Whether FMK may not be read for the case, though it is open. */
const hasEnded = (family: readonly ReadCase[]): boolean =>
  family[0]?.row.closedAt === null && knownOf(family)?.isLive === false;

/** Gives what the case does not show yet to it. What FMK answered, and which facts of it were new. */
async function take(
  intake: Intake,
  { cpr, at }: { cpr: Cpr; at: string },
  family: readonly ReadCase[],
  read: readonly FmkAnswer[],
): Promise<{ answers: Answer[]; told: string[] }> {
  const isWanted = (fact: FmkFact): boolean =>
    factNamed(intake.definitions, fmkSource, fact.type) !== undefined && !isOldNews(family, fact);
  const answers: Answer[] = [];
  const told: string[] = [];
  for (const { pages, isWhole } of read) {
    for (const bytes of pages) {
      const received = receive(bytes, 'application/xml', at);
      if (received.kind === 'rejected') throw new NeverRetryFault(unreadable);
      if (received.kind !== 'facts') continue;
      if (received.cpr !== cpr) throw new NeverRetryFault('FMK answered about another citizen');
      const { root: name, facts } = received;
      // The pages of one answer are one answer.
      const begun = answers.at(-1);
      if (begun && bytes !== pages[0] && begun.root === name) begun.facts.push(...facts);
      else answers.push({ root: name, isWhole, facts: [...facts] });
      if (!facts.some(isWanted)) continue;
      const [kept] = await keepRaw(intake.store, fmkSource, 'application/xml', [bytes]);
      if (!kept) continue;
      const row = { id: kept.id, source: fmkSource, mediaType: 'application/xml', raw: bytes };
      const reply = await takeFmk(intake, by, row, isWanted);
      if (reply.kind === 'taken') told.push(...accepted(reply.answer.results));
    }
  }
  return { answers, told };
}

const accepted = (results: readonly FmkFactView[]): string[] =>
  results.filter(({ result }) => result === 'accepted').map(({ fact }) => fact);

async function searchRequests(
  intake: Intake,
  client: FmkClient,
  organisationId: string,
  signal: AbortSignal,
): Promise<void> {
  const { store } = intake;
  const { rows } = await store.pool.query<{ code: string | null }>(
    'select municipality_code as code from organisation where id = $1',
    [organisationId],
  );
  const code = rows[0]?.code;
  if (!code) return;
  const { pages, isWhole } = await client.searchRequests(code, signal);
  for (const bytes of pages) {
    const [kept] = await keepRaw(store, fmkSource, 'application/xml', [bytes]);
    if (!kept) continue;
    const row = { id: kept.id, source: fmkSource, mediaType: 'application/xml', raw: bytes };
    if ((await takeFmk(intake, by, row)).kind === 'rejected') throw new NeverRetryFault(unreadable);
  }
  if (!isWhole) throw new RetryFault('FMK has more requests than it could be asked for');
}

/** The citizen's own, open before closed. */
async function caseOf(pool: Pool, citizenId: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from "case" where citizen_id = $1 and workflow = 'dose-dispensing' order by closed_at desc nulls first limit 1`,
    [citizenId],
  );
  return rows[0]?.id;
}

async function cprOf({ pool, keys }: Store, citizenId: string): Promise<Cpr | undefined> {
  const { rows } = await pool.query<{ sealed: Buffer; wrapped: Buffer }>(
    'select z.sealed, k.wrapped from citizen z join keys.citizen_key k on k.citizen_id = z.id where z.id = $1',
    [citizenId],
  );
  const [row] = rows;
  if (!row) return undefined;
  const opened = unseal(keys.vault.unwrap(citizenId, row.wrapped), `citizen:${citizenId}`, row.sealed);
  return (JSON.parse(opened.toString()) as { cpr: Cpr }).cpr;
}

async function familyOf({ store, definitions }: Intake, caseId: string, at: string): Promise<ReadCase[]> {
  return (await readFamily(store.pool, store.keys.vault, definitions, caseId, at)) ?? [];
}

/** What the citizen's case or one of its rolls shows already. */
function isOldNews(family: readonly ReadCase[], fact: { type: string; data: object; occurredAt: string }): boolean {
  return family.some(({ definition, state }) =>
    definition.isOldNews?.(
      state.snapshot.context as never,
      fact.type,
      JSON.parse(JSON.stringify(fact.data)) as never,
      fact.occurredAt,
    ),
  );
}
