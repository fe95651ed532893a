/** What each entry of a person, and FMK's word on suitability, leaves in the case. Pure, one entry a function. */
import { danishDate, normalInstant, plusDays } from '../calendar.ts';
import type { Actor, Instant } from '../definition.ts';
import type { DoseContext, DoseEvent } from './base.ts';
import { withObservedHold } from './facts.ts';
import * as changes from './medication-changes.ts';
import { routeEntries, untidyDrugs } from './route-entries.ts';

/** Who said it, and when it was so. */
export interface Said {
  by: Pick<Actor, 'id' | 'role' | 'organisationId'>;
  at: Instant;
}

type EntryType = OwnEntryType | keyof typeof routeEntries;
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

type OwnEntryType =
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
  | 'recordReimbursement'
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
  | 'cancelMove'
  | 'changePharmacy'
  | 'cancelPharmacyChange'
  | 'changeGp'
  | 'cancelGpChange';

const entries: Entries = {
  ...routeEntries,
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
  giveConsent: ({ consent, ...context }, event) => ({
    ...standing(context),
    consent: { ...asBefore(consent), answer: 'given', ...event.data, noted: saidIn(event) },
  }),
  declineConsent: ({ consent, ...context }, event) => {
    const { answeredBy, reason, text } = event.data;
    return {
      ...standing(context),
      consent: {
        ...asBefore(consent),
        answer: 'declined',
        answeredBy,
        declineReason: reason,
        ...(text && { text }),
        noted: saidIn(event),
      },
    };
  },
  withdrawConsent: ({ consent }, event) => {
    const { remark: _, ...told } = event.data;
    return { consent: { ...consent, ...told, answer: 'withdrawn', noted: saidIn(event), before: consent } };
  },
  /** Taken back one at a time: the latest answer for the one before it, then the answer, then that it was asked for. */
  reopenConsent: ({ consent: { asked, answer, before }, endingBeforeDeath }) => ({
    consent: before ?? (asked && answer ? { asked } : {}),
    ...(answer === 'withdrawn' && {
      endingBeforeDeath: endingBeforeDeath?.byWithdrawal ? undefined : endingBeforeDeath,
    }),
  }),
  agreePayer: ({ fee }, { data }) => ({ fee: { ...fee, payer: data.payer } }),
  agreeDeliveryPayer: ({ fee }, { data }) => ({ fee: { ...fee, deliveryPayer: data.payer } }),
  recordReimbursement: ({ fee }, { data: { percent } }) => ({ fee: { ...fee, reimbursementPercent: percent } }),
  reopenPayer: ({ fee: { payer: _, deliveryPayer: __, ...rest } }) => ({ fee: rest }),
  recordSubsidy: ({ fee }, { data }) => ({ fee: { ...fee, subsidyOrderedBy: data.orderedBy } }),
  withdrawSubsidy: ({ fee }) => ({ fee: { ...fee, subsidyOrderedBy: 'nobody' } }),
  recordRePrescription: ({ rePrescriptions }, event) => {
    const { drugId } = event.data;
    return { rePrescriptions: { ...rePrescriptions, [drugId]: [...(rePrescriptions[drugId] ?? []), saidIn(event)] } };
  },
  withdrawRePrescription: ({ rePrescriptions }, { data: { drugId } }) => ({
    rePrescriptions: { ...rePrescriptions, [drugId]: (rePrescriptions[drugId] ?? []).slice(0, -1) },
  }),
  countStock: ({ env }, { data: { lastsUntil } }) => {
    const [afterStock, soonest] = [dayAfter(lastsUntil), earliestStart({ env })];
    return { start: { stockLastsUntil: lastsUntil, startsOn: afterStock > soonest ? afterStock : soonest } };
  },
  agreeStart: ({ start }, { data: { startsOn } }) => ({ start: { ...start, startsOn } }),
  acceptDiscrepancy: ({ discrepancies }) => ({ acceptedDiscrepancies: discrepancies }),
  reopenDiscrepancy: () => ({ acceptedDiscrepancies: [] }),
  medicationChanged: (context, { data, occurredAt }) =>
    untilRolls(context, changes.withChange(context.medicationChanges, data, occurredAt, context)),
  decideMedicationChange: (context, { data: { drugId, decision } }) =>
    untilRolls(context, changes.withDecision(context.medicationChanges, drugId, decision, today(context))),
  withdrawMedicationChange: (context, { data: { drugId } }) =>
    untilRolls(context, changes.withoutLast(context.medicationChanges, drugId)),
  confirmRollsDiscarded: (context) =>
    eachChange(context, (change) => (changes.needsDiscarding(change) ? { ...change, rollsDiscarded: true } : change)),
  reopenRollsDiscarded: (context) => eachChange(context, ({ rollsDiscarded: _, ...change }) => change),
  confirmSideDosingSetUp: (context) =>
    eachChange(context, (change) =>
      changes.needsSettingUp(change) ? { ...change, sideDosing: { ...change.sideDosing, setUp: true } } : change,
    ),
  reopenSideDosingSetUp: (context) =>
    eachChange(context, (change) => {
      const { setUp: _, ...sideDosing } = change.sideDosing ?? {};
      return change.sideDosing ? { ...change, sideDosing } : change;
    }),
  confirmPrescriptionTidied: (context) => ({
    tidiedDrugs: [...context.tidiedDrugs, ...untidyDrugs(context)],
    ...eachChange(context, (change) =>
      changes.mayNeedTidying(change, today(context)) ? { ...change, prescriptionTidied: true } : change,
    ),
  }),
  reopenPrescriptionTidied: (context) => ({
    tidiedDrugs: [],
    ...eachChange(context, ({ prescriptionTidied: _, ...change }) => change),
  }),
  endSideDosing: (context, { data }) =>
    eachChange(context, (change, drugId) =>
      drugId === data.drugId && changes.isSideDosed(change)
        ? { ...change, sideDosing: { ...change.sideDosing, ended: true } }
        : change,
    ),
  resumeSideDosing: (context, { data }) => {
    const { medicationChanges } = eachChange(context, (change, drugId) =>
      drugId === data.drugId && change.sideDosing?.ended ? { ...change, sideDosing: {} } : change,
    );
    return untilRolls(context, medicationChanges);
  },
  rollObserved: (context) => untilRolls(context, context.medicationChanges),
  moveMunicipality: (_, { data: { organisationId, from } }) => ({ move: { organisationId, from } }),
  cancelMove: () => ({ move: undefined }),
  changePharmacy: (_, { data: { pharmacyId, from } }) => ({ pharmacyChange: { pharmacyId, from } }),
  cancelPharmacyChange: () => ({ pharmacyChange: undefined }),
  changeGp: (_, { data: { gpPracticeId, from } }) => ({ gpChange: { gpPracticeId, from } }),
  cancelGpChange: () => ({ gpChange: undefined }),
};

