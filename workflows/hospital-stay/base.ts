import { and, assign, not, or, setup, stateIn } from 'xstate';
import { normalInstant } from '../calendar.ts';
import type { CaseContext, CaseEvent, CaseInput, Tell } from '../definition.ts';
import { requests, stateMeta } from '../definition.ts';
import { dutyGuards } from '../duty.ts';
import { deadlines, delays } from './deadlines.ts';
import type { PlacedFact, Recorded, Stage, Stay } from './derive-stay.ts';
import { deriveStay, inOrder, isInHospital, keyOf, placed } from './derive-stay.ts';
import type {
  ChecklistCommand,
  CoverTold,
  DeathReported,
  MunicipalityChanged,
  RecordAdmission,
  RecordDischarge,
  Setting,
  StayChanged,
  StayFact,
  StayFactType,
} from './messages.ts';
import { checklistItems } from './messages.ts';

export interface StayContext extends CaseContext {
  /** The name its case knows it by: the first alias it was opened with. */
  key: string;
  episodes: string[];
  facts: PlacedFact[];
  recorded: Recorded;
  stay: Stay;
  /** For how long the citizen has medicine after the discharge it names. */
  cover?: CoverTold;
  /** The case has a standing report that the citizen is dead, from here or elsewhere: every task rests. */
  citizenDead: boolean;
}

type FactEvent = CaseEvent<StayFactType, StayFact>;
type PlainEvent = CaseEvent<
  | ChecklistCommand
  | 'reviewAdmission'
  | 'reopenAdmissionReview'
  | 'confirmStillAdmitted'
  | 'withdrawDischarge'
  | 'withdrawAdmission'
  | 'dismissStay'
  | 'restoreStay'
  | 'deathStands'
  | 'deathDismissed'
>;
type StayEvent =
  | FactEvent
  | PlainEvent
  | CaseEvent<'municipalityChanged', MunicipalityChanged>
  | CaseEvent<'coverTold', CoverTold>
  | CaseEvent<'recordDischarge', RecordDischarge>
  | CaseEvent<'recordAdmission', RecordAdmission>;

const lone = ({ stay }: StayContext): boolean =>
  stay.stageIfAlive === 'awaitingAdmission' && stay.dischargedAt !== undefined;
const discharged = ({ stay }: StayContext): boolean => stay.stageIfAlive === 'discharged' && stay.wasInpatient;
const wasDischarged = (context: StayContext): boolean => discharged(context) || lone(context);

/** What each duty of this chart waits for. A lone discharge opens the checklist, so that its late admission opens nothing. */
const wants = {
  unknownAdmission: ({ stay }: StayContext): boolean => stay.stageIfAlive === 'awaitingAdmission',
  admissionReview: ({ stay }: StayContext): boolean =>
    stay.stageIfAlive === 'inpatient' || stay.stageIfAlive === 'onLeave',
  missingDischarge: ({ stay }: StayContext): boolean => isInHospital(stay.stageIfAlive),
  holdLifted: wasDischarged,
  prescriptionsAccounted: wasDischarged,
  newDrugs: wasDischarged,
  currentRoll: wasDischarged,
  nextPeriod: wasDischarged,
  homeInformed: wasDischarged,
};

const atRest = ({ stay, citizenDead }: StayContext): boolean => stay.stage === 'deceased' || citizenDead;

const isFact = (event: StayEvent): event is FactEvent => 'event' in event.data;

function isNews({ facts }: StayContext, { data, occurredAt }: FactEvent): boolean {
  const key = keyOf(data, occurredAt);
  return !facts.some((known) => known.key === key);
}

function withFact(context: StayContext, event: FactEvent): StayContext {
  const facts = inOrder(context.facts, placed(event.data, event.occurredAt));
  const episodes = [...new Set([...context.episodes, ...event.data.episodes])];
  return { ...context, facts, episodes, stay: deriveStay(facts, context.recorded) };
}

function withRecorded(context: StayContext, recorded: Recorded): StayContext {
  return { ...context, recorded, stay: deriveStay(context.facts, recorded) };
}

function without({ recorded }: StayContext, key: keyof Recorded): Recorded {
  const { [key]: _, ...rest } = recorded;
  return rest;
}

/** The municipality knows the citizen to be alive: the deaths told so far count no more, a new one will. */
function awake(context: StayContext): StayContext {
  if (context.stay.stage !== 'deceased') return { ...context, citizenDead: false };
  const dismissedDeaths = context.facts.filter(({ event }) => event === 'MORS').map(({ key }) => key);
  return { ...withRecorded(context, { ...context.recorded, dismissedDeaths }), citizenDead: false };
}

const settingOf: Record<Stage, Setting> = {
  awaitingAdmission: 'home',
  acuteAmbulant: 'acuteAmbulant',
  inpatient: 'inpatient',
  onLeave: 'onLeave',
  discharged: 'home',
  deceased: 'home',
  cancelled: 'home',
};

function stayChanged({ key, stay, cover, parties: { municipality } }: StayContext): StayChanged {
  const { stage, departments, admittedAt, dischargedAt, diedAt, wasInpatient } = stay;
  const end = dischargedAt ?? diedAt;
  return {
    stay: key,
    setting: settingOf[stage],
    departments,
    ...(admittedAt && { admittedAt }),
    ...(end && { dischargedAt: end }),
    wasInpatient,
    municipality,
    cancelled: stage === 'cancelled',
    ...(cover && { cover }),
  };
}

