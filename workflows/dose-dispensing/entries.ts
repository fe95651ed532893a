/** What each entry of a person, and FMK's word on suitability, leaves in the case. Pure, one entry a function. */
import { danishDate, normalInstant, plusDays } from '../calendar.ts';
import type { Actor, Instant } from '../definition.ts';
import type { DoseContext, DoseEvent } from './base.ts';
import { withObservedHold } from './facts.ts';
import * as changes from './medication-changes.ts';

/** Who said it, and when it was so. */
export interface Said {
  by: Pick<Actor, 'id' | 'role' | 'organisationId'>;
  at: Instant;
}

type Entries = {
  readonly [Type in EntryType]: (
    context: DoseContext,
    event: Extract<DoseEvent, { type: Type }>,
  ) => Partial<DoseContext>;
};

const saidIn = ({ by, occurredAt }: { by: Actor; occurredAt: Instant }): Said => ({
  by: { id: by.id, role: by.role, ...(by.organisationId && { organisationId: by.organisationId }) },
  at: occurredAt,
});

function without<V>(record: Record<string, V>, key: string): Record<string, V> {
  const { [key]: _, ...rest } = record;
  return rest;
}

type EntryType =
  | 'stateStability'
  | 'assessSuited'
  | 'assessNotSuited'
  | 'reopenSuitability'
  | 'withdrawStability'
  | 'withdrawStartDate'
  | 'notSuitedObserved'
  | 'recordDrug'
  | 'removeDrug'
  | 'askConsent'
  | 'giveConsent'
  | 'declineConsent'
  | 'withdrawConsent'
  | 'reopenConsent'
  | 'agreePayer'
  | 'agreeDeliveryPayer'
  | 'reopenPayer'
  | 'recordSubsidy'
  | 'withdrawSubsidy'
  | 'recordRePrescription'
  | 'withdrawRePrescription'
  | 'countStock'
  | 'agreeStart'
  | 'acceptDiscrepancy'
  | 'reopenDiscrepancy'
  | 'medicationChanged'
  | 'decideMedicationChange'
  | 'withdrawMedicationChange'
  | 'confirmRollsDiscarded'
  | 'confirmSideDosingSetUp'
  | 'reopenSideDosingSetUp'
  | 'reopenRollsDiscarded'
  | 'confirmPrescriptionTidied'
  | 'reopenPrescriptionTidied'
  | 'endSideDosing'
  | 'resumeSideDosing'
  | 'rollObserved'
  | 'moveMunicipality'
  | 'cancelMove';