/** What a new answer keeps: when it was asked for, and the latest answer, should the new one be a mistake. */
function asBefore({ before: _, ...consent }: DoseContext['consent']): Pick<DoseContext['consent'], 'asked' | 'before'> {
  const { asked, answer } = consent;
  return { ...(asked && { asked }), ...(answer && { before: consent }) };
}

/** A new answer after a withdrawal: the ending that it planned stands by itself now. */
function standing({
  ending,
  endingBeforeDeath,
}: Pick<DoseContext, 'ending' | 'endingBeforeDeath'>): Pick<DoseContext, 'ending' | 'endingBeforeDeath'> {
  const plain = (plan: DoseContext['ending']): DoseContext['ending'] => {
    if (!plan?.byWithdrawal) return plan;
    const { byWithdrawal: _, ...rest } = plan;
    return rest;
  };
  return { ending: plain(ending), endingBeforeDeath: plain(endingBeforeDeath) };
}

const today = ({ env }: Pick<DoseContext, 'env'>): string => danishDate(env.at);

function eachChange(
  context: DoseContext,
  map: (change: changes.MedicationChange, drugId: string) => changes.MedicationChange,
): Pick<DoseContext, 'medicationChanges'> {
  return { medicationChanges: changes.eachChange(context.medicationChanges, today(context), map) };
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
