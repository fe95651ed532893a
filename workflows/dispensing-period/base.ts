import { assign, setup } from 'xstate';
import { endOfDay, normalInstant } from '../calendar.ts';
import type { MunicipalityChanged } from '../hospital-stay/messages.ts';
import type { AdverseEvent, CaseContext, CaseEvent, CaseInput, RollCharge, Instant } from '../definition.ts';
import { requests, stateMeta } from '../definition.ts';
import { dutyGuards } from '../duty.ts';
import { adverseEventOf, happenedTo } from './adverse-event.ts';
import type { ChangeCutOff } from './change-cut-off.ts';
import { changeCutOff } from './change-cut-off.ts';
import { deadlines, delays } from './deadlines.ts';
import { chargeOf } from './fee.ts';
import type { Period, Stage } from './derive-period.ts';
import { isGone, isOver, stageOf, unexpectedChanges, withDeletion, withReading } from './derive-period.ts';
import type { DispensingPeriodDeleted, CourseChanged, PeriodChanged, PeriodReading, Roll } from './messages.ts';

export interface PeriodContext extends CaseContext {
  periodId: string;
  period: Period;
  changeCutOff: ChangeCutOff | undefined;
  unexpected: ReturnType<typeof unexpectedChanges>;
  /** Its last day had passed when it was last read, or its timer fired. */
  isOver: boolean;
  /** First heard of: a roll that was in use before then is not asked for. */
  heardAt: Instant;
  course: CourseChanged;
  /** Of the roll that does not come, as it was when someone had it drafted. */
  adverseEvent: AdverseEvent | undefined;
  /** The fee that stands for it. */
  charge: RollCharge | undefined;
  /** The case has a standing report that the citizen is dead: every task rests. */
  citizenDead: boolean;
}

type PeriodEvent =
  | CaseEvent<'dispensingPeriodObserved', PeriodReading>
  | CaseEvent<'dispensingPeriodDeleted', DispensingPeriodDeleted>
  | CaseEvent<'courseChanged', CourseChanged>
  | CaseEvent<'municipalityChanged', MunicipalityChanged>
  | CaseEvent<
      | 'confirmRollReceived'
      | 'reopenRollReceived'
      | 'confirmPharmacyAsked'
      | 'reopenPharmacyAsked'
      | 'confirmReplacement'
      | 'reopenReplacement'
      | 'draftAdverseEvent'
      | 'withdrawAdverseEvent'
      | 'deathStands'
      | 'deathDismissed'
    >;

type StageOrOver = Stage | 'over';

/** A deleted period stays deleted when its days have passed: nobody ever used it. */
function standingOf({ period, isOver: over }: PeriodContext): StageOrOver {
  const stage = stageOf(period);
  return over && stage !== 'deleted' ? 'over' : stage;
}

const beforeDispensing: readonly StageOrOver[] = [
  'planned',
  'handlingStarted',
  'readyForPacking',
  'packing',
  'packed',
  'unknown',
];
/** Discarded because something else takes its place, or nothing shall (FMK's words). */
const needsNoReplacement = ['Dispensering stoppes', 'Ny periode overtager'];

/**
 * Skipped under a hold: expected, and no alarm (§8.1.10). The days are planned when the hold is lifted. The pharmacy skips it
 * between the cut-off and the start; FMK may be read long after, and does not always say when.
 */
function isSkippedByHold({
  period: { latest },
  changeCutOff: cutOff,
  course: { onHold, holds },
}: PeriodContext): boolean {
  if (onHold) return true;
  if (!latest || !cutOff) return false;
  const start = normalInstant(latest.startDate);
  return holds.some(
    ({ from, to = '9999' }) => (from <= start && cutOff.at < to) || (from <= latest.seenAt && latest.seenAt < to),
  );
}

function needsReplacement(context: PeriodContext): boolean {
  const { latest } = context.period;
  const standing = standingOf(context);
  if (!latest || endOfDay(latest.endDate) <= context.heardAt) return false;
  if (standing === 'discarded') return !needsNoReplacement.includes(latest.discardReason ?? '');
  return (standing === 'notDispensed' || standing === 'notDelivered') && !isSkippedByHold(context);
}

/** What each duty of this chart waits for. */
const wants = {
  dispensing: (context: PeriodContext): boolean =>
    !context.course.onHold && beforeDispensing.includes(standingOf(context)),
  receipt: (context: PeriodContext): boolean => {
    const standing = standingOf(context);
    const { latest } = context.period;
    return (
      (standing === 'dispensed' || standing === 'sent') &&
      latest !== undefined &&
      context.heardAt < normalInstant(latest.startDate)
    );
  },
  replacement: needsReplacement,
};

const isNewsOfCourse = ({ course }: PeriodContext, told: CourseChanged): boolean =>
  JSON.stringify(course) !== JSON.stringify(told);

