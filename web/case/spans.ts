import type { CaseView, WorkflowName } from '../api.ts';
import { daysAfter, inDenmark } from '../danish-time.ts';

/** A roll, a stay, a request or a substitution by its days: Danish dates, the last one included. */
export interface Span {
  of: CaseView;
  from: string;
  to: string;
  /** It has no end yet. */
  isOpen: boolean;
}

/** From top to bottom, as they stand in the picture. */
export const lanes = ['dispensing-period', 'hospital-stay', 'prescription-request', 'substitution'] as const;
export type Lane = (typeof lanes)[number];

/** The parts of a case that have days, the earliest first. `today` is where one without an end is drawn to. */
export function spansOf(of: CaseView, today: string): Span[] {
  return of.children
    .flatMap((child): Span[] => {
      const { period, stay, request, openedAt, closedAt } = child;
      if (!isLane(child.workflow)) return [];
      if (period) return [{ of: child, from: period.startDate, to: period.endDate, isOpen: false }];
      const from = dayOf(stay?.from ?? request?.askedAt ?? openedAt);
      const ended = stay?.until ?? closedAt;
      const end = ended ? dayOf(ended) : undefined;
      return [{ of: child, from, to: later(end ?? today, from), isOpen: end === undefined }];
    })
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
}

function isLane(workflow: WorkflowName): workflow is Lane {
  return lanes.some((each) => each === workflow);
}

const dayOf = (at: string): string => inDenmark(at).slice(0, 10);
const later = (a: string, b: string): string => (a > b ? a : b);
const earlier = (a: string, b: string): string => (a < b ? a : b);

/** What the picture shows: eight weeks back, so that years of rolls do not press today together, and all that lies ahead. */
export function windowOf(spans: readonly Span[], today: string): { from: string; to: string } {
  const first = spans.reduce((found, { from }) => earlier(found, from), today);
  const last = spans.reduce((found, { to }) => later(found, to), daysAfter(today, 14));
  return { from: later(first, daysAfter(today, -56)), to: daysAfter(last, 1) };
}

/** Rows such that no two spans of a row touch: the first row with room takes a span. */
export function rowsOf(spans: readonly Span[]): Span[][] {
  const rows: Span[][] = [];
  for (const span of spans) {
    const free = rows.find((row) => (row.at(-1)?.to ?? '') < span.from);
    if (free) free.push(span);
    else rows.push([span]);
  }
  return rows;
}
