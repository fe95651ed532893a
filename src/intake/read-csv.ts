import { CsvError, parse } from 'csv-parse/sync';

/** A line below the first, by the names of its columns. An empty cell is there as an empty text. */
type CsvRow = { line: number } & ({ ok: true; cells: Readonly<Record<string, string>> } | { ok: false; found: number });

export type Csv =
  | { ok: true; names: string[]; rows: CsvRow[] }
  /** From this line on nothing can be read: a quotation mark is open, or stands where it may not. */
  | { ok: false; line: number };

/**
 * A table as care records, wholesalers and spreadsheets export it: RFC 4180, with commas or, as Danish ones do, semicolons,
 * whichever the first line has. Lines without anything in them are passed over. `found` is how many cells a line has that
 * has not as many as there are columns.
 */
export function readCsv(text: string): Csv {
  const [head = ''] = text.split('\n', 1);
  try {
    const read = parse(text, {
      bom: true,
      delimiter: head.includes(';') ? ';' : ',',
      info: true,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    const [first, ...others] = read;
    const names = first?.record ?? [];
    return { ok: true, names, rows: others.map(({ record, info }) => rowOf(record, info.lines, names)) };
  } catch (error) {
    if (error instanceof CsvError) return { ok: false, line: Number(error['lines'] ?? 1) };
    throw error;
  }
}

function rowOf(record: readonly string[], line: number, names: readonly string[]): CsvRow {
  if (record.length !== names.length) return { line, ok: false, found: record.length };
  return { line, ok: true, cells: Object.fromEntries(names.map((name, n) => [name, record[n] ?? ''])) };
}
