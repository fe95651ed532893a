/** What a citizen's case may be told and commanded, dated so that corrections follow what they correct. */
import type { JsonObject, MessageKind } from '../../workflows/definition.ts';
import type { Roll } from '../../workflows/dispensing-period/messages.ts';
import type { RequestChanged } from '../../workflows/prescription-request/messages.ts';
import { doseDispensingMessages } from '../../workflows/dose-dispensing/messages.ts';
import type { StayChanged } from '../../workflows/hospital-stay/messages.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import { toCase } from './moves.ts';
import { rollTold } from './period-facts.ts';
import { requestChanged } from './request-facts.ts';
import type { Move } from './walk.ts';
import { rootId } from './walk.ts';

export const at = '2023-03-20T10:00:00.000Z';
const day = (n: number): string => `2023-03-${String(n).padStart(2, '0')}T11:00:00.000Z`;
const move = (kind: MessageKind, name: string, type: string, occurredAt: string, data: JsonObject = {}): Move =>
  toCase(kind, type, occurredAt, data, name);

const reason = { reason: 'because' };
const drugId = '28100009555';
const threadId = '5b8b4329-1d55-4a78-bf27-79c690a8dace';
const data: Record<string, JsonObject> = {
  stateStability: { stableBackward: true, stableForward: true, changePlanned: false },
  assessNotSuited: reason,
  reopenSuitability: reason,
  withdrawStability: reason,
  withdrawStartDate: reason,
  changeCpr: { ...reason, cpr: '2509479989' },
  mergeInto: { ...reason, caseId: 'other' },
  recordDrug: { drugId, isDoseDispensable: true, hasStructuredDosage: true, dosing: 'packed' },
  removeDrug: { drugId },
  giveConsent: { answeredBy: 'citizen', form: 'spoken', scope: 'dosePacking', on: '2023-03-20' },
  declineConsent: { answeredBy: 'relative', reason: 'doseFee' },
  withdrawConsent: { answeredBy: 'citizen', form: 'spoken', on: '2023-03-20' },
  reopenConsent: reason,
  agreePayer: { payer: 'citizen' },
  agreeDeliveryPayer: { payer: 'citizen' },
  reopenPayer: reason,
  recordSubsidy: { orderedBy: 'gp' },
  recordReimbursement: { percent: 85 },
  askForPrescriptions: { prescriber: 'gp' },
  declinePrescribing: reason,
  recordRePrescription: { drugId },
  withdrawRePrescription: { drugId },
  askForRenewal: { prescriber: 'gp' },
  declineRenewal: reason,
  answerOrderEnd: { goesOn: true },
  referToPharmacy: { channel: 'phone' },
  withdrawReferral: reason,
  declineReferral: reason,
  reopenReferral: reason,
  objectToDosePacking: reason,
  withdrawGpWord: reason,
  withdrawStartWithoutSubsidy: reason,
  countStock: { lastsUntil: '2023-04-10' },
  agreeStart: { startsOn: '2023-04-11' },
  withdrawStarted: reason,
  giveUpStart: { reason: 'citizenDeclines' },
  acceptDiscrepancy: reason,
  medicationChanged: { drugId, kind: 'increase', from: '2023-03-20', acute: true },
  decideMedicationChange: { drugId, decision: 'acute' },
  withdrawMedicationChange: { drugId, ...reason },
  endSideDosing: { drugId },
  resumeSideDosing: { drugId },
  moveMunicipality: { organisationId: '0461', from: '2023-04-01' },
  cancelMove: reason,
  changePharmacy: { ...reason, pharmacyId: 'another', from: '2023-03-25' },
  cancelPharmacyChange: reason,
  changeGp: { ...reason, gpPracticeId: 'another', from: '2023-03-26' },
  cancelGpChange: reason,
  correctCareSetting: { careSetting: 'careHome' },
  recordHold: { ...reason, from: '2023-03-25', to: '2023-03-27' },
  keepHold: reason,
  withdrawHold: reason,
  reopenHold: reason,
  reopenHoldReview: reason,
  planEnding: { reason: 'citizenDeclines' },
  cancelEnding: reason,
  reopen: reason,
  voidCase: reason,
  restoreVoided: reason,
  reportDeath: { source: 'the family' },
  dismissDeathReport: reason,
  giveRemovalReason: { prescriptionId: 'p1', reason: 'switched' },
  withdrawRemovalReason: { prescriptionId: 'p1' },
  settleAlarm: reason,
  reopenCareMessages: reason,
  awaitReply: { threadId, until: '2023-03-22' },
};
const byPharmacist = ['recordRePrescription', 'withdrawRePrescription', 'acceptReferral'];
const byGp = ['approveDosePacking', 'objectToDosePacking'];
export const command = (type: string, more: JsonObject = {}, name = type): Move => {
  const each = move('command', name, type, at, { ...data[type], ...more });
  const role = byPharmacist.includes(type) ? 'prescribingPharmacist' : byGp.includes(type) ? 'gp' : 'municipalNurse';
  return { ...each, message: { ...each.message, by: { ...each.message.by, role } } };
};
/** R44: where dose packing is the first choice, going without needs a reason in words. */
const optOut = (type: string): Move => command(type, { text: 'because' }, `${type} with a reason`);
const optingOut = ['giveUpStart', 'planEnding'];
export const optOutExplained = optingOut.map(optOut);
const commands = Object.entries(doseDispensingMessages).flatMap(([type, { kind }]): Move[] => {
  if (kind !== 'command') return [];
  return [
    { ...command(type), ...(optingOut.includes(type) && { under: { rule: 'firstChoice', move: optOut(type) } }) },
  ];
});
/** The commands whose names these are. */
export const only = (pattern: RegExp): Move[] => commands.filter(({ name }) => pattern.test(name));
export const askPharmacist = command(
  'askForPrescriptions',
  { prescriber: 'prescribingPharmacist' },
  'ask the pharmacist',
);
export const pharmacistRenews = command(
  'askForRenewal',
  { prescriber: 'prescribingPharmacist' },
  'ask the pharmacist to renew',
);
export const subsidyByPharmacist = command(
  'recordSubsidy',
  { orderedBy: 'prescribingPharmacist' },
  'subsidy ordered by the pharmacist',
);
export const municipalityPays = command('agreePayer', { payer: 'municipality' }, 'the municipality pays');
export const municipalityDelivers = command(
  'agreeDeliveryPayer',
  { payer: 'municipality' },
  'the municipality pays the delivery',
);
/** The rules change, and a message that moves little is the first to be decided by them. */
export const from = (policy: PolicySet): Move => ({ ...command('recordDrug', {}, `from now on ${policy.id}`), policy });
export const drugStopped = command('medicationChanged', { kind: 'stop', acute: false }, 'a drug is stopped');

