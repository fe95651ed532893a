import type { LegalBasis, RoutableKind, TaskMeta, Text } from './definition.ts';

/** One thing the municipality must do or find out, as a region of its own. */
export interface Duty<Name extends string, Deadline extends string> {
  /** Its name among the chart's `wants`. */
  name: Name;
  task: Text;
  /** Says who is asked first; once it is overdue it is the municipality's. */
  deadline: Deadline;
  basis: LegalBasis;
  /** Under which name an agreement may give it to another party until it is overdue. */
  routed?: RoutableKind;
  /** The code of the notice that goes out each time the task is found overdue. */
  notice: string;
}

/** What makes a duty: whether it is wanted now, read from context. The chart offers these guards under these names. */
export type Wants<Context> = Readonly<Record<string, (context: Context) => boolean>>;

/** `atRest` stops every duty of a case while a death stands or the case is closed (C8). */
export function dutyGuards<Context, W extends Wants<Context>>(wants: W, atRest: (context: Context) => boolean) {
  type Params = { duty: keyof W & string };
  const wanted = (context: Context, { duty }: Params): boolean => wants[duty]?.(context) ?? false;
  return {
    atRest: ({ context }: { context: Context }): boolean => atRest(context),
    isDue: ({ context }: { context: Context }, params: Params): boolean => !atRest(context) && wanted(context, params),
    isNotWanted: ({ context }: { context: Context }, params: Params): boolean => !wanted(context, params),
    isWanted: ({ context }: { context: Context }, params: Params): boolean => wanted(context, params),
  };
}

/** Guards with their duty, as the chart writes them. */
const isDue = <const Name extends string>(duty: Name) => ({ type: 'isDue', params: { duty } }) as const;
export const isNotWanted = <const Name extends string>(duty: Name) =>
  ({ type: 'isNotWanted', params: { duty } }) as const;
/** Also while the case rests: a duty that shows itself must look the same whether a death is reported or not (P3). */
export const isWanted = <const Name extends string>(duty: Name) => ({ type: 'isWanted', params: { duty } }) as const;

/**
 * The states of an open duty: due until its deadline, then overdue with the duty staff and told again each day, so that
 * no wait is silent (C2). `open.before` is where a stopped duty comes back to.
 */
export function openDuty<const Name extends string, const Deadline extends string>(duty: Duty<Name, Deadline>) {
  const task = (title: Text, deadline: string): TaskMeta => ({
    title,
    deadline,
    basis: duty.basis,
  });
  const late: Text = { da: `Overskredet: ${duty.task.da}`, en: `Overdue: ${duty.task.en}` };
  return {
    initial: 'due',
    meta: { title: duty.task, quiet: true },
    always: [
      { guard: 'atRest', target: 'stopped' },
      { guard: isNotWanted(duty.name), target: 'none' },
    ],
    states: {
      due: {
        meta: {
          title: duty.task,
          task: { ...task(duty.task, duty.deadline), ...(duty.routed && { routed: duty.routed }) },
        },
        after: { [duty.deadline]: 'overdue' } as { [D in Deadline]: 'overdue' },
      },
      overdue: {
        entry: { type: 'effect', params: { kind: 'notice', party: 'municipality', code: duty.notice } },
        meta: { title: late, task: task(late, 'escalation') },
        after: { escalation: { target: 'overdue', reenter: true } },
      },
      before: { type: 'history' },
    },
  } as const;
}

/**
 * A duty's other states: not wanted, and stopped by a death or a closed case. One that opens at once does so at rest too, and
 * stops there: whoever may not know of the death sees it as open. One that watches first begins when the rest is over.
 */
export function restingDuty<const Name extends string, const First extends string>(name: Name, first: First) {
  return {
    none: {
      meta: { title: { da: 'ikke aktuel', en: 'not needed' }, quiet: true },
      always: { guard: first === 'open' ? isWanted(name) : isDue(name), target: first },
    },
    stopped: {
      meta: { title: { da: 'stoppet', en: 'stopped' }, quiet: true },
      always: [
        { guard: isNotWanted(name), target: 'none' },
        { guard: isDue(name), target: 'open.before' },
      ],
    },
  } as const;
}
