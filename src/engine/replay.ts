import type { Pool } from 'pg';
import type {
  Actor,
  Administration,
  JsonObject,
  Message,
  MessageKind,
  Parties,
  Role,
  WorkflowName,
} from '../../workflows/definition.ts';
import type { Vault } from '../db/seal.ts';
import { unseal } from '../db/seal.ts';
import { systemKeyName } from '../db/open-keys.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { NeverRetryFault } from '../kernel/faults.ts';
import { administer, isAdministration } from './administer.ts';
import type { MigrateCase } from './administer.ts';
import { decide, open, persist } from './decide.ts';
import type { CaseState } from './decide.ts';
import { environmentWith } from './environment.ts';
import { keptPolicies } from './kept-policies.query.ts';
import type { Definitions } from './load-family.ts';
import { loadFamilies, wrappedKeySql } from './load-family.ts';

export type Replayed =
  { kind: 'same' } | { kind: 'differs'; atSeq: number; stored: object; replayed: object } | { kind: 'erased' };

/**
 * Rebuilds a case from its journal alone, across migrations and repairs, and compares it with the stored snapshot. An erased citizen is a valid end: the
 * rows are there, the content cannot be read.
 */
export async function replay(pool: Pool, vault: Vault, definitions: Definitions, caseId: string): Promise<Replayed> {
  const { rows } = await pool.query<JournalRow>(journalSql, [caseId]);
  const first = rows[0];
  if (!first) throw new NeverRetryFault(`Expected a journal for the case ${caseId}, but it has none`);
  if (!first.wrapped) return { kind: 'erased' };
  const key = vault.unwrap(first.citizenId ?? systemKeyName, first.wrapped);
  const content = ({ seq, sealed }: JournalRow): Content =>
    JSON.parse(unseal(key, `journal:${caseId}:${seq}`, sealed).toString()) as Content;
  const migrated = rows.find(({ type, outcome }) => type === migration && outcome === 'accepted');
  const born = migrated ? (content(migrated).data as MigrateCase).from : first.version;
  let definition = definitions(first.workflow, born);
  const policies = await keptPolicies(
    pool,
    rows.map(({ policyHash }) => policyHash),
  );
  let state: CaseState | undefined;
  for (const row of rows) {
    const policy = policies.get(row.policyHash);
    if (!policy)
      throw new NeverRetryFault(
        `Expected the rules ${row.policyId} (${row.policyHash}) to be kept, but policy_set has them not`,
      );
    const env = environmentWith(row.at.toISOString(), policy);
    const { data, parties } = content(row);
    if (row.opened) {
      if (!parties) throw new NeverRetryFault(`Expected the parties in the opening of ${caseId}`);
      state = open(definition, { env, caseId, parties, data }).next;
    } else if (state && row.outcome === 'accepted') {
      const message = messageOf(row, data);
      const { decision, definition: now } = isAdministration(row.type)
        ? administer(definition, state, message, definitions, env)
        : { decision: decide(definition, state, message, env), definition };
      if (decision.kind === 'accepted') [state, definition] = [decision.next, now];
    }
  }
  const [family] = await readFamily(pool, vault, definitions, caseId);
  const member = family?.members.find(({ id }) => id === caseId);
  if (!state || !member) throw new NeverRetryFault(`Expected the case ${caseId} to be stored`);
  const stored = persist(member.state.snapshot);
  const replayed = JSON.parse(JSON.stringify(persist(state.snapshot))) as object;
  return canonicalJson(stored) === canonicalJson(replayed)
    ? { kind: 'same' }
    : { kind: 'differs', atSeq: rows.length, stored, replayed };
}

interface Content {
  data: JsonObject;
  parties?: Parties;
}
const migration: Administration = 'migrateCase';

async function readFamily(pool: Pool, vault: Vault, definitions: Definitions, caseId: string) {
  const client = await pool.connect();
  try {
    return await loadFamilies(client, vault, definitions, [caseId], { lock: 'none' });
  } finally {
    client.release();
  }
}

const journalSql = `
  select j.seq, j.at, j.occurred_at as "occurredAt", j.kind, j.type, j.opened, j.outcome, j.key, j.actor_kind as "actorKind",
    j.actor_id as "actorId", j.actor_role as "actorRole", j.actor_organisation_id as "organisationId", j.policy_id as "policyId",
    j.policy_hash as "policyHash", j.sealed, c.workflow, c.version, c.citizen_id as "citizenId", ${wrappedKeySql} as wrapped
  from journal j join "case" c on c.id = j.case_id left join keys.citizen_key k on k.citizen_id = c.citizen_id
  where j.case_id = $1 order by j.seq`;

interface JournalRow {
  seq: number;
  at: Date;
  occurredAt: Date;
  kind: MessageKind;
  type: string;
  opened: boolean;
  outcome: 'accepted' | 'refused' | 'ignored';
  key: string;
  actorKind: Actor['kind'];
  actorId: string;
  actorRole: Role;
  organisationId: string | null;
  policyId: string;
  policyHash: string;
  sealed: Buffer;
  workflow: WorkflowName;
  version: number;
  citizenId: string | null;
  wrapped: Buffer | null;
}

function messageOf(row: JournalRow, data: JsonObject): Message {
  return {
    kind: row.kind,
    type: row.type,
    data,
    occurredAt: row.occurredAt.toISOString(),
    by: {
      kind: row.actorKind,
      id: row.actorId,
      role: row.actorRole,
      ...(row.organisationId && { organisationId: row.organisationId }),
    },
    key: row.key,
  };
}
