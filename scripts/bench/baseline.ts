/** The same rows as the engine writes, with no workflow logic: what a plain program would cost. */
import pg from 'pg';
import { parametersOf, togetherText } from './recording.ts';
import type { Parameter, Recording, Statement } from './recording.ts';
import type { Rounds } from './workload.ts';

export const connections = 32;

export interface Baseline {
  /** BEGIN, one prepared statement per table, COMMIT. */
  statements: () => Promise<void>;
  /** All of it as one prepared statement. */
  single: () => Promise<void>;
  close: () => Promise<void>;
}

interface Prepared {
  name: string;
  text: string;
  parameters: Parameter[];
}

export function openBaseline(url: string, recording: Recording, recorded: string, rounds: Rounds): Baseline {
  const pool = new pg.Pool({ connectionString: url, max: connections });
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
  }));
  const next = () => {
    const { caseId, n } = rounds.next();
    const step = steps[n];
    if (!step) throw new Error('Expected a recording of each step');
    const bound = ({ name, text, parameters }: Prepared) => ({
      name,
      text,
      values: parameters.map((parameter) => parameter(caseId)),
    });
    return { step, bound };
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
    close: () => pool.end(),
  };
}
