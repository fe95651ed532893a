import type { Instant } from '../definition.ts';
import { normalInstant } from '../calendar.ts';
import type { StayFact } from './messages.ts';
import { changes, hospitalEvents } from './messages.ts';

/** A fact with the instant it is ordered by, and what makes it the same fact. All instants are normal: they compare as text. */
export type PlacedFact = Omit<StayFact, 'episodes'> & { key: string; occurredAt: Instant };

/** What a person has said of the stay, where the hospital has been silent or wrong. */
export interface Recorded {
  admittedAt?: Instant;
  dischargedAt?: Instant;
  /** The messages belong to no stay of this citizen. */
  dismissed?: true;
  /** Facts of deaths that the municipality has found to be wrong. */
  dismissedDeaths?: string[];
}

export const stages = [
  'awaitingAdmission',
  'acuteAmbulant',
  'inpatient',
  'onLeave',
  'discharged',
  'deceased',
  'cancelled',
] as const;
export type Stage = (typeof stages)[number];

export interface Stay {
  stage: Stage;
  /** What the stage would be without the reported death. */
  stageIfAlive: Exclude<Stage, 'deceased'>;
  /** Whether the citizen was an inpatient at some time: an acute ambulant visit alone is only watched. */
  wasInpatient: boolean;
  /** Each department with the start of its part of the stay. The last one is where the citizen is or was. */
  departments: { from: Instant; provider: string }[];
  admittedAt?: Instant;
  dischargedAt?: Instant;
  dischargedBy?: 'person';
  diedAt?: Instant;
  /** What did not fit: nothing to correct, or a `replaces` that names another message. Shown, never acted on. */
  notes: { messageId: string; note: 'nothingToCorrect' | 'replacesAnother' }[];
}

/** The fact as kept: of what the message said, only what the stay is derived from. */
export function placed(fact: StayFact, occurredAt: Instant): PlacedFact {
  const { event, change, messageId, replaces, periodStart, periodEnd, leaveStart, leaveEnd, provider } = fact;
  return {
    key: keyOf(fact, occurredAt),
    event,
    change,
    messageId,
    ...(replaces && { replaces }),
    occurredAt: normalInstant(occurredAt),
    periodStart: normalInstant(periodStart),
    ...(periodEnd && { periodEnd: normalInstant(periodEnd) }),
    ...(leaveStart && { leaveStart: normalInstant(leaveStart) }),
    ...(leaveEnd && { leaveEnd: normalInstant(leaveEnd) }),
    provider,
    reportOfAdmission: fact.reportOfAdmission,
  };
}

/** Two facts are one when the same message says the same; its id alone is reused across messages (§4.2.4 no 4). */
export function keyOf(fact: StayFact, occurredAt: Instant): string {
  const { event, change, messageId, replaces, periodStart, periodEnd, leaveStart, leaveEnd, provider } = fact;
  const parts = [
    event,
    change,
    messageId,
    replaces,
    occurredAt,
    periodStart,
    periodEnd,
    leaveStart,
    leaveEnd,
    provider,
  ];
  return parts.map((part) => part ?? '').join('|');
}

/** The facts with this one in its place: by when it occurred, and at the same instant by a rule of ours, never by arrival. */
export function inOrder(facts: readonly PlacedFact[], fact: PlacedFact): PlacedFact[] {
  return [...facts, fact].toSorted((a, b) => compare(rankOf(a), rankOf(b)));
}

