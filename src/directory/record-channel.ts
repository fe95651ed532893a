import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { Organisation } from '../db/tables.ts';
import { Problem, badRequest, notFound } from '../kernel/problem.ts';
import type { RecordChannel, RecordedChannelView } from './channel-views.ts';
import { danishDay } from './find-organisation.query.ts';

/** How the organisation is told from a day on. What was before stays, and so does where each notice has gone. */
export async function recordChannel(
  { dataSource, pool, clock, keys }: Store,
  caller: Caller,
  organisationId: string,
  { kind, address, from }: RecordChannel,
): Promise<RecordedChannelView> {
  if ((kind === 'task') !== (address === undefined)) {
    const message = kind === 'task' ? 'Expected no address: tasks are shown in Dosisflow' : 'Expected an address';
    throw badRequest('Expected an address for a message or a webhook, and none for tasks', [
      { field: 'address', message },
    ]);
  }
  if (address !== undefined && (kind === 'email') !== !address.includes('://')) {
    const message =
      kind === 'email'
        ? 'Expected an e-mail address such as opgaver@example.dk'
        : 'Expected an address that begins with https://';
    throw badRequest('Expected an address of the kind that the channel uses', [{ field: 'address', message }]);
  }
  const organisation = await dataSource.manager.findOneBy(Organisation, { id: organisationId });
  if (!organisation) throw notFound('an organisation of the directory');
  if (kind === 'careCommunication' && !organisation.sor) {
    const detail =
      'Expected an organisation with a SOR id, but the directory has none: MedCom’s messages are addressed by it';
    throw new Problem(409, 'no-sor-id', 'The organisation cannot be sent a CareCommunication', detail);
  }
  const at = await clock(pool);
  if (from < danishDay(at)) {
    const detail = `Expected today or a later day, but it is ${from}: what was sent before has gone where it went`;
    throw new Problem(409, 'channel-begins-later', 'A channel begins today or later', detail);
  }
  await inTransaction(pool, async (client) => {
    await client.query(
      `insert into channel (organisation_id, kind, address, valid_from, recorded_at, recorded_by) values ($1, $2, $3, $4, $5, $6)`,
      [organisationId, kind, address ?? null, from, at, caller.id],
    );
    const detail = `channel of ${organisationId} from ${from}: ${kind}`;
    await writeAudit(client, { at, caller, action: 'change', detail, purpose: 'operation' });
  });
  const secret = `whsec_${keys.vault.hash('webhook', organisationId).toString('base64')}`;
  return { kind, address: address ?? null, from, recordedAt: at, ...(kind === 'webhook' && { secret }) };
}
