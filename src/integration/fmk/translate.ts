import type {
  DispensingPeriodDeleted,
  DispensingPeriodObserved,
} from '../../../workflows/dispensing-period/messages.ts';
import type {
  DosePrescriptionObserved,
  DrugMedicationObserved,
  HoldObserved,
  RelationObserved,
} from '../../../workflows/dose-dispensing/messages.ts';
import type { Instant } from '../../../workflows/definition.ts';
import { endOfDay } from './element.ts';
import type { Period } from './parse-card.ts';
import type { DrugMedication, Prescription } from './parse-drug-medication.ts';
import type { Registration } from './parse-registration.ts';
import type { Relation } from './parse-relation.ts';
import type { KnownRequest } from './parse-request.ts';
import type { Reading } from './parse.ts';

/** A prescription request in the words of its workflow: `requestObserved`. */
interface RequestObserved {
  requestId: string;
  version?: number;
  status: string;
  createdBy: string;
  createdAt?: Instant;
  orderedBy?: { source: string; id: string; name?: string }[];
  addressedTo: { source: string; id: string; name?: string }[];
  /** Unknown where FMK names the drug medication alone. */
  drugId?: string;
  drugMedicationId: string;
  doseDispensed?: boolean;
  cancellationReason?: string;
  cancelledBy?: { source: string; id: string; name?: string }[];
  issuedPrescriptionId?: string;
}

/** A fact without identity, and the place in the message that it rests on. */
export type FmkFact = { occurredAt: Instant; place: string } & (
  | { type: 'dispensingPeriodObserved'; data: DispensingPeriodObserved }
  | { type: 'dispensingPeriodDeleted'; data: DispensingPeriodDeleted }
  | { type: 'dosePrescriptionObserved'; data: DosePrescriptionObserved }
  | { type: 'drugMedicationObserved'; data: DrugMedicationObserved }
  | { type: 'holdObserved' | 'notSuitedObserved'; data: HoldObserved }
  | { type: 'relationObserved'; data: RelationObserved }
  | { type: 'requestObserved'; data: RequestObserved }
);

/** What was read and makes no fact. */
export interface Unused {
  place: string;
  reason: 'unknownType' | 'notNeeded' | 'notInPriceList' | 'notForDosePacking';
}

/** One citizen's reading as facts, prescriptions and orders before the rolls that rest on them. */
export function translate(reading: Reading): { facts: FmkFact[]; unused: Unused[] } {
  const { readAt } = reading;
  const periods = reading.cards.flatMap(({ periods: each }) => each);
  const medications = onePerId([...reading.medications, ...periods.flatMap((period) => period.medications)]);
  const prescriptions = distinct(medications, reading.prescriptions);
  const drugOf = new Map(medications.map(({ id, drugId }) => [id, drugId]));
  const said: (FmkFact | Unused)[] = [
    ...reading.registrations.map(registration),
    ...reading.relations.map((each) => relation(each, readAt)),
    ...medications.map((each) => order(each, readAt)),
    ...prescriptions.map((each) => prescription(each, readAt)),
    ...periods.map((each) => period(each, readAt)),
    ...reading.requests.map((each) => request(each, drugOf, readAt)),
  ];
  return {
    facts: said.filter((each) => 'type' in each),
    unused: said.filter((each) => 'reason' in each),
  };
}

function period(told: Period, readAt: Instant): FmkFact {
  const { id, cardId, startDate, endDate, status, changedAt, place, medications: _, hiddenDrugs, ...rest } = told;
  const data = {
    periodId: id,
    cardId,
    startDate,
    endDate,
    status,
    ...rest,
    ...(hiddenDrugs.length > 0 && { hiddenDrugs }),
  };
  return { type: 'dispensingPeriodObserved', data, occurredAt: changedAt ?? readAt, place };
}

/** FMK's words of 1.6 in English and of 1.4 in Danish; another is kept as it is. [I] the Danish ones but "åben". */
const statusOf: Readonly<Record<string, string>> = {
  open: 'open',
  pending: 'pending',
  closed: 'closed',
  cancelled: 'cancelled',
  invalid: 'invalid',
  expired: 'expired',
  'deferred cancellation': 'deferredCancellation',
  åben: 'open',
  afventer: 'pending',
  afsluttet: 'closed',
  annulleret: 'cancelled',
  ugyldig: 'invalid',
  ugyldiggjort: 'invalid',
  udløbet: 'expired',
};

