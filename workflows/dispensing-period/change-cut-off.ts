import type { Calendar } from '../calendar.ts';
import { normalInstant, shiftDay, workingDaysBefore } from '../calendar.ts';
import type { Instant } from '../definition.ts';
import type { PolicySet } from '../policy/policy-set.ts';

/**
 * Where the instant comes from: FMK 1.4 tells it, FMK 1.6 tells days on the card, the collaboration agreement of municipality
 * and pharmacy says it, or nobody does and the policy's number stands in.
 */
export type CutOffDerivation = 'absolute' | 'cardDays' | 'agreementDefault' | 'policyDefault';

/** What an agreement says of the rolls of its pharmacies; type and time hold for a card's days too. */
export interface AgreedCutOff {
  /** From the cut-off to the first day of the roll. */
  days: number;
  dayType: 'calendar' | 'working';
  /** Danish wall-clock time, such as 15:30. */
  time: string;
}

export interface ChangeCutOff {
  at: Instant;
  derivation: CutOffDerivation;
}

interface Told {
  startDate: string;
  deadline?: string;
  daysForExpeditedDosageChange?: number;
  agreedCutOff?: AgreedCutOff;
}
type Rules = Pick<PolicySet, 'changeCutOffDays' | 'changeCutOffDayType' | 'changeCutOffTime'>;

/** The last instant at which a coming roll can be changed, counted on Danish clocks: a day is not 24 hours twice a year. */
export function changeCutOff(
  { startDate, deadline, daysForExpeditedDosageChange: cardDays, agreedCutOff: agreed }: Told,
  { changeCutOffDays, changeCutOffDayType, changeCutOffTime }: Rules,
  calendar: Calendar,
): ChangeCutOff {
  if (deadline !== undefined) return { at: normalInstant(deadline), derivation: 'absolute' };
  const { dayType, time, ...rest } = agreed ?? {
    days: changeCutOffDays,
    dayType: changeCutOffDayType,
    time: changeCutOffTime,
  };
  const days = cardDays ?? rest.days;
  const date = dayType === 'working' ? workingDaysBefore(startDate, days, calendar) : shiftDay(startDate, -days);
  const derivation = cardDays !== undefined ? 'cardDays' : agreed ? 'agreementDefault' : 'policyDefault';
  return { at: normalInstant(`${date}T${time}:00`), derivation };
}
