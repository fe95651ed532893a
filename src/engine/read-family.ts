import type { Pool } from 'pg';
import type { CaseContext, Instant, Parties, WorkflowDefinition } from '../../workflows/definition.ts';
import type { Vault } from '../db/seal.ts';
import { withEnv } from './decide.ts';
import type { CaseState } from './decide.ts';
import { environmentAt } from './environment.ts';
import { loadFamilies } from './load-family.ts';
import type { CaseRow, Definitions } from './load-family.ts';

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
  const client = await pool.connect();
  try {
    const [family] = await loadFamilies(client, vault, definitions, [caseId], { lock: 'none' });
    const env = environmentAt(at);
    return family?.members.flatMap(({ id, definition, state }) => {
      const row = family.rows.get(id);
      const snapshot = withEnv(state.snapshot, env);
      const { parties } = snapshot.context as CaseContext;
      return row ? [{ row, definition, state: { ...state, snapshot }, parties }] : [];
    });
  } finally {
    client.release();
  }
}
