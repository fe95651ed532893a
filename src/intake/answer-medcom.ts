import { createHash } from 'node:crypto';
import type { Store } from '../db/store.ts';
import { isPassing } from '../db/transaction.ts';
import type { Answer } from '../engine/engine.ts';
import { acknowledge } from '../integration/medcom/acknowledge.ts';
import type { Bundle, Format, OperationOutcome } from '../integration/medcom/fhir-types.ts';
import type { Issue } from '../integration/medcom/issue.ts';
import type { Header } from '../integration/medcom/parse-header.ts';
import { plainMessage } from '../kernel/faults.ts';
import { firstReceived, settle } from './inbox.ts';
import type { InboxRow } from './inbox.ts';
import { openIncident } from '../db/open-incident.ts';

export const medcomSource = 'medcom';

/** The answer to a sender, in the format of the message. */
export interface Reply {
  status: 200 | 202 | 400 | 413 | 415;
  format: Format;
  resource: Bundle | OperationOutcome | undefined;
  /** What the message did, for the adapter that sent it: a stay is not part of MedCom's acknowledgement. */
  effect?: Pick<Answer, 'caseId' | 'root'>;
}

export interface Outcome {
  code: 'ok' | 'fatal-error';
  issues: readonly Issue[];
  /** The acknowledgement's ids and time derive from these, so that a duplicate gets the original answer. */
  seed: string;
  at?: string | undefined;
  status: 'handled' | 'unmatched' | 'unreadable';
  known?: { headerId: string; bundleId: string; fingerprint: string; code: string };
  caseId?: string;
  citizen?: Parameters<typeof settle>[2]['citizen'];
}

/** Writes what became of a message, and acknowledges it. */
export async function answer(
  store: Store,
  row: InboxRow,
  of: Header,
  format: Format,
  outcome: Outcome,
): Promise<Reply> {
  const { code, issues, seed, status, known, caseId, citizen } = outcome;
  const at = outcome.at ?? (await store.clock(store.pool));
  const id = part(seed, 'acknowledgement');
  await settle(store, row, {
    id: row.id,
    status,
    headerId: of.messageHeaderId,
    bundleId: of.bundleId,
    ...known,
    acknowledgement: { id, code, at },
    ...(issues.length > 0 && { reason: plain(issues) }),
    ...(caseId && { caseId }),
    ...(citizen && { citizen }),
  });
  const resource = acknowledge({ of, code, issues, id, bundleId: part(seed, 'bundle'), at });
  return { status: 200, format, resource };
}

/** From what the answer to a message derives that cannot be understood: the same bytes get the same answer again. */
export async function ofSameBytes(store: Store, row: InboxRow): Promise<Pick<Outcome, 'seed' | 'at'>> {
  return { seed: store.keys.vault.hash('content', row.raw).toString('hex'), at: await firstReceived(store, row) };
}

/** Our own fault: the message stays in the inbox and is taken up again, and the sender may send it again as well. */
export async function notNow(
  store: Store,
  row: InboxRow,
  of: Header,
  format: Format,
  error: unknown,
  known: Outcome['known'],
  caseId?: string,
): Promise<Reply> {
  const at = new Date().toISOString();
  if (!isPassing(error)) {
    await settle(store, row, { id: row.id, status: 'faulted', ...known, reason: plainMessage(error) });
    await openIncident(store.pool, { kind: 'inbox', subject: row.id, caseId, error: plainMessage(error) });
  }
  const id = part(row.id, 'transient');
  const resource = acknowledge({
    of,
    code: 'transient-error',
    issues: [outOfOperation],
    id,
    bundleId: part(id, 'bundle'),
    at,
  });
  return { status: 200, format, resource };
}

export const outOfOperation: Issue = {
  severity: 'error',
  code: 'transient',
  details: 'MSG_Mailbox_Out_Of_Operation',
  diagnostics: 'The message could not be handled now. Send it again unchanged.',
  expression: '',
};

export const bundleReused: Issue = {
  severity: 'fatal',
  code: 'invalid',
  details: 'MSG_DUPLICATE_ID',
  diagnostics: 'Expected a Bundle.id that is new, but it came before with another MessageHeader.id.',
  expression: 'Bundle.id',
};

export function plain(
  issues: readonly Issue[],
): { code: string; details: string; diagnostics: string; expression: string }[] {
  return issues.map(({ code, details, diagnostics, expression }) => ({ code, details, diagnostics, expression }));
}

export function part(seed: string, name: string): string {
  const hex = createHash('sha256').update(`${name} ${seed}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
