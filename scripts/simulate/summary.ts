/** What a run came to, in lines without names; several runs side by side, each with its difference from the first. */
import type { Tally } from './tally.ts';

interface Line {
  name: string;
  value: (tally: Tally) => number;
  digits?: number;
}

const one = (name: string, key: string): Line => ({ name, value: (tally) => tally[key] ?? 0 });
const sum = (name: string, start: string): Line => ({
  name,
  value: (tally) => keysOf(tally, start).reduce((total, key) => total + (tally[key] ?? 0), 0),
});
/** `unknown`: nobody has told what subsidy the citizen has. */
const kroner = (payer: string): Line => ({
  name: `kroner, ${payer}`,
  value: (tally) => Math.round((tally[`ore ${payer}`] ?? 0) / 100),
});

/** Whatever was counted under names that begin so, by what they go on with. */
const each =
  (start: string, value: (count: number) => number = (count) => count, digits = 0) =>
  (tallies: readonly Tally[]): Line[] =>
    allKeys(tallies, start).map((key) => ({
      name: `  ${key.replace(start, '')}`,
      value: (tally) => value(tally[key] ?? 0),
      digits,
    }));
const toDays = (hours: number): number => Math.round(hours / 2.4) / 10;
const stuck = each('stuckHours ', toDays, 1);

/** What a programme asks of a rule first; what else was counted comes below. */
const asked: readonly ((tallies: readonly Tally[]) => Line[])[] = [
  () => [
    one('citizens', 'citizens'),
    one('rolls packed', 'rollsPacked'),
    one('days without medicine', 'daysWithoutMedicine'),
  ],
  (tallies) => [
    {
      name: 'days stuck, by cause',
      value: (tally) => stuck(tallies).reduce((total, { value }) => total + value(tally), 0),
      digits: 1,
    },
    ...stuck(tallies),
  ],
  () => [
    one('removals during a stay', 'statistics removedDuringStay'),
    one('  of them without a reason', 'statistics removedDuringStayWithoutReason'),
    one('formal warnings', 'formalWarnings'),
    one('  citizens and products warned of', 'warningsReceived'),
    one('GP contacts', 'gpContacts'),
    one('GP starts paid (code 4500)', 'gpStarts'),
    kroner('region'),
    kroner('citizen'),
    kroner('municipality'),
    kroner('unknown'),
  ],
];
const beside: typeof asked = [
  () => [
    one('back-orders', 'backOrders'),
    one('holds during a stay', 'statistics heldDuringStay'),
    sum('declined consent', 'statistics consentDeclined'),
    sum('requests to renew, by who asks', 'requests '),
  ],
  each('requests '),
  () => [
    sum('messages', 'messages '),
    sum('  of them refused', 'messages command refused'),
    sum('notices of what waits', 'notices '),
  ],
  each('notices '),
];

export interface Column {
  policy: string;
  tally: Tally;
}

export function summarise(columns: readonly Column[]): string {
  const tallies = columns.map(({ tally }) => tally);
  const linesOf = (parts: typeof asked): string[][] =>
    parts
      .flatMap((part) => part(tallies))
      .map(({ name, value, digits = 0 }) => {
        const values = tallies.map(value);
        const [first = 0, ...others] = values;
        return [
          name,
          ...values.map((count) => count.toFixed(digits)),
          ...others.map((other) => signed(other - first, digits)),
        ];
      });
  const names = columns.map(({ policy }) => policy);
  const heads = ['', ...names, ...names.slice(1).map((name) => `${name} − ${names[0]}`)];
  return aligned([heads, ...linesOf(asked), [''], ...linesOf(beside)]);
}

function allKeys(tallies: readonly Tally[], start: string): string[] {
  return [...new Set(tallies.flatMap((tally) => keysOf(tally, start)))].toSorted();
}

function keysOf(tally: Tally, start: string): string[] {
  return Object.keys(tally).filter((key) => key.startsWith(start));
}

function signed(value: number, digits: number): string {
  return value > 0 ? `+${value.toFixed(digits)}` : value.toFixed(digits);
}

function aligned(rows: readonly string[][]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