export const base = setup({
  types: {
    context: {} as PeriodContext,
    events: {} as PeriodEvent,
    input: {} as CaseInput,
    meta: stateMeta,
    tags: {} as 'closed',
  },
  delays,
  guards: {
    ...dutyGuards(wants, ({ citizenDead, course }: PeriodContext) => citizenDead || course.isClosed),
    isStanding: ({ context }, { stage }: { stage: StageOrOver }) => standingOf(context) === stage,
    isNotStanding: ({ context }, { stage }: { stage: StageOrOver }) => standingOf(context) !== stage,
    isNewsOfPeriod: ({ context: { period }, event }) =>
      event.type === 'dispensingPeriodObserved' && withReading(period, event.data, event.occurredAt) !== period,
    isNewsOfDeletion: ({ context: { period }, event }) =>
      event.type === 'dispensingPeriodDeleted' && withDeletion(period, event.occurredAt) !== period,
    isNewMunicipality: ({ context, event }) =>
      event.type === 'municipalityChanged' && event.data.municipality !== context.parties.municipality,
    isNewsOfCourse: ({ context, event }) => event.type === 'courseChanged' && isNewsOfCourse(context, event.data),
    isEarly: ({ context }) => context.env.at < deadlines.dispenseBy.due(context),
    isReceivable: ({ context }) => {
      const standing = standingOf(context);
      return !isGone(standing as Stage) && standing !== 'received' && standing !== 'over' && standing !== 'unread';
    },
    isMissing: ({ context }) => happenedTo(context) !== undefined && !isSkippedByHold(context),
    isAdverseEventDrafted: ({ context }) => context.adverseEvent !== undefined,
    isReceived: ({ context }) => context.period.receivedAt !== undefined,
    knowsOfNoDeath: ({ context }) => !context.citizenDead,
    knowsOfDeath: ({ context }) => context.citizenDead,
  },
  actions: {
    ...requests,
    moveMunicipality: assign(({ context: { parties }, event }) => ({
      parties: event.type === 'municipalityChanged' ? { ...parties, municipality: event.data.municipality } : parties,
    })),
    noteCourse: assign(({ context, event }) =>
      event.type === 'courseChanged'
        ? { course: event.data, charge: chargeOf({ ...context, course: event.data }) }
        : {},
    ),
    draftAdverseEvent: assign(({ context }) => ({ adverseEvent: adverseEventOf(context) })),
    withdrawAdverseEvent: assign({ adverseEvent: undefined }),
    endPeriod: assign({ isOver: true }),
    rest: assign({ citizenDead: true }),
    wake: assign({ citizenDead: false }),
  },
});

function rollOf({ period, changeCutOff: cutOff }: PeriodContext): Roll | null {
  const { latest } = period;
  const stage = stageOf(period);
  if (!latest || !cutOff || stage === 'deleted') return null;
  const { cardId, startDate, endDate, acutePacking, drugIds, orderedDrugIds, substitutes, hiddenDrugs, directory } =
    latest;
  return {
    card: cardId,
    startDate,
    endDate,
    stage,
    isAcute: acutePacking !== undefined,
    changeCutOffAt: cutOff.at,
    derivation: cutOff.derivation,
    ...(directory && { orderedAt: directory.orderedAt }),
    ...(latest.cardCreatedOn && { cardCreatedOn: latest.cardCreatedOn }),
    ...(drugIds && { drugs: drugIds }),
    ...(orderedDrugIds && { ordered: orderedDrugIds }),
    ...(substitutes?.length && { substitutes }),
    ...(hiddenDrugs?.length && { hidden: hiddenDrugs.map(({ drugMedicationId }) => drugMedicationId) }),
  };
}

function periodChanged(context: PeriodContext): PeriodChanged {
  const { periodId, citizenDead, course } = context;
  return { period: periodId, roll: rollOf(context), citizenDead, course };
}

/** Changes what is known, and tells the case where that changes something for it. The first word is always told. */
function learning(learn: (period: Period, event: PeriodEvent) => Period) {
  return base.enqueueActions(({ context, event, enqueue }) => {
    const period = learn(context.period, event);
    const { latest, seen } = period;
    const after: PeriodContext = {
      ...context,
      period,
      changeCutOff: latest && changeCutOff(latest, context.env.policy, context.env.calendar),
      isOver: isOver(period, context.env.at),
      unexpected: unexpectedChanges(seen),
    };
    enqueue.assign({ ...after, charge: chargeOf(after) });
    const isFirst = !context.period.latest && !context.period.deletedAt;
    if (!isFirst && JSON.stringify(rollOf(context)) === JSON.stringify(rollOf(after))) return;
    enqueue({ type: 'tell', params: { to: 'parent', type: 'periodChanged', data: periodChanged(after) } });
  });
}

export const readPeriod = learning((period, event) =>
  event.type === 'dispensingPeriodObserved' ? withReading(period, event.data, event.occurredAt) : period,
);
export const deletePeriod = learning((period, event) =>
  event.type === 'dispensingPeriodDeleted' ? withDeletion(period, event.occurredAt) : period,
);
export const receiveRoll = learning((period, event) =>
  event.type === 'confirmRollReceived' ? { ...period, receivedAt: normalInstant(event.occurredAt) } : period,
);
export const reopenReceipt = learning(({ receivedAt: _, ...period }) => period);
