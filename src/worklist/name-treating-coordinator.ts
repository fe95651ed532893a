import { randomUUID } from 'node:crypto';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { badRequest, notFound } from '../kernel/problem.ts';
import { grantAccess } from './grant-access.ts';
import type { NameTreatingCoordinator } from './questions.ts';

/**
 * A coordinator of the case's municipality who treats the citizen as well, and then sees as a nurse: the municipality's
 * nurse says so, until when and why. Said again it replaces what was said; a time that has come ends it.
 */
export async function nameTreatingCoordinator(
  { pool, keys, clock }: Pick<Store, 'pool' | 'keys' | 'clock'>,
  caller: Caller,
  caseId: string,
  { person, until, reason }: NameTreatingCoordinator,
): Promise<void> {
  const at = await clock(pool);
  await inTransaction(pool, async (client) => {
    const { rows: cases } = await client.query(
      `select 1 from "case" where id = $1 and parent_id is null and citizen_id is not null and municipality_id = $2`,
      [caseId, caller.organisationId],
    );
    if (cases.length === 0) throw notFound('a case of your municipality with this id');
    const { rows: colleagues } = await client.query<{ id: string; organisationId: string }>(
      `select id, organisation_id as "organisationId" from person
       where id = $1 and organisation_id = $2 and role = 'coordinator' and kind = 'person' and active`,
      [person, caller.organisationId],
    );
    const [coordinator] = colleagues;
    if (!coordinator) {
      const message = 'Personen skal være en aktiv koordinator i jeres kommune';
      throw badRequest(message, [{ field: 'person', message }]);
    }
    await client.query(
      `update personal_access set until = $3 where family_id = $1 and person_id = $2 and ground = 'treating' and until > $3`,
      [caseId, person, at],
    );
    if (Date.parse(until) > Date.parse(at)) {
      await grantAccess(client, keys.vault, {
        id: randomUUID(),
        familyId: caseId,
        person: coordinator,
        ground: 'treating',
        reason,
        at,
        until: new Date(until).toISOString(),
        by: caller.id,
      });
    }
    const detail = `treating coordinator ${person}` as const;
    await writeAudit(client, { at, caller, action: 'change', caseId, detail, purpose: 'treatment' });
  });
}
