import type { Target } from '../../src/engine/decide-family.ts';
import type { JsonObject, Message } from '../../workflows/definition.ts';
import type { Roll } from '../../workflows/dispensing-period/messages.ts';
import { message } from './moves.ts';
import { rootId } from './walk.ts';

/** `period('Planlagt', '2023-03-01T12:00:00Z', { startDate: … })`: what FMK shows of a period, with the rest filled in. */
export function period(status: string, occurredAt: string, say: JsonObject = {}): Message {
  return message('fact', 'dispensingPeriodObserved', occurredAt, {
    periodId: 'a',
    cardId: 'k',
    startDate: '2023-03-13',
    endDate: '2023-03-26',
    status,
    ...say,
  });
}

export function deletion(occurredAt: string, periodId = 'a'): Message {
  return message('fact', 'dispensingPeriodDeleted', occurredAt, { periodId });
}

/** Where a fact of a period goes: to the child that is the period, opened where there is none. */
export function rollOf({ data }: Message, root = rootId): Target {
  const periodId = data['periodId'] as string;
  return { kind: 'child', root, workflow: 'dispensing-period', aliases: [periodId], data: { periodId } };
}

/** A roll in use for years to come, for walks that are not about rolls: nothing is asked about those that follow. */
export const rollForYears = (at: string): Message =>
  rollTold('years', at, { endDate: '2033-03-24', stage: 'dispensed' });

/** What a period tells its case: a planned roll of two weeks, but for what is given; null once FMK has deleted it. */
export function rollTold(period: string, at: string, roll: Partial<Roll> | null): Message {
  const told = roll && {
    card: 'k',
    startDate: '2023-03-11',
    endDate: '2023-03-24',
    stage: 'planned',
    isAcute: false,
    changeCutOffAt: '2023-03-08T12:00:00.000Z',
    derivation: 'absolute',
    ...roll,
  };
  return message('internal', 'periodChanged', at, {
    period,
    roll: told,
    citizenDead: false,
    course: { onHold: false, isClosed: false, holds: [] },
  });
}
