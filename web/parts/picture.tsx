import type { ReactNode } from 'react';
import { useSpeech } from '../language.tsx';
import { texts } from '../programme-texts.ts';
import { Table } from './table.tsx';

/** A month and a day are shown as the reader writes them, and stand in the file so that they can be put in order. */
export type Cell = string | number | null | { month: string } | { day: string };

/** A picture with the same as a table, seen at a click and to be downloaded; without a picture, the table itself. */
export function Picture({
  title,
  file,
  heads,
  rows,
  children,
}: {
  title: string;
  /** Name of the file, without its ending. */
  file: string;
  heads: readonly string[];
  rows: readonly (readonly Cell[])[];
  children?: ReactNode;
}) {
  const { say, number, month, day } = useSpeech();
  const shown = (cell: Cell): string => {
    if (cell === null) return '–';
    if (typeof cell === 'number') return number(cell);
    if (typeof cell === 'string') return cell;
    return 'month' in cell ? month(cell.month) : day(cell.day);
  };
  /** The places of columns that hold a number: their heads, and what stands for a number in them, line up with it. */
  const numeric = new Set([...heads.keys()].filter((n) => rows.some((row) => typeof row[n] === 'number')));
  const table = (
    <Table caption={title} heads={[...heads]} numeric={numeric}>
      {rows.map((row) => (
        <tr key={JSON.stringify(row)}>
          {row.map((cell, n) =>
            n === 0 ? (
              <th key={heads[n]} scope="row" data-title={heads[n]}>
                {shown(cell)}
              </th>
            ) : (
              <td key={heads[n]} data-title={heads[n]} className={numeric.has(n) ? 'numeric' : undefined}>
                {shown(cell)}
              </td>
            ),
          )}
        </tr>
      ))}
    </Table>
  );
  return (
    <>
      {children}
      {children ? (
        <details className="picture-table">
          <summary>{say(texts.table)}</summary>
          {table}
        </details>
      ) : (
        table
      )}
      <p>
        <a href={dataAddress(heads, rows)} download={`${file}.csv`}>
          {say(texts.download)}
        </a>
      </p>
    </>
  );
}

/** As Danish spreadsheets expect: semicolons, decimal commas, a byte order mark, and no cell that is taken for a formula. */
function dataAddress(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const written = (cell: Cell): string => {
    const text = typeof cell === 'number' ? String(cell).replace('.', ',') : plain(cell);
    const safe = typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const text = [heads, ...rows].map((row) => row.map(written).join(';')).join('\r\n');
  return `data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${text}\r\n`)}`;
}

function plain(cell: Exclude<Cell, number>): string {
  if (cell === null || typeof cell === 'string') return cell ?? '';
  return 'month' in cell ? cell.month : cell.day;
}
