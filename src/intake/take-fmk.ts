import { createHash } from 'node:crypto';
import type { Actor, JsonObject } from '../../workflows/definition.ts';
import { isPassing } from '../db/transaction.ts';
import { readData } from '../engine/message-schema.ts';
import { readFamily } from '../engine/read-family.ts';
import { receive } from '../integration/fmk/receive.ts';
import type { Received } from '../integration/fmk/receive.ts';
import type { FmkFact } from '../integration/fmk/translate.ts';
import type { Cpr } from '../kernel/cpr.ts';
import { plainMessage } from '../kernel/faults.ts';
import type { FieldFault } from '../kernel/field-faults.ts';
import { askAboutCitizen, startResync } from './ask-fmk.ts';
import { factNamed } from './cloud-event.ts';
import { findCitizenCase } from './find-citizen-case.query.ts';
import type { CitizenCase } from './find-citizen-case.query.ts';
import type { FmkAnswerView, FmkFactView } from './fmk-views.ts';
import { firstReceived, settle } from './inbox.ts';
import type { InboxRow } from './inbox.ts';
import { openIncident } from '../db/open-incident.ts';
import { giveFact, resultOf, takenAsOfNow } from './take-events.ts';
import type { Intake } from './take-events.ts';

export const fmkSource = 'fmk';

/** The answer to whoever sent a message of FMK's. */
export type FmkReply =
  { kind: 'rejected'; status: 400 | 413 | 415; faults: FieldFault[] } | { kind: 'taken'; answer: FmkAnswerView };

/**
 * One message of FMK's from its bytes to what became of each of its facts. Safe to run again on the same row, and on the
 * same bytes that come again: the engine knows each fact by them. Facts that are not wanted are left out of it.
 */
export async function takeFmk(
  intake: Intake,
  by: Actor,
  row: InboxRow,
  isWanted: (fact: FmkFact) => boolean = () => true,
): Promise<FmkReply> {
  const { store } = intake;
  const received = receive(row.raw, row.mediaType, await firstReceived(store, row));
  switch (received.kind) {
    case 'rejected': {
      const { status, faults } = received;
      await settle(store, row, { id: row.id, status: 'unreadable', reason: plain(faults) });
      return { kind: 'rejected', status, faults };
    }
    case 'nothing':
      await settle(store, row, { id: row.id, status: 'handled', code: received.root });
      return taken({ message: received.root, because: received.because });
    case 'lostAdvis':
      await startResync(store, received.resumedAt);
      await settle(store, row, { id: row.id, status: 'handled', code: received.root });
      return taken({ message: received.root });
    case 'changed':
      return askAbout(intake, row, received);
    case 'facts':
      return takeFacts(intake, by, row, received, isWanted);
  }
}

function taken(answer: Partial<FmkAnswerView> & { message: string }): FmkReply {
  return { kind: 'taken', answer: { results: [], unused: [], orders: [], asked: 0, ...answer } };
}

/** Ids are all that such a message tells: FMK is asked about the citizens who have a case here. */
async function askAbout(
  { store }: Intake,
  row: InboxRow,
  { root, action, people, orders }: Extract<Received, { kind: 'changed' }>,
): Promise<FmkReply> {
  const at = await store.clock(store.pool);
  const found: CitizenCase[] = [];
  for (const cpr of people) {
    const citizen = await findCitizenCase(store.pool, store.keys.vault, cpr, at);
    if (citizen) found.push(citizen);
  }
  for (const { citizenId } of found) await askAboutCitizen(store, citizenId);
  const [only] = found.length === 1 && people.length === 1 ? found : [];
  await settle(store, row, {
    id: row.id,
    status: found.length > 0 ? 'handled' : 'unmatched',
    code: action ? `${root}.${action.slice(0, 50)}` : root,
    ...(only && { caseId: only.caseId, citizen: { id: only.citizenId, key: only.key } }),
  });
  const told = orders.map(({ place, packability }) => ({ place, ...packability }));
  return taken({ message: root, orders: told, asked: found.length });
}

