/** The same rows as the engine writes, with no workflow logic: what a plain program would cost. */
import pg from 'pg';
import { Columns, withRows } from '../../src/db/columns.ts';
import type { Cell } from '../../src/db/columns.ts';
import { inTransaction } from '../../src/db/transaction.ts';
import { parametersOf, togetherText } from './recording.ts';
import type { Parameter, Recording, Statement } from './recording.ts';
import type { Rounds } from './workload.ts';

export const connections = 32;

export interface Baseline {
  /** BEGIN, one prepared statement per table, COMMIT. */
  statements: () => Promise<void>;
  /** All of it as one prepared statement. */
  single: () => Promise<void>;
  /**
   * The rows of so many messages together, sent as the engine sends a batch: what it would take if nothing had to be read,
   * decided or sealed.
   */
  grouped: (messages: number) => Promise<void>;
  close: () => Promise<void>;
}

interface Prepared {
  name: string;
  text: string;
  parameters: Parameter[];
}

export function openBaseline(url: string, recording: Recording, recorded: string, rounds: Rounds): Baseline {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  const pipelined = new pg.Pool({ connectionString: url, max: 2, pipeline: true });
  // Where a step writes the same rows to a table as another, they share the statement.
  const names = new Map<string, string>();
  const prepared = (statements: readonly Statement[]): Prepared => {
    const text = togetherText(statements);
    const name = names.get(text) ?? `baseline-${names.size}`;
    names.set(text, name);
    return { name, text, parameters: statements.flatMap((statement) => parametersOf(statement, recorded)) };
  };
  const steps = recording.map((statements) => ({
    tables: [...new Set(statements.map(({ table }) => table))].map((name) =>
      prepared(statements.filter(({ table }) => table === name)),
    ),
    single: prepared(statements),
    statements: statements.map((statement) => ({ ...statement, parameters: parametersOf(statement, recorded) })),
  }));
  const order = inOrder(recording);
  const next = () => {
    const { caseId, n } = rounds.next();
    const step = steps[n];
    if (!step) throw new Error('Expected a recording of each step');
    const bound = ({ name, text, parameters }: Prepared) => ({
      name,
      text,
      values: parameters.map((parameter) => parameter(caseId)),
    });
    return { caseId, step, bound };
  };
  return {
    statements: async () => {
      const { step, bound } = next();
      const client = await pool.connect();
      try {
        await client.query('begin');
        for (const table of step.tables) await client.query(bound(table));
        await client.query('commit');
      } finally {
        client.release();
      }
    },
    single: async () => {
      const { step, bound } = next();
      await pool.query(bound(step.single));
    },
    grouped: async (messages) => {
      const tables = new Map<string, { text: string; rows: Columns }>();
      for (let n = 0; n < messages; n += 1) {
        const { caseId, step } = next();
        for (const { name, text, columns, parameters } of step.statements) {
          const table = tables.get(name) ?? { text, rows: new Columns(columns.length) };
          tables.set(name, table);
          for (let row = 0; row < parameters.length; row += columns.length)
            table.rows.add(
              ...parameters.slice(row, row + columns.length).map((parameter) => parameter(caseId) as Cell),
            );
        }
      }
      await inTransaction(pipelined, async (_client, send) => {
        for (const name of order) {
          const table = tables.get(name);
          if (table) send(withRows(name, table.text, table.rows));
        }
      });
    },
    close: async () => {
      await pool.end();
      await pipelined.end();
    },
  };
}

/** The statements' names in the order that every step sends them: what makes room for a row comes before the row. */
function inOrder(recording: Recording): string[] {
  const order: string[] = [];
  for (const statements of recording)
    for (const [n, { name }] of statements.entries())
      if (!order.includes(name)) order.splice(order.indexOf(statements[n - 1]?.name ?? '') + 1, 0, name);
  return order;
}
