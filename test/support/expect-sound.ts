import { replay } from '../../src/engine/replay.ts';
import { LedgerAudit } from '../../src/runtime/ledger-audit.ts';
import { definitionOf } from '../../workflows/registry.ts';
import type { TestServer } from './server.ts';

/** The ledger agrees with every chart, and each journal rebuilds its case's state (E4). */
export async function expectSound(server: TestServer): Promise<void> {
  expect(await server.app.get(LedgerAudit).everything()).toEqual([]);
  const ids = await server.rows<{ id: string }>('select id from "case"');
  for (const { id } of ids) {
    expect(await replay(server.database.pool, server.store.keys.vault, definitionOf, id)).toEqual({ kind: 'same' });
  }
}
