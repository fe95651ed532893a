import type { Pool } from 'pg';
import type { LegalBasis, Refusal, Role, Text } from '../../workflows/definition.ts';

export interface JournalRow {
  seq: number;
  kind: 'command' | 'fact' | 'timer' | 'internal';
  type: string;
  opened: boolean;
  outcome: 'accepted' | 'refused' | 'ignored';
  reason: Refusal | Text | null;
  key: string;
  actorKind: 'person' | 'client' | 'system';
  actorRole: Role;
  actorName: string | null;
  organisationId: string | null;
  organisation: string | null;
  at: Date;
  occurredAt: Date;
  basis: LegalBasis;
  policyId: string;
  policyHash: string;
}

/** What happened to a case, newest first, before the given row. */
export async function journalBefore(
  pool: Pool,
  caseId: string,
  before: number | undefined,
  limit: number,
): Promise<JournalRow[]> {
  const { rows } = await pool.query<JournalRow>({
    name: 'journal-before',
    text: `select j.seq, j.kind, j.type, j.opened, j.outcome, j.reason, j.key, j.actor_kind as "actorKind",
        j.actor_role as "actorRole", p.name as "actorName", j.actor_organisation_id as "organisationId",
        o.name as organisation, j.at, j.occurred_at as "occurredAt", j.basis, j.policy_id as "policyId",
        j.policy_hash as "policyHash"
      from journal j
      left join person p on p.id = case when j.actor_id ~ '^[0-9a-f-]{36}$' then j.actor_id::uuid end
      left join organisation o on o.id = j.actor_organisation_id
      where j.case_id = $1 and j.seq < $2 order by j.seq desc limit $3`,
    values: [caseId, before ?? 2_147_483_647, limit],
  });
  return rows;
}
