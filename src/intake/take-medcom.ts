import type { Actor } from '../../workflows/definition.ts';
import { receive } from '../integration/hospital-notification/receive.ts';
import { acknowledge } from '../integration/medcom/acknowledge.ts';
import { operationOutcome } from '../integration/medcom/operation-outcome.ts';
import { eventOf } from '../integration/medcom/parse-header.ts';
import { readMessage } from '../integration/medcom/read.ts';
import { outOfOperation, part } from './answer-medcom.ts';
import type { Reply } from './answer-medcom.ts';
import type { InboxRow } from './inbox.ts';
import { takeAcknowledgement } from './take-acknowledgement.ts';
import { takeCareCommunication } from './take-care-communication.ts';
import type { Intake } from './take-events.ts';
import { takeNotification } from './take-notification.ts';

/** One of MedCom's messages from its bytes to its answer. Safe to run again on the same row: the engine knows it by its key. */
export async function takeMedcom(intake: Intake, by: Actor, row: InboxRow): Promise<Reply> {
  const { store, engine } = intake;
  const read = readMessage(row.raw, row.mediaType);
  if (read.kind !== 'bundle') return takeNotification(store, engine, by, row, read);
  switch (eventOf(read.bundle)) {
    case 'care-communication-message':
      return takeCareCommunication(intake, by, row, read);
    case 'acknowledgement-message':
      return takeAcknowledgement(store, row, read);
    default:
      return takeNotification(store, engine, by, row, read);
  }
}

/** For when the message could not even be put away: a sender that is told so sends it again. */
export function unavailable(raw: Buffer, mediaType: string, id: string, at: string): Reply {
  const received = receive(raw, mediaType);
  if (received.kind === 'rejected')
    return { status: received.status, format: received.format, resource: operationOutcome(received.issues) };
  if (received.kind === 'acknowledgement') return { status: 202, format: 'json', resource: undefined };
  const of = received.kind === 'fault' ? received.header : received.notification;
  const resource = acknowledge({
    of,
    code: 'transient-error',
    issues: [outOfOperation],
    id,
    bundleId: part(id, 'bundle'),
    at,
  });
  return { status: 200, format: received.format, resource };
}