const isFollowedUp = or([
  ({ context }: { context: StayContext }) => !wasDischarged(context),
  and(checklistItems.map((item) => stateIn({ checklist: { [item]: 'done' } }))),
]);

export const base = setup({
  types: {
    context: {} as StayContext,
    events: {} as StayEvent,
    input: {} as CaseInput,
    meta: stateMeta,
    tags: {} as 'closed',
  },
  delays,
  guards: {
    ...dutyGuards(wants, atRest),
    isStage: ({ context }, { stage }: { stage: Stage }) => context.stay.stage === stage,
    isNotStage: ({ context }, { stage }: { stage: Stage }) => context.stay.stage !== stage,
    isNews: ({ context, event }) => isFact(event) && isNews(context, event),
    isFollowedUp,
    isNotFollowedUp: not(isFollowedUp),
    isDischargedByPerson: ({ context }) => context.recorded.dischargedAt !== undefined,
    isAdmittedByPerson: ({ context }) => context.recorded.admittedAt !== undefined,
    isDismissed: ({ context }) => context.recorded.dismissed === true,
    isNewMunicipality: ({ context, event }) =>
      event.type === 'municipalityChanged' && event.data.municipality !== context.parties.municipality,
    isNewsOfCover: ({ context, event }) =>
      event.type === 'coverTold' && JSON.stringify(context.cover) !== JSON.stringify(event.data),
    /** What is told of the medicine brings the deadline forward. */
    isHurried: ({ context, event }, { deadline }: { deadline: 'dischargeUrgent' | 'dischargeFollowUp' }) => {
      if (event.type !== 'coverTold') return false;
      const { due } = deadlines[deadline];
      return due({ ...context, cover: event.data }) < due(context);
    },
    knowsOfNoDeath: ({ context }) => !context.citizenDead,
    knowsOfDeath: ({ context }) => context.citizenDead,
    isDeceased: ({ context }) => context.stay.stage === 'deceased',
  },
  actions: {
    ...requests,
    recordDischarge: assign(({ context, event }) => {
      if (event.type !== 'recordDischarge') return context;
      return withRecorded(context, { ...context.recorded, dischargedAt: normalInstant(event.data.dischargedAt) });
    }),
    withdrawDischarge: assign(({ context }) => withRecorded(context, without(context, 'dischargedAt'))),
    recordAdmission: assign(({ context, event }) => {
      if (event.type !== 'recordAdmission') return context;
      return withRecorded(context, { ...context.recorded, admittedAt: normalInstant(event.data.admittedAt) });
    }),
    withdrawAdmission: assign(({ context }) => withRecorded(context, without(context, 'admittedAt'))),
    dismiss: assign(({ context }) => withRecorded(context, { ...context.recorded, dismissed: true })),
    restore: assign(({ context }) => withRecorded(context, without(context, 'dismissed'))),
    moveMunicipality: assign(({ context: { parties }, event }) => ({
      parties: event.type === 'municipalityChanged' ? { ...parties, municipality: event.data.municipality } : parties,
    })),
    noteCover: assign(({ event }) => (event.type === 'coverTold' ? { cover: event.data } : {})),
    rest: assign({ citizenDead: true }),
    wake: assign(({ context }) => awake(context)),
  },
});

/** Tells are computed after the actions before them. */
export const tellStayChanged = {
  type: 'tell',
  params: ({ context }: { context: StayContext }): Tell => ({
    to: 'parent',
    type: 'stayChanged',
    data: stayChanged(context),
  }),
} as const;

function tellDeath(type: 'deathReported' | 'deathReportWithdrawn', { key, stay: { diedAt } }: StayContext) {
  const data: DeathReported = { stay: key, ...(diedAt && { diedAt }) };
  return { type: 'tell', params: { to: 'parent', type, data } } as const;
}

/**
 * Puts the fact in its place, and tells the case what that changes for it. A death is told before the citizen is said to
 * have left the hospital, and taken back after the citizen is back: in between, the case must not ask about a discharge.
 */
export const place = base.enqueueActions(({ context, event, enqueue }) => {
  if (!isFact(event)) return;
  const after = withFact(context, event);
  const [wasDead, isDead] = [context, after].map(({ stay }) => stay.stage === 'deceased');
  enqueue.assign(after);
  if (asksForReport(event, after)) {
    enqueue({ type: 'effect', params: { kind: 'notice', party: 'municipality', code: 'reportOfAdmissionRequested' } });
  }
  if (isDead && !wasDead) enqueue(tellDeath('deathReported', after));
  // The first word of a stay is told though it changes nothing yet: the case answers whether a death stands (C8).
  const isFirst = context.facts.length === 0;
  const changed = JSON.stringify(stayChanged(context)) !== JSON.stringify(stayChanged(after));
  if (isFirst || changed) enqueue(tellStayChanged);
  if (wasDead && !isDead) enqueue(tellDeath('deathReportWithdrawn', after));
});

/** The hospital wants a report of admission (XDIS16) from whoever is the notification's receiver; of a stay that is over, none. */
function asksForReport({ data }: { data: StayFact }, { stay }: StayContext): boolean {
  return (
    data.reportOfAdmission && data.change === 'new' && (stay.stage === 'inpatient' || stay.stage === 'acuteAmbulant')
  );
}
