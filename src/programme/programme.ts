import type { Pool } from 'pg';
import { recordedItems } from './items.query.ts';
import type { ProgrammeItem } from './items.query.ts';
import { shippedItems } from './shipped-items.ts';

export interface StandingItem extends ProgrammeItem {
  /** Its day has passed, and it is not done: shown as missed, whatever its status says. */
  missed: boolean;
  /** What it depends on that is not done. */
  waitsFor: string[];
}

/** Milestones, decisions and risks as they stand on a day; what is recorded stands in for what was shipped. */
export async function programmeOn(pool: Pool, day: string): Promise<StandingItem[]> {
  const recorded = await recordedItems(pool);
  const ids = new Set(recorded.map(({ id }) => id));
  const kept = recorded.flatMap(({ withdrawn, recordedAt, ...item }) =>
    withdrawn ? [] : [{ ...item, recordedAt: recordedAt.toISOString() }],
  );
  return standingOn([...shippedItems.filter(({ id }) => !ids.has(id)), ...kept], day);
}

export function standingOn(items: readonly ProgrammeItem[], day: string): StandingItem[] {
  const isOver = ({ status }: ProgrammeItem): boolean => status === 'done' || status === 'dropped';
  const open = new Set(items.filter((item) => !isOver(item)).map(({ id }) => id));
  return items
    .map((item) => ({
      ...item,
      missed: !isOver(item) && item.plannedOn !== null && item.plannedOn < day,
      waitsFor: item.dependsOn.filter((id) => open.has(id)),
    }))
    .toSorted((a, b) => (a.plannedOn ?? '9').localeCompare(b.plannedOn ?? '9') || a.title.localeCompare(b.title, 'da'));
}