async function takeFacts(
  intake: Intake,
  by: Actor,
  row: InboxRow,
  { root, cpr, facts, unused }: Extract<Received, { kind: 'facts' }>,
  isWanted: (fact: FmkFact) => boolean,
): Promise<FmkReply> {
  const { store } = intake;
  const at = await store.clock(store.pool);
  const found = await findCitizenCase(store.pool, store.keys.vault, cpr, at);
  const known = { id: row.id, code: root };
  if (!found) {
    await settle(store, row, { ...known, status: 'unmatched' });
    const results = facts.map(({ type, place }) => ({ fact: type, place, result: 'unmatched' as const }));
    return taken({ message: root, results, unused });
  }
  const identity = store.keys.vault.hash('content', row.raw).toString('hex');
  try {
    const results: FmkFactView[] = [];
    // One after the other: a roll rests on the prescriptions before it.
    for (const [n, fact] of (await withDrugs(intake, found, facts, at)).entries()) {
      if (!isWanted(fact)) continue;
      const id = createHash('sha256').update(`${identity} ${n}`).digest('hex');
      results.push({ ...(await takeFact(intake, by, fact, { id, cpr, found, at })) });
    }
    const invalid = results.flatMap(({ faults }) => faults ?? []);
    await settle(store, row, {
      ...known,
      status: 'handled',
      caseId: found.caseId,
      citizen: { id: found.citizenId, key: found.key },
      ...(invalid.length > 0 && { reason: plain(invalid) }),
    });
    return taken({ message: root, results, unused });
  } catch (error) {
    // The database is away: the row stays as it was received, and is taken up again.
    if (!isPassing(error)) {
      await settle(store, row, { ...known, status: 'faulted', reason: plainMessage(error) });
      await openIncident(store.pool, {
        kind: 'inbox',
        subject: row.id,
        caseId: found.caseId,
        error: plainMessage(error),
      });
    }
    const results = facts.map(({ type, place }) => ({ fact: type, place, result: 'faulted' as const }));
    return taken({ message: root, results, unused });
  }
}

/** Requests with the drug that the case knows their drug medication by; one it does not know lacks a field, and says so. */
async function withDrugs(
  { store, definitions }: Intake,
  { caseId }: CitizenCase,
  facts: FmkFact[],
  at: string,
): Promise<FmkFact[]> {
  if (!facts.some((fact) => fact.type === 'requestObserved' && fact.data.drugId === undefined)) return facts;
  const family = await readFamily(store.pool, store.keys.vault, definitions, caseId, at);
  const root = family?.[0];
  const drugs = root?.definition.knownOfFmk?.(root.state.snapshot.context as never).drugs ?? {};
  return facts.map((fact) => {
    if (fact.type !== 'requestObserved' || fact.data.drugId !== undefined) return fact;
    const { drugMedicationId } = fact.data;
    const drugId = Object.hasOwn(drugs, drugMedicationId) ? drugs[drugMedicationId] : undefined;
    return { ...fact, data: { ...fact.data, ...(drugId && { drugId }) } };
  });
}

interface Given {
  id: string;
  cpr: Cpr;
  found: CitizenCase;
  at: string;
}

/** One fact to the case; a fact that no workflow takes, or that does not fit, is told and stops no other. */
export async function takeFact(
  intake: Intake,
  by: Actor,
  { type, data, occurredAt, place }: FmkFact,
  { id, cpr, found, at }: Given,
): Promise<FmkFactView> {
  const named = { fact: type, place };
  const fact = factNamed(intake.definitions, fmkSource, type);
  if (!fact) return { ...named, result: 'noWorkflow' };
  const content = readData(fact.data, data);
  if (!content.ok) return { ...named, result: 'invalid', faults: content.faults };
  const { workflow } = fact;
  const event = { id, source: fmkSource, workflow, type, cpr, data: content.data satisfies JsonObject, occurredAt };
  const { event: taken, warnings } = takenAsOfNow(event, at, place);
  const handled = await giveFact(intake, taken, found, by, at);
  switch (handled.kind) {
    case 'done':
      return { ...named, ...resultOf(handled.answer), ...(warnings && { faults: warnings }) };
    case 'keyReused':
      // The same bytes are read otherwise by a newer version: what was decided of them stands.
      return { ...named, result: 'ignored', caseId: found.caseId };
    case 'notFound':
    case 'alreadyOpen':
      return { ...named, result: 'unmatched' };
  }
}

function plain(faults: readonly FieldFault[]): { field: string; message: string }[] {
  return faults.map(({ field, message }) => ({ field, message }));
}
