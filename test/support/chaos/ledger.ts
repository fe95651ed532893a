/** What must hold after every fault, read from the tables and from what receivers got: the one judge of all of them. */
import { createHash } from 'node:crypto';
import { loadMasterKey, readConfig } from '../../../src/config.ts';
import { openStore } from '../../../src/db/store.ts';
import type { Store } from '../../../src/db/store.ts';
import { replay } from '../../../src/engine/replay.ts';
import type { Definitions } from '../../../src/engine/engine.ts';
import { LedgerAudit } from '../../../src/runtime/ledger-audit.ts';
import type { ChaosReceiver } from './chaos-receiver.ts';
import { journalKey } from './load.ts';
import type { Load, Taken } from './load.ts';

/** A timer that became due, as it was armed. */
export interface DueTimer {
  caseId: string;
  key: string;
  token: number;
}

export interface Ledger {
  /** Accepted with an answer, and how many of these stand in the journal once. */
  messages: { in: number; out: number };
  /** Became due, and how many fired once or were called off by a decision before. */
  timers: { in: number; out: number };
  /** Written to the outbox, and how many receivers got under one key and with one content. */
  effects: { in: number; out: number };
  /** Everything that does not hold, as sentences. */
  faults: string[];
}

interface Evidence {
  env: Record<string, string>;
  definitions: Definitions;
  load: Load;
  due: readonly DueTimer[];
  receiver: ChaosReceiver;
}

export async function readLedger(evidence: Evidence): Promise<Ledger> {
  const config = readConfig(evidence.env);
  const masterKey = await loadMasterKey(config.masterKey);
  const url = config.databaseUrl ?? '';
  const store = await openStore({ url, poolSize: 4, masterKey, clock: config.clock });
  try {
    const faults: string[] = [];
    const messages = await countMessages(store, evidence, faults);
    const timers = await countTimers(store, evidence, faults);
    const effects = await countEffects(store, evidence, faults);
    await lookAtCases(store, evidence.definitions, faults);
    return { messages, timers, effects, faults };
  } finally {
    await store.close();
  }
}

/**
 * Of commands and facts the answer names the revision; of notifications the inbox knows the key. Nothing else was written
 * either, but for how drugs stand, which the server reads by itself. What was refused lies in the inbox as that.
 */
async function countMessages({ pool, keys }: Store, { load }: Evidence, faults: string[]): Promise<Ledger['messages']> {
  const { rows: journalled } = await pool.query<{ key: string; n: number; revision: number; type: string }>(
    `select key, count(*)::int as n, max(revision) as revision, min(type) as type from journal
     where kind in ('command', 'fact') and not (kind = 'command' and opened) and type <> 'supplyObserved' group by key`,
  );
  const journal = new Map(journalled.map((row) => [row.key, row]));
  for (const { key, n } of journalled) if (n !== 1) faults.push(`message ${key} stands in the journal ${n} times`);

  const { rows: inbox } = await pool.query<{
    bundleId: string | null;
    header: string;
    fingerprint: string;
    status: string;
  }>(
    `select bundle_id as "bundleId", header_id as header, fingerprint, status from inbox where code is distinct from 'acknowledgement'`,
  );
  const ofNotification = new Map<string, string>();
  let refused = 0;
  for (const { bundleId, header, fingerprint, status } of inbox) {
    if (status === 'unreadable' || status === 'unmatched') refused += 1;
    else if (status !== 'handled') faults.push(`a message is ${status} in the inbox`);
    else ofNotification.set(bundleId ?? '', createHash('sha256').update(`${header} ${fingerprint}`).digest('hex'));
  }
  if (refused !== load.refused)
    faults.push(`${load.refused} messages were refused, and the inbox has ${refused} of them`);
  const keyOf = (key: string, { revision, fmk }: Taken): string => {
    if (fmk !== undefined) return journalKey('fmk', ofBytes(keys.vault.hash('content', fmk)));
    return revision === undefined ? (ofNotification.get(key) ?? '') : key;
  };
  const known = new Set<string>();
  let out = 0;
  for (const [key, taken] of load.taken) {
    const { revision } = taken;
    const written = keyOf(key, taken);
    known.add(written);
    const row = journal.get(written);
    if (!row) faults.push(`message ${key} was accepted and is not in the journal`);
    else if (revision !== undefined && row.revision !== revision)
      faults.push(`message ${key} was answered with revision ${revision} and is written with ${row.revision}`);
    else out += 1;
  }
  const unknown = journalled.filter(({ key }) => !known.has(key));
  for (const { key, type } of unknown) faults.push(`${type} ${key} is in the journal and was never accepted`);
  return { in: load.taken.size, out };
}