/** Expiry is nobody's act: it came to be so at the end of the last day. Everything else with the last change. */
function prescription(told: Prescription, readAt: Instant): FmkFact | Unused {
  const { id, drugId, validTo, changedAt, reason, byHospital, isDoseDispensed, place } = told;
  if (!isDoseDispensed) return { place, reason: 'notForDosePacking' };
  if (drugId === undefined) return { place, reason: 'notInPriceList' };
  const word = told.status.toLowerCase();
  const status = Object.hasOwn(statusOf, word) ? (statusOf[word] ?? told.status) : told.status;
  const end = validTo === undefined ? undefined : endOfDay(validTo);
  const data = {
    prescriptionId: id,
    drugId,
    status,
    ...(end && { validTo: end }),
    ...(reason && { reason }),
    ...(byHospital !== undefined && { byHospital }),
  };
  const expiredAt = status === 'expired' && end !== undefined && end <= readAt ? end : undefined;
  return { type: 'dosePrescriptionObserved', data, occurredAt: expiredAt ?? changedAt ?? readAt, place };
}

function order({ id, drugId, endDate, changedAt, place }: DrugMedication, readAt: Instant): FmkFact | Unused {
  if (drugId === undefined) return { place, reason: 'notInPriceList' };
  const data = { drugMedicationId: id, drugId, ...(endDate && { endDate }) };
  return { type: 'drugMedicationObserved', data, occurredAt: changedAt ?? readAt, place };
}

function registration({ id, type, from, to, change, changedAt, place }: Registration): FmkFact | Unused {
  if (type === 'other') return { place, reason: 'unknownType' };
  const data = { registrationId: id, from, ...(to && { to }), change };
  return { type: type === 'hold' ? 'holdObserved' : 'notSuitedObserved', data, occurredAt: changedAt, place };
}

/** Who gives the medicine, where the citizen lies, which pharmacy. The others, such as a treatment for abuse, are not ours to know. */
const neededRelations = /^(Visiteret til |Indlagt|Foretrukket apotek)/;

function relation(told: Relation, readAt: Instant): FmkFact | Unused {
  if (!neededRelations.test(told.type)) return { place: told.place, reason: 'notNeeded' };
  const { id, type, organisation, from, to, change, changedAt, place } = told;
  const data = {
    relationId: id,
    relation: type,
    change,
    ...(organisation && { organisationSource: organisation.source, organisationId: organisation.id }),
    ...(from && { from }),
    ...(to && { to }),
  };
  return { type: 'relationObserved', data, occurredAt: changedAt ?? readAt, place };
}

/** FMK names the drug of a request by its drug medication: where the same message does not tell it, the case may know it. */
function request(told: KnownRequest, drugOf: ReadonlyMap<string, string | undefined>, readAt: Instant): FmkFact {
  const { id, changedAt, place, orderedBy, cancelledBy, createdBy = 'Ukendt', ...rest } = told;
  const drugId = told.drugId ?? drugOf.get(told.drugMedicationId);
  const data = {
    requestId: id,
    createdBy,
    ...rest,
    ...(drugId && { drugId }),
    ...(orderedBy && { orderedBy: [orderedBy] }),
    ...(cancelledBy && { cancelledBy: [cancelledBy] }),
  };
  return { type: 'requestObserved', data, occurredAt: changedAt ?? readAt, place };
}

/** The same order stands in every period that packs it. */
function onePerId(medications: readonly DrugMedication[]): DrugMedication[] {
  return [...new Map(medications.map((each) => [each.id, each])).values()];
}

/**
 * Each prescription once. One identifier under two drugs, as in the published card, is two prescriptions: told apart by the
 * drug medication, or the second would make the first drug look as if it had none.
 */
function distinct(medications: readonly DrugMedication[], alone: readonly Prescription[]): Prescription[] {
  const told = [
    ...medications.flatMap(({ id, drugId, prescriptions }) =>
      prescriptions.map((each) => ({ drugMedicationId: id, ...(drugId && { drugId }), ...each })),
    ),
    ...alone,
  ];
  const drugs = new Map<string, Set<string | undefined>>();
  for (const { id, drugId } of told) drugs.set(id, (drugs.get(id) ?? new Set()).add(drugId));
  const named = told.map((each) =>
    (drugs.get(each.id)?.size ?? 0) > 1 ? { ...each, id: `${each.id}/${each.drugMedicationId ?? each.drugId}` } : each,
  );
  return [...new Map(named.map((each) => [each.id, each])).values()];
}
