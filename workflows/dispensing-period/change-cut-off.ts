import type { Calendar } from '../calendar.ts';
import { normalInstant, shiftDay, workingDaysBefore } from '../calendar.ts';
import type { Instant } from '../definition.ts';
import type { PolicySet } from '../policy/policy-set.ts';

/** Where the instant comes from: FMK 1.4 tells it, FMK 1.6 tells days on the card, or nobody does. */
export type CutOffDerivation = 'absolute' | 'cardDays' | 'agreementDefault';

export interface ChangeCutOff {
  at: Instant;
  derivation: CutOffDerivation;
}

interface Told {
  startDate: string;
  deadline?: string;
  daysForExpeditedDosageChange?: number;
}
type Rules = Pick<PolicySet, 'changeCutOffDays' | 'changeCutOffDayType' | 'changeCutOffTime'>;

/** The last instant at which a coming roll can be changed, counted on Danish clocks: a day is not 24 hours twice a year. */
export function changeCutOff(
  { startDate, deadline, daysForExpeditedDosageChange: cardDays }: Told,
  rules: Rules,
  calendar: Calendar,
): ChangeCutOff {
  if (deadline !== undefined) return { at: normalInstant(deadline), derivation: 'absolute' };
  const days = cardDays ?? rules.changeCutOffDays;
  const date =
    rules.changeCutOffDayType === 'working' ? workingDaysBefore(startDate, days, calendar) : shiftDay(startDate, -days);
  return {
    at: normalInstant(`${date}T${rules.changeCutOffTime}:00`),
    derivation: cardDays === undefined ? 'agreementDefault' : 'cardDays',
  };
}