const stay: StayChanged = {
  stay: 'sor|a',
  setting: 'inpatient',
  departments: [{ from: day(2), provider: '265161000016000' }],
  admittedAt: day(2),
  wasInpatient: true,
  cancelled: false,
};
const told = (name: string, change: Partial<StayChanged>): Move =>
  move('internal', name, 'stayChanged', at, { ...stay, ...change });
export const admitted = told('admitted', {});
export const discharged = told('discharged', { setting: 'home', dischargedAt: day(7) });
export const cancelled = told('stay cancelled', { setting: 'home', cancelled: true });
export const acute = told('acute visit', { setting: 'acuteAmbulant', wasInpatient: false });
export const onLeave = told('on leave', { setting: 'onLeave' });

const hold = (name: string, on: string, change: string): Move =>
  move('fact', name, 'holdObserved', on, { registrationId: 'r1', from: day(3), change });
export const held = hold('FMK: on hold', day(3), 'created');
export const lifted = hold('FMK: hold removed', day(9), 'removed');

const prescription = (name: string, status: string, on: string, more: JsonObject = {}): Move =>
  move('fact', name, 'dosePrescriptionObserved', on, { prescriptionId: 'p1', drugId, status, ...more });
export const removed = prescription('removed', 'cancelled', day(4));
export const removedWithReason = prescription('removed with a reason', 'cancelled', day(5), reason);
export const opened = prescription('opened again', 'open', day(6));
export const openedUntil = prescription('opened until the 25th', 'open', day(6), { validTo: day(25) });
export const removedAfterStay = prescription('removed after the discharge', 'cancelled', '2023-03-07T15:00:00.000Z');
export const removedLater = prescription('removed after all', 'cancelled', day(8));

export const runningOut = prescription('to be renewed', 'open', day(6), { validTo: '2023-04-10T11:00:00.000Z' });
export const renewed = prescription('renewed', 'open', day(8), {
  prescriptionId: 'p2',
  validTo: '2025-03-10T11:00:00.000Z',
});
export const withdrawnOrder = move('fact', 'the order is withdrawn', 'drugMedicationObserved', day(7), {
  drugMedicationId: 'o',
  drugId,
  endDate: '2023-03-10',
});

const notSuited = (name: string, on: string, change: string, more: JsonObject = {}): Move =>
  move('fact', name, 'notSuitedObserved', on, { registrationId: 'n1', from: day(3), to: day(25), change, ...more });
export const notSuitedAhead = notSuited('FMK: not suited from the 24th', day(2), 'created', { from: day(24) });
export const markedNotSuited = notSuited('FMK: not suited', day(3), 'created');
export const unmarked = notSuited('FMK: not suited removed', day(9), 'removed');

