/** The same rows as the engine writes, with no workflow logic: what a plain program would cost. */
import pg from 'pg';
import { plainText, valuesFor } from './recording.ts';
import type { Recording, Statement } from './recording.ts';
import type { Rounds } from './workload.ts';

export const connections = 32;

export interface Baseline {
  /** BEGIN, one prepared statement per table, COMMIT. */
  statements: () => Promise<void>;
  /** All of it as one prepared statement. */
  single: () => Promise<void>;
  close: () => Promise<void>;
}

export function openBaseline(url: string, recording: Recording, recorded: string, rounds: Rounds): Baseline {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  const steps = recording.map((statements, step) => ({
    plain: statements.map((statement, n) => ({ statement, name: `step${step}-${n}`, text: plainText(statement) })),
    single: { name: `step${step}`, text: singleText(statements) },
  }));
  const next = () => {
    const { caseId, n } = rounds.next();
    const { plain, single } = steps[n] ?? { plain: [], single: { name: '', text: '' } };
    return { plain: plain.map((each) => ({ ...each, values: valuesFor(each.statement, recorded, caseId) })), single };
  };
  return {
    statements: async () => {
      const { plain } = next();
      const client = await pool.connect();
      try {
        await client.query('begin');
        for (const { name, text, values } of plain) await client.query({ name, text, values });
        await client.query('commit');
      } finally {
        client.release();
      }
    },
    single: async () => {
      const { plain, single } = next();
      await pool.query({ ...single, values: plain.flatMap(({ values }) => values) });
    },
    close: () => pool.end(),
  };
}

function singleText(statements: readonly Statement[]): string {
  let parameter = 1;
  const parts = statements.map((statement, n) => {
    const text = plainText(statement, parameter);
    parameter += statement.columns.length * (statement.columns[0]?.length ?? 0);
    return `w${n} as (${text})`;
  });
  return `with ${parts.join(', ')} select 1`;
}