function rankOf(fact: PlacedFact): string {
  return `${fact.occurredAt}|${changes.indexOf(fact.change)}|${hospitalEvents.indexOf(fact.event)}|${fact.key}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** An event that stands after corrections, at its place in time. */
interface Standing {
  at: Instant;
  fact: PlacedFact;
  by?: 'person';
}

/** What the facts, in order, and the persons say of the stay. The same set gives the same stay, however it arrived. */
export function deriveStay(facts: readonly PlacedFact[], recorded: Recorded = {}): Stay {
  const { standing, notes, admissionCancelled } = corrected(facts);
  const admitted = standing.some(({ fact }) => isAdmission(fact));
  if (recorded.admittedAt && !admitted && !admissionCancelled) standing.push(said('STIN', recorded.admittedAt));
  if (recorded.dischargedAt && !standing.some(({ fact }) => fact.event === 'SLHJ'))
    standing.push(said('SLHJ', recorded.dischargedAt));
  const stay = standing
    .toSorted((a, b) => compare(a.at, b.at))
    .filter(({ fact }) => !(fact.event === 'MORS' && recorded.dismissedDeaths?.includes(fact.key)))
    .reduce(step, {
      stage: 'awaitingAdmission',
      stageIfAlive: 'awaitingAdmission',
      wasInpatient: false,
      departments: [],
      notes,
    });
  const cancelled =
    (admissionCancelled && !admitted) || (recorded.dismissed && stay.stageIfAlive === 'awaitingAdmission');
  const stageIfAlive = cancelled ? 'cancelled' : stay.stageIfAlive;
  return { ...stay, stageIfAlive, stage: stay.diedAt ? 'deceased' : stageIfAlive };
}

/** Revisions put in the place of what they revise; what is cancelled taken out. */
function corrected(facts: readonly PlacedFact[]): {
  standing: Standing[];
  notes: Stay['notes'];
  admissionCancelled: boolean;
} {
  let standing: Standing[] = [];
  const notes: Stay['notes'] = [];
  let admissionCancelled = false;
  for (const fact of facts) {
    const index = standing.findLastIndex((other) => other.fact.event === fact.event);
    const earlier = standing[index];
    if (fact.change === 'new') {
      // The same department saying the same again is one event, or its cancellation would leave a ghost behind.
      const again = earlier && index === standing.length - 1 && earlier.fact.provider === fact.provider;
      standing = again ? standing.with(index, { at: earlier.at, fact }) : [...standing, { at: fact.occurredAt, fact }];
      continue;
    }
    if (!earlier) notes.push({ messageId: fact.messageId, note: 'nothingToCorrect' });
    else if (fact.replaces && fact.replaces !== earlier.fact.messageId)
      notes.push({ messageId: fact.messageId, note: 'replacesAnother' });
    if (fact.change === 'revised') {
      standing = earlier
        ? standing.with(index, { at: earlier.at, fact })
        : [...standing, { at: fact.occurredAt < happenedAt(fact) ? fact.occurredAt : happenedAt(fact), fact }];
    } else if (earlier) {
      // A revised death cannot be told from a second one (§4.2.4 no 14): the cancellation takes them all.
      standing = standing.filter((other, at) => (fact.event === 'MORS' ? other.fact.event !== 'MORS' : at !== index));
      if (isAdmission(fact)) admissionCancelled = true;
    }
  }
  return { standing, notes, admissionCancelled };
}

/** When the event itself took place, by its own account. Its place in time only where nothing better is known. */
function happenedAt({ event, occurredAt, periodStart, periodEnd, leaveStart, leaveEnd }: PlacedFact): Instant {
  switch (event) {
    case 'STAA':
    case 'STIN':
      return periodStart;
    case 'STOR':
      return leaveStart ?? occurredAt;
    case 'SLOR':
      return leaveEnd ?? occurredAt;
    case 'SLHJ':
    case 'MORS':
      return periodEnd ?? occurredAt;
  }
}

function step(stay: Stay, { at, fact, by }: Standing): Stay {
  const inHospital = isInHospital(stay.stageIfAlive);
  const { dischargedAt: _at, dischargedBy: _by, ...open } = stay;
  switch (fact.event) {
    case 'STAA':
      if (inHospital) return stay;
      return { ...open, stageIfAlive: 'acuteAmbulant', admittedAt: fact.periodStart, departments: moved(stay, fact) };
    case 'STIN':
      return {
        ...open,
        stageIfAlive: 'inpatient',
        wasInpatient: true,
        admittedAt: (inHospital && stay.admittedAt) || fact.periodStart,
        departments: by ? stay.departments : moved(stay, fact),
      };
    case 'STOR':
    case 'SLOR':
      // A leave after the hospital's own discharge is a copy that came late; after a person's, it shows the person wrong.
      if (stay.stageIfAlive === 'discharged' && stay.dischargedBy !== 'person') return stay;
      return {
        ...open,
        stageIfAlive: fact.event === 'STOR' ? 'onLeave' : 'inpatient',
        wasInpatient: true,
        admittedAt: stay.admittedAt ?? fact.periodStart,
        departments: stay.departments.length > 0 ? stay.departments : moved(stay, fact),
      };
    case 'SLHJ':
      return {
        ...stay,
        stageIfAlive: stay.stageIfAlive === 'awaitingAdmission' ? 'awaitingAdmission' : 'discharged',
        dischargedAt: fact.periodEnd ?? at,
        ...(by && { dischargedBy: by }),
      };
    case 'MORS':
      return { ...stay, diedAt: fact.periodEnd ?? at };
  }
}

/** Departments are told by STAA and STIN; a department change inside the hospital is not told at all (S.BR18). */
function moved(stay: Stay, fact: PlacedFact): Stay['departments'] {
  return [...stay.departments, { from: fact.periodStart, provider: fact.provider }];
}

function said(event: 'STIN' | 'SLHJ', at: Instant): Standing {
  const fact = {
    key: 'person',
    event,
    change: 'new',
    messageId: 'person',
    occurredAt: at,
    provider: '',
    reportOfAdmission: false,
  } as const;
  return { at, by: 'person', fact: { ...fact, periodStart: at, ...(event === 'SLHJ' && { periodEnd: at }) } };
}

function isAdmission({ event }: PlacedFact): boolean {
  return event === 'STIN' || event === 'STAA';
}

export function isInHospital(stage: Stage): boolean {
  return stage === 'acuteAmbulant' || stage === 'inpatient' || stage === 'onLeave';
}
