import type { Pool } from 'pg';
import type { CaseContext, Env, Instant, Parties, WorkflowDefinition } from '../../workflows/definition.ts';
import type { Vault } from '../db/seal.ts';
import { withEnv } from './decide.ts';
import type { CaseState } from './decide.ts';
import { readRules } from './dated-rules.query.ts';
import { environmentAt } from './environment.ts';
import { loadFamilies } from './load-family.ts';
import type { CaseRow, Definitions, StoredFamily } from './load-family.ts';

export type { Definitions };

/** A case as last committed, with the time and the rules of now in its context: its chart can be asked what is possible. */
export interface ReadCase {
  row: CaseRow;
  definition: WorkflowDefinition;
  state: CaseState;
  parties: Parties;
}

/** The family that the case belongs to, the root first; undefined where there is none, or its citizen is erased. Takes no lock. */
export async function readFamily(
  pool: Pool,
  vault: Vault,
  definitions: Definitions,
  caseId: string,
  at: Instant,
): Promise<ReadCase[] | undefined> {
  return reading(pool, vault, definitions, [caseId], at, ([family], env) => family && membersOf(family, env));
}

/** These cases alone, in one reading, in no order; those of erased citizens are left out. Their families stay sealed. */
export async function readCases(
  pool: Pool,
  vault: Vault,
  definitions: Definitions,
  caseIds: readonly string[],
  at: Instant,
): Promise<ReadCase[]> {
  const asked = new Set(caseIds);
  return reading(pool, vault, definitions, caseIds, at, (families, env) =>
    families.flatMap((family) => membersOf(family, env, asked)),
  );
}

async function reading<Read>(
  pool: Pool,
  vault: Vault,
  definitions: Definitions,
  caseIds: readonly string[],
  at: Instant,
  read: (families: readonly StoredFamily[], env: Env) => Read,
): Promise<Read> {
  const client = await pool.connect();
  try {
    const families = await loadFamilies(client, vault, definitions, caseIds, { lock: 'none' });
    return read(families, environmentAt(at, await readRules(client)));
  } finally {
    client.release();
  }
}

function membersOf({ members, rows }: StoredFamily, env: Env, asked?: ReadonlySet<string>): ReadCase[] {
  return members.flatMap((member) => {
    const row = rows.get(member.id);
    if (!row || asked?.has(member.id) === false) return [];
    const { definition, state } = member;
    const snapshot = withEnv(state.snapshot, env);
    const { parties } = snapshot.context as CaseContext;
    return [{ row, definition, state: { ...state, snapshot }, parties }];
  });
}
