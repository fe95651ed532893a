/** What makes two states of a citizen's case the same for a walk, and which timers a walk fires. */
import type { CaseContext } from '../../workflows/definition.ts';
import type { DoseContext } from '../../workflows/dose-dispensing/base.ts';
import { municipalAlarm } from '../../workflows/dose-dispensing/alarms.ts';
import { endOf } from '../../workflows/dose-dispensing/facts.ts';
import type { Alphabet } from './subject.ts';

/**
 * Holds differ by where the moment lies between their ends, not by their dates; what was before a void, only under it. What
 * the rolls were told of the holds steers no more than whether they are told again, and the fee ledger steers nothing.
 */
export function essence(context: CaseContext, now: string): unknown {
  const { env: _, holds, hold, holdAhead, holdKeptAfter, endedBeforeVoid, ...others } = context as DoseContext;
  const { notSuited, start, courseTold: __, services: ___, alarmAsked, ...rest } = others;
  const phases = [...holds, ...notSuited].map((each) => {
    const end = endOf(each);
    if (end && end <= now) return `${each.id} ${'liftedAt' in each && each.liftedAt ? 'lifted' : 'over'}`;
    return `${each.id} ${each.from > now ? 'ahead' : 'now'} ${end ? 'ending' : 'open'}`;
  });
  return [
    rest,
    rest.closed && endedBeforeVoid,
    [...new Set(phases)].toSorted(),
    hold && Boolean(endOf(hold)),
    Boolean(holdAhead),
    Boolean(holdKeptAfter),
    alarmAsked === municipalAlarm(rest.alarms)?.key,
    Boolean(start.startsOn),
    Object.values(rest.prescriptions).map(({ validTo }) => Boolean(validTo && validTo <= now)),
    Object.values(rest.medicationChanges)
      .flat()
      .map(({ sideDosing }) => (sideDosing?.until ?? now) <= now),
  ];
}

/** Timers of the regions that these messages concern; those of the others fire in other walks. */
export const timersOf = (...regions: string[]): NonNullable<Alphabet['timers']> => ({
  fire: (key) => regions.some((region) => key.includes(`dose-dispensing.${region}.`)),
  words: regions.length > 0 ? `those of ${regions.map((region) => `\`${region}\``).join(', ')}` : 'none',
});