const entries: Entries = {
  stateStability: (_, event) => {
    const { stableBackward, stableForward, changePlanned } = event.data;
    return { stability: { stableBackward, stableForward, changePlanned, ...saidIn(event) } };
  },
  assessSuited: (_, event) => ({ assessment: { suited: true, ...saidIn(event) } }),
  assessNotSuited: (_, event) => ({
    assessment: { suited: false, reason: event.data.reason, ...saidIn(event) },
  }),
  reopenSuitability: () => ({ assessment: undefined }),
  withdrawStability: () => ({ stability: undefined }),
  withdrawStartDate: () => ({ start: {} }),
  notSuitedObserved: ({ notSuited }, { data, occurredAt }) => ({
    notSuited: withObservedHold(notSuited, data, occurredAt),
  }),
  recordDrug: ({ drugs }, { data: { drugId, ...drug } }) => ({ drugs: { ...drugs, [drugId]: drug } }),
  removeDrug: ({ drugs }, { data }) => ({ drugs: without(drugs, data.drugId) }),
  askConsent: (_, event) => ({ consent: { asked: saidIn(event) } }),
  giveConsent: ({ consent: { asked } }, event) => ({
    consent: { ...(asked && { asked }), answer: 'given', ...event.data, noted: saidIn(event) },
  }),
  declineConsent: ({ consent: { asked } }, event) => {
    const { answeredBy, reason, text } = event.data;
    return {
      consent: {
        ...(asked && { asked }),
        answer: 'declined',
        answeredBy,
        declineReason: reason,
        ...(text && { text }),
        noted: saidIn(event),
      },
    };
  },
  withdrawConsent: ({ consent }, event) => ({ consent: { ...consent, answer: 'withdrawn', noted: saidIn(event) } }),
  /** Taken back one at a time: the answer, then that it was asked for. */
  reopenConsent: ({ consent: { asked, answer } }) => ({ consent: asked && answer ? { asked } : {} }),
  agreePayer: ({ fee }, { data }) => ({ fee: { ...fee, payer: data.payer } }),
  agreeDeliveryPayer: ({ fee }, { data }) => ({ fee: { ...fee, deliveryPayer: data.payer } }),
  reopenPayer: ({ fee: { subsidyOrderedBy } }) => ({ fee: { ...(subsidyOrderedBy && { subsidyOrderedBy }) } }),
  recordSubsidy: ({ fee }, { data }) => ({ fee: { ...fee, subsidyOrderedBy: data.orderedBy } }),
  withdrawSubsidy: ({ fee }) => ({ fee: { ...fee, subsidyOrderedBy: 'nobody' } }),
  recordRePrescription: ({ rePrescriptions }, { data: { drugId } }) => ({
    rePrescriptions: { ...rePrescriptions, [drugId]: (rePrescriptions[drugId] ?? 0) + 1 },
  }),
  withdrawRePrescription: ({ rePrescriptions }, { data: { drugId } }) => ({
    rePrescriptions: { ...rePrescriptions, [drugId]: (rePrescriptions[drugId] ?? 0) - 1 },
  }),
  countStock: ({ env }, { data: { lastsUntil } }) => {
    const [afterStock, soonest] = [dayAfter(lastsUntil), earliestStart({ env })];
    return { start: { stockLastsUntil: lastsUntil, startsOn: afterStock > soonest ? afterStock : soonest } };
  },
  agreeStart: ({ start }, { data: { startsOn } }) => ({ start: { ...start, startsOn } }),
  acceptDiscrepancy: ({ discrepancies }) => ({ acceptedDiscrepancies: discrepancies }),
  reopenDiscrepancy: () => ({ acceptedDiscrepancies: [] }),
  medicationChanged: (context, { data, occurredAt }) =>
    untilRolls(context, changes.withChange(context.medicationChanges, data, occurredAt, context.rolls)),
  decideMedicationChange: (context, { data: { drugId, decision } }) =>
    changed(context, drugId, (change) => changes.decided(change, decision)),
  withdrawMedicationChange: ({ medicationChanges }, { data: { drugId } }) => ({
    medicationChanges: without(medicationChanges, drugId),
  }),
  confirmRollsDiscarded: ({ medicationChanges }) => ({
    medicationChanges: changes.eachChange(medicationChanges, (change) =>
      changes.needsDiscarding(change) ? { ...change, rollsDiscarded: true } : change,
    ),
  }),
  reopenRollsDiscarded: ({ medicationChanges }) => ({
    medicationChanges: changes.eachChange(medicationChanges, ({ rollsDiscarded: _, ...change }) => change),
  }),
  confirmSideDosingSetUp: ({ medicationChanges }) => ({
    medicationChanges: changes.eachChange(medicationChanges, (change) =>
      changes.needsSettingUp(change) ? { ...change, sideDosing: { ...change.sideDosing, setUp: true } } : change,
    ),
  }),
  reopenSideDosingSetUp: ({ medicationChanges }) => ({
    medicationChanges: changes.eachChange(medicationChanges, (change) => {
      const { setUp: _, ...sideDosing } = change.sideDosing ?? {};
      return change.sideDosing ? { ...change, sideDosing } : change;
    }),
  }),
  confirmPrescriptionTidied: ({ medicationChanges }) => ({
    medicationChanges: changes.eachChange(medicationChanges, (change) =>
      changes.mayNeedTidying(change) ? { ...change, prescriptionTidied: true } : change,
    ),
  }),
  reopenPrescriptionTidied: ({ medicationChanges }) => ({
    medicationChanges: changes.eachChange(medicationChanges, ({ prescriptionTidied: _, ...change }) => change),
  }),
  endSideDosing: (context, { data: { drugId } }) =>
    changed(context, drugId, (change) => ({ ...change, sideDosing: { ...change.sideDosing, ended: true } })),
  resumeSideDosing: (context, { data: { drugId } }) =>
    changed(context, drugId, (change) => ({ ...change, sideDosing: {} })),
  rollObserved: (context) => untilRolls(context, context.medicationChanges),
  moveMunicipality: (_, { data: { organisationId, from } }) => ({ move: { organisationId, from } }),
  cancelMove: () => ({ move: undefined }),
};

function changed(
  context: DoseContext,
  drugId: string,
  map: (change: changes.MedicationChange) => changes.MedicationChange,
): Partial<DoseContext> {
  const change = context.medicationChanges[drugId];
  return change ? untilRolls(context, { ...context.medicationChanges, [drugId]: map(change) }) : {};
}

/** The changes, side-dosed until the rolls now known. */
function untilRolls({ rolls, env }: DoseContext, all: changes.MedicationChanges): Partial<DoseContext> {
  return { medicationChanges: changes.untilRolls(all, rolls, normalInstant(env.at)) };
}

/** A first roll takes some days from the order (§8.1.17). */
export function earliestStart({ env }: Pick<DoseContext, 'env'>): string {
  return danishDate(plusDays(env.at, env.policy.firstRollLeadDays));
}

function dayAfter(day: string): string {
  return danishDate(plusDays(`${day}T12:00:00Z`, 1));
}

/** The case with this entry; what is no entry leaves it as it is. */
export function withEntry(context: DoseContext, event: DoseEvent): DoseContext {
  if (!(event.type in entries)) return context;
  const enter = entries[event.type as EntryType] as (context: DoseContext, event: DoseEvent) => Partial<DoseContext>;
  return { ...context, ...enter(context, event) };
}