/** By what a message of FMK's with one fact is known. */
const ofBytes = (hash: Buffer): string =>
  createHash('sha256')
    .update(`${hash.toString('hex')} 0`)
    .digest('hex');

async function countTimers({ pool, clock }: Store, { due }: Evidence, faults: string[]): Promise<Ledger['timers']> {
  const { rows } = await pool.query<{ id: string; n: number }>(
    `select case_id || ' ' || key as id, count(*)::int as n from journal
     where kind = 'timer' and outcome = 'accepted' and type not like 'stale %' group by 1`,
  );
  const fired = new Map(rows.map(({ id, n }) => [id, n]));
  for (const { id, n } of rows) if (n !== 1) faults.push(`timer ${id} fired ${n} times`);
  const { rows: armed } = await pool.query<{ id: string; overdue: boolean }>(
    `select case_id || ' ' || key || ' ' || token as id, due_at <= $1 as overdue from timer`,
    [await clock(pool)],
  );
  const still = new Set(armed.map(({ id }) => id));
  for (const { id, overdue } of armed) if (overdue) faults.push(`timer ${id} is overdue`);
  const ids = new Set(due.map(({ caseId, key, token }) => `${caseId} ${key} ${token}`));
  let out = 0;
  for (const id of ids) {
    if (fired.has(id) || !still.has(id)) out += 1;
    else faults.push(`timer ${id} was due and has not fired`);
  }
  return { in: ids.size, out };
}

/** A receiver knows a webhook by the effect's key and a CareCommunication by its id; its channel may change in between. */
async function countEffects({ pool }: Store, { receiver }: Evidence, faults: string[]): Promise<Ledger['effects']> {
  const { rows } = await pool.query<{ ids: string[]; status: string; outcome: string | null; kind: string }>(
    `select array_remove(array[key, message_id::text], null) as ids, status, outcome, kind from outbox`,
  );
  let out = 0;
  for (const { ids, status, outcome, kind } of rows) {
    const [id] = ids;
    if (status !== 'delivered') faults.push(`effect ${id} is ${status}`);
    const isOutside = kind === 'notice' && outcome !== 'taskOnly';
    const got = ids.flatMap((each) => receiver.received.get(each) ?? []);
    const doubled = got.find(({ bodies }) => bodies.size > 1);
    if (isOutside && got.length === 0) faults.push(`effect ${id} is delivered and its receiver has not got it`);
    else if (doubled) faults.push(`effect ${id} came with ${doubled.bodies.size} contents`);
    else out += 1;
  }
  const known = new Set(rows.flatMap(({ ids }) => ids));
  for (const id of receiver.received.keys())
    if (!known.has(id)) faults.push(`a receiver got ${id}, which nobody wrote`);
  return { in: rows.length, out };
}

/** Tables and charts agree (E4), every case comes out of its journal as it is stored, and every broadcast reached each once. */
async function lookAtCases(store: Store, definitions: Definitions, faults: string[]): Promise<void> {
  for (const { caseId, what } of await new LedgerAudit(store, definitions).everything())
    faults.push(`${caseId}: ${what}`);
  const { rows } = await store.pool.query<{ id: string }>('select id from "case"');
  for (const { id } of rows) {
    const { kind } = await replay(store.pool, store.keys.vault, definitions, id);
    if (kind !== 'same') faults.push(`case ${id} replays as ${kind}`);
  }
  const { rows: told } = await store.pool.query<{ n: number }>(
    `select count(*)::int as n from broadcast b join packed_product p on p.product = any(b.products)
     where b.finished_at is null or 1 <> (select count(*) from journal j where j.case_id = p.case_id and j.key = b.id || ':' || p.case_id)`,
  );
  if (told[0]?.n) faults.push(`${told[0].n} cases were not told of a broadcast once`);
  const { rows: open } = await store.pool.query<{ kind: string; subject: string }>(
    `select kind, subject from incident where status = 'open'`,
  );
  for (const { kind, subject } of open) faults.push(`an incident is open: ${kind} ${subject}`);
}