export const diedInHospital = move('internal', 'MORS', 'deathReported', at, { stay: 'sor|a' });
export const aliveAgain = move('internal', 'AN_MORS', 'deathReportWithdrawn', at, { stay: 'sor|a' });
const register = (name: string, on: string, withdrawn: boolean): Move =>
  move('fact', name, 'deathReportObserved', on, { reportId: 'cpr', source: 'CPR', withdrawn });
export const merged = move('internal', 'a duplicate merged into it', 'mergedFrom', at, { caseId: 'other' });
export const mergeWithdrawn = move('internal', 'the merge taken back', 'mergeWithdrawn', at, { caseId: 'other' });

export const otherReport = register('CPR: dead', at, false);
export const otherWithdrawn = register('CPR: alive', day(21), true);

const roll = (name: string, period: string, what: Partial<Roll> | null): Move => ({
  name,
  target: { kind: 'case', caseId: rootId },
  message: rollTold(period, at, what),
});
export const currentRoll = roll('the current roll', 'a', { stage: 'dispensed' });
export const nextRoll = roll('the next roll', 'b', {
  startDate: '2023-03-25',
  endDate: '2023-04-07',
  changeCutOffAt: '2023-03-22T14:30:00.000Z',
});
const ofNextRoll = { startDate: '2023-03-25', endDate: '2023-04-07', changeCutOffAt: '2023-03-22T14:30:00.000Z' };
/** The card is made out to a pharmacy that is not the citizen's, or is nearly two years old. */
export const cardsAmiss = [
  roll('the next roll at another pharmacy', 'b', { ...ofNextRoll, orderedAt: 'another' }),
  roll('the next roll of an old card', 'b', { ...ofNextRoll, card: 'l', cardCreatedOn: '2021-04-01' }),
];
const otherDrug = '28100009777';
/** A roll that holds a drug in place of the one ordered, and price lists that part and join the two. */
export const substitutes = [
  roll('a roll with a substitute', 'b', { ...ofNextRoll, drugs: [otherDrug], ordered: [drugId] }),
  ...['parted', 'joined'].map((name, n) =>
    move('fact', `groups ${name}`, 'substitutionGroupChanged', day(8 + n), {
      drugId: otherDrug,
      group: name === 'parted' ? [otherDrug] : [drugId, otherDrug],
    }),
  ),
];
/** Rolls of two drugs, and one that lacks the second. */
export const rollsOfTwoDrugs = [
  roll('the current roll of two drugs', 'a', { stage: 'dispensed', drugs: [drugId, otherDrug] }),
  roll('the next roll of one drug', 'b', {
    startDate: '2023-03-25',
    endDate: '2023-04-07',
    changeCutOffAt: '2023-03-22T14:30:00.000Z',
    drugs: [drugId],
  }),
];
export const otherDrugStopped = command(
  'medicationChanged',
  { drugId: otherDrug, kind: 'stop', from: '2023-03-24', acute: false },
  'the second drug is stopped',
);
export const rollOfOtherCard = roll('a roll of another card', 'c', {
  card: 'l',
  startDate: '2023-03-25',
  endDate: '2023-03-31',
  changeCutOffAt: '2023-03-22T14:30:00.000Z',
});
export const rollOverTheSameDays = roll('a roll over the same days', 'd', {
  startDate: '2023-03-27',
  endDate: '2023-04-09',
});
export const noNextRoll = roll('no next roll', 'b', null);
export const rollThatFits = roll('roll that fits', 'a', {
  startDate: '2023-03-27',
  endDate: '2023-04-09',
  changeCutOffAt: day(24),
});
const request = (name: string, what: Partial<RequestChanged>): Move => ({
  name,
  target: { kind: 'case', caseId: rootId },
  message: requestChanged('q', at, { drugId, ...what }),
});
export const requestAsked = request('a renewal is asked for', {});
export const requestRejected = request('the request is rejected', { stage: 'rejected', renewal: 'rejected' });
export const expiring = prescription('expiring', 'open', day(7), { validTo: '2023-03-30T11:00:00.000Z' });
/** A relation at FMK, and its end: kept, and no more than that. */
export const relations = [
  move('fact', 'a relation', 'relationObserved', day(5), {
    relationId: 'r',
    relation: 'Visiteret til medicinadministration',
    change: 'registered',
  }),
  move('fact', 'the relation removed', 'relationObserved', day(6), {
    relationId: 'r',
    relation: 'Visiteret til medicinadministration',
    change: 'removed',
  }),
];
/** What may go wrong with a roll to come. */
export const warnings = [
  expiring,
  move('fact', 'an order ends', 'drugMedicationObserved', day(7), {
    drugMedicationId: 'o',
    drugId,
    endDate: '2023-04-01',
  }),
  move('fact', 'D mark lost', 'productChanged', day(8), { drugId, change: 'dMarkLost' }),
];
/** A message of the thread that is waited for. */
export const careMessage = move('fact', 'a care message', 'careMessageReceived', day(9), {
  messageId: 'm',
  threadId,
  category: 'medicine',
});
