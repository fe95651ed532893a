import type { OpenTask } from '../../workflows/definition.ts';
import { causeOf } from '../kernel/stuck-causes.ts';

/** What of an open task is counted. */
export type CountedTask = Pick<OpenTask, 'key' | 'title' | 'basis'>;

/** One case of a family: whose it is, and what it waits for. */
export interface Waiting {
  municipalityId: string;
  version: number;
  tasks: readonly CountedTask[];
}

/** Where tasks are counted: in a state of a chart, and under a cause where they are overdue. */
interface WaitingPlace {
  municipalityId: string;
  /** Of the chart; 0 for a cause. */
  version: number;
  /** A task's key, or `cause:` and the cause. */
  key: string;
  /** Rests on a hospital's message (P3). */
  hospital: boolean;
}

export interface WaitingChange extends WaitingPlace {
  tasks: number;
  /** Citizens, of whom one may have several tasks in one place: small numbers of them are hidden. */
  families: number;
}

/** A chart begins the title of an overdue task with this word. */
export const isOverdue = ({ title }: Pick<OpenTask, 'title'>): boolean => title.da.startsWith('Overskredet:');

/** Whether nothing of what a case waits for is counted otherwise. */
export function waitsAsBefore(before: Waiting, after: Waiting): boolean {
  return (
    before.municipalityId === after.municipalityId &&
    before.version === after.version &&
    before.tasks.length === after.tasks.length &&
    after.tasks.every(({ key }) => before.tasks.some((task) => task.key === key))
  );
}

/** How many more or fewer of a family's tasks, and whether the family itself, wait in each place. */
export function waitingChanges(before: readonly Waiting[], after: readonly Waiting[]): WaitingChange[] {
  const [was, is] = [placesOf(before), placesOf(after)];
  const changes: WaitingChange[] = [];
  for (const [name, { place }] of new Map([...was, ...is])) {
    const [earlier, now] = [was.get(name)?.tasks ?? 0, is.get(name)?.tasks ?? 0];
    if (earlier !== now)
      changes.push({ ...place, tasks: now - earlier, families: Number(now > 0) - Number(earlier > 0) });
  }
  return changes;
}

function placesOf(family: readonly Waiting[]): Map<string, { place: WaitingPlace; tasks: number }> {
  const places = new Map<string, { place: WaitingPlace; tasks: number }>();
  const add = (place: WaitingPlace): void => {
    const name = `${place.municipalityId} ${place.version} ${place.hospital} ${place.key}`;
    const known = places.get(name);
    if (known) known.tasks += 1;
    else places.set(name, { place, tasks: 1 });
  };
  for (const { municipalityId, version, tasks } of family) {
    for (const task of tasks) {
      const hospital = task.basis === 'hospitalNotification';
      add({ municipalityId, version, key: task.key, hospital });
      if (isOverdue(task)) add({ municipalityId, version: 0, key: `cause:${causeOf(task.key)}`, hospital });
    }
  }
  return places;
}

/** The wait that a due or an overdue task belongs to: its key without that last word. */
export const waitOf = (key: string): string => key.replace(/\.(due|overdue)$/, '');
