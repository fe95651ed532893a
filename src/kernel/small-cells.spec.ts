import fc from 'fast-check';
import { hiddenCells, isSmall } from './small-cells.ts';

interface Cell {
  row: string;
  column: string;
  count: number;
}
const lines = ({ row, column }: Cell): string[] => [`row ${row}`, `column ${column}`];
const table = (rows: number[][]): Cell[] =>
  rows.flatMap((counts, r) => counts.map((count, c) => ({ row: String(r), column: String(c), count })));
const shown = (rows: number[][]): (number | null)[] => {
  const cells = table(rows);
  const hidden = hiddenCells(cells, ({ count }) => count, lines);
  return cells.map((cell) => (hidden.has(cell) ? null : cell.count));
};

it('hides one to four, and shows none and five', () => {
  expect(shown([[0, 5, 9]])).toEqual([0, 5, 9]);
  expect(shown([[1, 4, 9]])).toEqual([null, null, 9]);
});

it('hides with one that is hidden alone the smallest beside it, along and across', () => {
  expect(
    shown([
      [3, 6, 9],
      [7, 8, 20],
      [30, 40, 50],
    ]),
  ).toEqual([null, null, 9, null, null, 20, 30, 40, 50]);
});

it('leaves no hidden number that the sum of its line would tell', () => {
  const tables = fc.array(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 3, maxLength: 3 }), { maxLength: 5 });
  fc.assert(
    fc.property(tables, (rows) => {
      const cells = table(rows);
      const hidden = hiddenCells(cells, ({ count }) => count, lines);
      for (const cell of cells) if (isSmall(cell.count)) expect(hidden).toContain(cell);
      for (const line of new Set(cells.flatMap(lines))) {
        const within = cells.filter((cell) => lines(cell).includes(line) && cell.count > 0);
        const out = within.filter((cell) => hidden.has(cell)).length;
        expect(out === 1 && within.length > 1).toBe(false);
      }
    }),
  );
});
