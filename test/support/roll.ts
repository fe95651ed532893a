import type { Message } from '../../workflows/definition.ts';
import type { Roll } from '../../workflows/dispensing-period/messages.ts';
import { message } from './guarantees.ts';

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
    onHold: false,
    holds: [],
  });
}
