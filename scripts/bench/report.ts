import { median } from './measure.ts';

/** One comparison: the figures of each run, ours and the baseline's, pair by pair. */
export interface Row {
  what: string;
  ours: readonly number[];
  baseline?: readonly number[];
  show: (value: number) => string;
  /** What the ratio of the medians must keep. */
  bound?: { kind: 'atLeast' | 'atMost'; ratio: number };
}

export interface Table {
  title: string;
  /** What the baseline is. */
  baseline?: string;
  notes: string[];
  rows: Row[];
}

export const perSecond = (value: number): string => `${whole(value)}/s`;
export const inMilliseconds = (value: number): string => `${value < 10 ? value.toFixed(2) : whole(value)} ms`;
export const inMicroseconds = (value: number): string => `${whole(value)} µs`;
export const inMegabytes = (value: number): string => `${(value / 1_048_576).toFixed(0)} MB`;

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

export function tableText({ title, baseline, notes, rows }: Table, bounded: boolean): string {
  const cells = rows.map((row) => [
    ratioText(row),
    rangeText(row),
    bounded ? boundText(row) : '',
    row.show(median(row.ours)),
    row.baseline ? row.show(median(row.baseline)) : '',
    row.what,
  ]);
  return [
    title,
    ...(baseline ? [`baseline: ${baseline}`] : []),
    columns([['ratio', 'range', 'bound', 'ours', 'baseline', ''], ...cells]),
    ...notes,
  ].join('\n');
}

export function summaryText(tables: readonly Table[], bounded: boolean): string {
  const rows = tables.flatMap((table) =>
    table.rows.map((row) => [
      ratioText(row),
      bounded ? boundText(row) : '',
      row.show(median(row.ours)),
      `${table.title}: ${row.what}`,
    ]),
  );
  return columns([['ratio', 'bound', 'ours', 'summary'], ...rows]);
}

export function isMissed({ bound, ...row }: Row): boolean {
  if (!bound) return false;
  const ratio = ratioOf(row);
  return !(bound.kind === 'atLeast' ? ratio >= bound.ratio : ratio <= bound.ratio);
}

function ratioOf({ ours, baseline }: Row): number {
  return baseline ? median(ours) / median(baseline) : NaN;
}

function ratioText(row: Row): string {
  return row.baseline ? `${ratioOf(row).toFixed(2)}×` : '';
}

function rangeText({ ours, baseline }: Row): string {
  if (!baseline) return '';
  const ratios = ours.map((value, run) => value / (baseline[run] ?? NaN));
  return `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
}

function boundText(row: Row): string {
  if (!row.bound) return '';
  return `${row.bound.kind === 'atLeast' ? '≥' : '≤'} ${row.bound.ratio}× ${isMissed(row) ? 'MISSED' : 'held'}`;
}

function columns(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
