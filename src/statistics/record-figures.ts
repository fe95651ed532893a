import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { readData } from '../engine/message-schema.ts';
import { readCsv } from '../intake/read-csv.ts';
import type { FieldFault } from '../kernel/field-faults.ts';
import { badRequest } from '../kernel/problem.ts';
import { FigureLine, figureColumns } from './questions.ts';
import type { ImportFigures } from './questions.ts';

const mostLines = 50_000;

/** All lines or none; a faulty one is named by its line and column. Returns how many were recorded. */
export async function recordFigures({ pool, clock }: Store, caller: Caller, given: ImportFigures): Promise<number> {
  const lines = read(given.csv);
  return inTransaction(pool, async (client) => {
    const at = await clock(client);
    const { source, vintage } = given;
    await client.query(
      `insert into uptake_figure (month, area, users_all, users_65, users_75, share_65, share_75, source, vintage, recorded_at, recorded_by)
       select (month || '-01')::date, area, a, b, c, d, e, $8, $9, $10, $11
       from unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::int[], $6::numeric[], $7::numeric[]) as f(month, area, a, b, c, d, e)`,
      [
        lines.map(({ month }) => month),
        lines.map(({ area }) => area),
        ...(['usersAll', 'users65', 'users75', 'share65', 'share75'] as const).map((column) =>
          lines.map((line) => line[column] ?? null),
        ),
        ...[source, vintage, at, caller.id],
      ],
    );
    const detail = `import of ${lines.length} uptake figures`;
    await writeAudit(client, { at, caller, action: 'change', detail, purpose: 'coordination' });
    return lines.length;
  });
}

function read(text: string): FigureLine[] {
  const csv = readCsv(text);
  if (!csv.ok)
    throw faulty([
      { field: `csv.${csv.line}`, message: 'Et anførselstegn er ikke afsluttet, eller det står et forkert sted' },
    ]);
  const known: readonly string[] = figureColumns;
  if (!csv.names.includes('month') || !csv.names.includes('area') || csv.names.some((name) => !known.includes(name))) {
    throw faulty([
      { field: 'csv', message: `Første linje skal have kolonner blandt ${known.join(';')}, og month og area skal med` },
    ]);
  }
  if (csv.rows.length === 0) throw faulty([{ field: 'csv', message: 'Filen har ingen tal under første linje' }]);
  if (csv.rows.length > mostLines)
    throw faulty([{ field: 'csv', message: `Filen må højst have ${mostLines} linjer: del den` }]);
  const faults: FieldFault[] = [];
  const lines = csv.rows.flatMap((row): FigureLine[] => {
    const field = `csv.${row.line}`;
    if (!row.ok) {
      faults.push({ field, message: `Linjen skal have ${csv.names.length} felter, men har ${row.found}` });
      return [];
    }
    const cells = Object.entries(row.cells).filter(([, cell]) => cell !== '');
    const isNumber = (name: string): boolean => name !== 'month' && name !== 'area';
    // Danish decimals have a comma.
    const values = cells.map(([name, cell]) => [name, isNumber(name) ? Number(cell.replace(',', '.')) : cell]);
    const one = readData(FigureLine, Object.fromEntries(values));
    if (one.ok) return [one.data as unknown as FigureLine];
    faults.push(...one.faults.map((fault) => ({ ...fault, field: `${field}.${fault.field}` })));
    return [];
  });
  if (faults.length > 0) throw faulty(faults.slice(0, 100));
  return lines;
}

const faulty = (faults: readonly FieldFault[]) =>
  badRequest('Expected a table of figures; correct the lines named in faults, nothing was imported', faults);
