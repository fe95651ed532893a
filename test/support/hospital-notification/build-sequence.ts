import type { HospitalCode } from '../../../src/integration/hospital-notification/classify.ts';
import type { Bundle } from '../../../src/integration/medcom/fhir-types.ts';
import {
  type EarlierProvenance,
  type NotificationOptions,
  activityOf,
  buildNotification,
  defaults,
  partsOf,
} from './build-notification.ts';

type Step = HospitalCode | (NotificationOptions & { code: HospitalCode });

export interface SequenceOptions extends Omit<
  NotificationOptions,
  'code' | 'occurredAt' | 'messageHeaderId' | 'bundleId'
> {
  /** A code alone, or with what differs in that message. */
  codes: readonly Step[];
  /** When the first message happens, ISO 8601. */
  startsAt?: string;
  hoursBetween?: number;
}

/**
 * The messages of one stay, as a careful sender makes them: each follows the one before, repeats all Provenances sent
 * before, and carries period and leave as they then stand. A death repeats the activity in force.
 */
export function buildSequence({
  codes,
  startsAt = defaults.occurredAt,
  hoursBetween = 24,
  ...common
}: SequenceOptions): Bundle[] {
  const earlier: EarlierProvenance[] = [];
  let stay: Stay = { class: 'IMP', activity: 'admit-inpatient' };
  return codes.map((step, index) => {
    const own = typeof step === 'string' ? { code: step } : step;
    const occurredAt = own.occurredAt ?? hoursAfter(startsAt, index * hoursBetween);
    stay = after(stay, own.code, occurredAt);
    const replaces = own.replaces ?? earlier.at(-1)?.messageHeaderId;
    const bundle = buildNotification({
      ...common,
      ...stay,
      occurredAt,
      earlier: [...earlier],
      ...(replaces !== undefined && { replaces }),
      ...own,
    });
    earlier.push({
      messageHeaderId: bundle.entry[0]?.resource.id ?? '',
      occurredAt,
      activity: own.activity ?? stay.activity,
      ...(replaces !== undefined && { replaces }),
    });
    return bundle;
  });
}

interface Stay extends Pick<NotificationOptions, 'periodStart' | 'periodEnd' | 'leaveStart' | 'leaveEnd'> {
  class: 'IMP' | 'EMER';
  activity: string;
}

function after(stay: Stay, code: HospitalCode, at: string): Stay {
  const { event, prefix } = partsOf(code);
  const stayClass = event === 'STAA' ? 'EMER' : event === 'STIN' ? 'IMP' : stay.class;
  const activity = event === 'MORS' ? stay.activity : activityOf(code, stayClass);
  const next = { ...stay, class: stayClass, activity };
  const without = (...names: (keyof Stay)[]): Stay =>
    Object.fromEntries(Object.entries(next).filter(([name]) => !names.includes(name as keyof Stay))) as unknown as Stay;
  switch (event) {
    case 'STAA':
    case 'STIN':
      return prefix === 'AN_' ? next : { ...next, periodStart: at };
    case 'STOR':
      return prefix === 'AN_' ? without('leaveStart', 'leaveEnd') : { ...without('leaveEnd'), leaveStart: at };
    case 'SLOR':
      return prefix === 'AN_' ? without('leaveEnd') : { ...next, leaveEnd: at };
    case 'SLHJ':
    case 'MORS':
      return prefix === 'AN_' ? without('periodEnd') : { ...next, periodEnd: at };
  }
}

/** Plain clock hours later, in UTC. */
function hoursAfter(instant: string, hours: number): string {
  return new Date(Date.parse(instant) + hours * 3_600_000).toISOString().replace('.000Z', 'Z');
}
