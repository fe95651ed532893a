/** What the engine writes for one message alone, as statements that can be sent again for any other case. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Store } from '../../src/db/store.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Column } from '../../src/db/columns.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { expectAccepted, fullRound, requestOf } from './workload.ts';

export interface Statement {
  name: string;
  table: string;
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
  let sent: Statement[] | undefined;
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    const record = (...given: unknown[]): unknown => {
      const [statement] = given as [{ name?: string; text: string; values: Column[] } | string];
      if (sent && typeof statement !== 'string' && writes.test(statement.text)) sent.push(read(statement));
      return query(...given);
    };
    client.query = record as never;
  });
  const engine = new Engine({ pool, keys: store.keys, clock: store.clock, definitions: definitionOf });
  const recording: Statement[][] = [];
  try {
    // What a process writes once, such as the rules it decides by, is no message's.
    for (const step of fullRound) expectAccepted(await engine.handle(requestOf(caseId, step)));
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

const writes = /^\s*(?:with \w+ as \(\s*)?(?:insert into|update|delete from) "?(\w+)/;
/** A statement whose own part writes too: `with closed as (update …) insert …`. */
const inTwoParts = /^\s*with (\w+) as \(([^]*)\)\s*(insert into [^]*)$/;
const unnested = /unnest\(((?:\$\d+::\w+\[\](?:,\s*)?)+)\)(\s*as (\w+)\(([^)]*)\))?/;

function read({ name = '', text, values }: { name?: string; text: string; values: Column[] }): Statement {
  const found = unnested.exec(text);
  if (!found) throw new Error(`Expected a set-based statement, but got ${text}`);
  const types = [...(found[1] ?? '').matchAll(/::(\w+)\[\]/g)].map(([, type = '']) => type);
  const names = found[4]?.split(',').map((column) => column.trim()) ?? types.map((_, n) => `column${n + 1}`);
  const table = writes.exec(text)?.[1] ?? '';
  return { name, table, text, types, names, columns: values.map((column) => column.values) };
}

/** The same statement for these rows alone, with plain values where the engine gives arrays of a batch. */
function plainText({ text, types, names, columns }: Statement, firstParameter = 1): string {
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

/** Several statements as one. */
export function togetherText(statements: readonly Statement[]): string {
  let parameter = 1;
  const parts = statements.map((statement) => {
    const text = plainText(statement, parameter);
    parameter += statement.columns.length * (statement.columns[0]?.length ?? 0);
    return text;
  });
  const [only] = parts;
  if (only && parts.length === 1) return only;
  // What writes must stand at the top level of a statement.
  const named = parts.map((text, n) => {
    const [, name, first, second] = inTwoParts.exec(text) ?? [];
    return name ? `${name} as (${first}), w${n} as (${second})` : `w${n} as (${text})`;
  });
  return `with ${named.join(', ')} select 1`;
}

let given = 1_000_000;

/** What stands in one parameter, for any case. Made once, so that the baseline pays for nothing but its statements. */
export type Parameter = (caseId: string) => unknown;

/** The rows' values: another case's id wherever the recorded one's stands, and new keys where keys must be new. */
export function parametersOf({ name, names, columns }: Statement, recorded: string): Parameter[] {
  return [...(columns[0] ?? []).keys()].flatMap((row) =>
    columns.map((of, column): Parameter => {
      const place = `${name} ${names[column] ?? ''}`;
      if (place === 'write-journal seq') return () => (given += 1);
      if (place === 'write-tasks-opened id' || place === 'write-handled key') return () => randomUUID();
      if (place === 'write-outbox key') return (caseId) => `${caseId}:${(given += 1)}`;
      const value = of[row] instanceof Date ? of[row].toISOString() : of[row];
      if (typeof value !== 'string' || !value.includes(recorded)) return () => value;
      const parts = value.split(recorded);
      return (caseId) => parts.join(caseId);
    }),
  );
}
