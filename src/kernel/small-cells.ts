/** Numbers of citizens below it could tell of somebody (P3). */
const smallestCell = 5;

export const isSmall = (count: number): boolean => count > 0 && count < smallestCell;

/**
 * Which cells of a table are hidden: every small one; and where one alone is hidden in a line whose sum may be known from
 * elsewhere, the smallest other cell of that line too, for the difference would tell the first. `lines` names the lines that a
 * cell stands in, such as its row and its column.
 */
export function hiddenCells<Cell>(
  cells: readonly Cell[],
  countOf: (cell: Cell) => number,
  lines: (cell: Cell) => readonly string[],
): ReadonlySet<Cell> {
  const hidden = new Set(cells.filter((cell) => isSmall(countOf(cell))));
  const byLine = new Map<string, Cell[]>();
  for (const cell of cells) for (const line of lines(cell)) byLine.set(line, [...(byLine.get(line) ?? []), cell]);
  for (let found = true; found;) {
    found = false;
    for (const line of byLine.values()) {
      if (line.filter((cell) => hidden.has(cell)).length !== 1) continue;
      const [next] = line
        .filter((cell) => !hidden.has(cell) && countOf(cell) > 0)
        .toSorted((one, other) => countOf(one) - countOf(other));
      if (!next) continue;
      hidden.add(next);
      found = true;
    }
  }
  return hidden;
}
