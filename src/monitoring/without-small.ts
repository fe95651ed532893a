import { hiddenCells, isSmall } from '../kernel/small-cells.ts';
import type { StuckCount, WaitingCount } from './list-stuck.query.ts';
import type { StuckCountView, WaitingCountView } from './stuck-views.ts';

/** The numbers of those who see several municipalities: none that is a few citizens', and none that the others would tell. */
export function withoutSmall(
  counts: readonly StuckCount[],
  states: readonly WaitingCount[],
): { counts: StuckCountView[]; states: WaitingCountView[] } {
  const hiddenCounts = hiddenCells(
    counts,
    ({ count }) => count,
    ({ cause, municipality }) => [cause, municipality, 'all'],
  );
  const ofWorkflow = ({ workflow }: WaitingCount): string[] => [workflow, 'all'];
  const hiddenWaiting = hiddenCells(states, ({ waiting }) => waiting, ofWorkflow);
  const hiddenOverdue = hiddenCells(states, ({ overdue }) => overdue, ofWorkflow);
  return {
    counts: counts.map((row) => ({ ...row, count: hiddenCounts.has(row) ? null : row.count })),
    states: states.map((row) => {
      const { waiting, overdue } = row;
      // Who is overdue among all but a few tells of the few who are not.
      const hidesOverdue = hiddenOverdue.has(row) || hiddenWaiting.has(row) || isSmall(waiting - overdue);
      return { ...row, waiting: hiddenWaiting.has(row) ? null : waiting, overdue: hidesOverdue ? null : overdue };
    }),
  };
}
