/** What the engine writes for one message alone, as statements that can be sent again for any other case. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Store } from '../../src/db/store.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Column } from '../../src/engine/write-decision.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { expectAccepted, fullRound, requestOf } from './workload.ts';

export interface Statement {
  name: string;
  text: string;
  /** Column names as the statement's alias gives them, and the rows' values column by column. */
  names: string[];
  types: string[];
  columns: unknown[][];
}

/** The writes of each step of a round, without the reads. */
export type Recording = readonly (readonly Statement[])[];

export async function recordRound(store: Store, caseId: string): Promise<Recording> {
  const pool = new pg.Pool({ connectionString: store.url, max: 1, pipeline: true });
  let sent: Statement[] = [];
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    const record = (...given: unknown[]): unknown => {
      const [statement] = given as [{ name?: string; text: string; values: Column[] } | string];
      if (typeof statement !== 'string' && /^\s*(insert|update|delete)/.test(statement.text))
        sent.push(read(statement));
      return query(...given);
    };
    client.query = record as never;
  });
  const engine = new Engine({ pool, keys: store.keys, clock: store.clock, definitions: definitionOf });
  const recording: Statement[][] = [];
  try {
    for (const step of fullRound) {
      sent = [];
      expectAccepted(await engine.handle(requestOf(caseId, step)));
      recording.push(sent);
    }
  } finally {
    await pool.end();
  }
  return recording;
}

const unnested = /unnest\(((?:\$\d+::\w+\[\](?:,\s*)?)+)\)(\s*as (\w+)\(([^)]*)\))?/;

function read({ name = '', text, values }: { name?: string; text: string; values: Column[] }): Statement {
  const found = unnested.exec(text);
  if (!found) throw new Error(`Expected a set-based statement, but got ${text}`);
  const types = [...(found[1] ?? '').matchAll(/::(\w+)\[\]/g)].map(([, type = '']) => type);
  const names = found[4]?.split(',').map((column) => column.trim()) ?? types.map((_, n) => `column${n + 1}`);
  return { name, text, types, names, columns: values.map((column) => column.values) };
}

/** The same statement for these rows alone, with plain values where the engine gives arrays of a batch. */
export function plainText({ text, types, names, columns }: Statement, firstParameter = 1): string {
  const rows = (columns[0] ?? []).map(
    (_, row) =>
      `(${types.map((type, column) => `$${firstParameter + row * types.length + column}::${type}`).join(', ')})`,
  );
  return text.replace(
    unnested,
    (_all, _columns, alias: string | undefined) =>
      `(values ${rows.join(', ')})${alias ?? ` as given(${names.join(', ')})`}`,
  );
}

let given = 1_000_000;

/** The rows' values for another case: its id wherever the recorded one's stands, and new keys where keys must be new. */
export function valuesFor({ name, names, columns }: Statement, recorded: string, caseId: string): unknown[] {
  const values: unknown[] = [];
  for (const row of (columns[0] ?? []).keys()) {
    given += 1;
    for (const [column, of] of columns.entries()) {
      const place = `${name} ${names[column] ?? ''}`;
      const value = of[row];
      if (place === 'write-journal seq') values.push(given);
      else if (place === 'write-tasks-opened id' || place === 'write-handled key') values.push(randomUUID());
      else if (place === 'write-outbox key') values.push(`${caseId}:${given}`);
      else values.push(typeof value === 'string' ? value.replaceAll(recorded, caseId) : value);
    }
  }
  return values;
}
