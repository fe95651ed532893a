import type { Instant } from '../../../workflows/definition.ts';
import type { FieldFault } from '../../kernel/field-faults.ts';
import type { Cpr } from '../../kernel/cpr.ts';
import type { XmlElement } from '../xml.ts';
import { Faults, all, instant, instantIfGiven, one, pathOf, shortText } from './element.ts';
import { type Packability, drugIdOf, packabilityOf } from './packability.ts';
import { type Card, parseCard } from './parse-card.ts';
import {
  type DrugMedication,
  type Prescription,
  parseDrugMedication,
  parsePrescription,
} from './parse-drug-medication.ts';
import { type Person, parsePersonThere } from './parse-person.ts';
import { type Registration, parseHold, parseRegistration } from './parse-registration.ts';
import { type Relation, parseRelation } from './parse-relation.ts';
import { type KnownRequest, type PrescriptionRequest, parseRequest, parseRequestToCreate } from './parse-request.ts';

/** What FMK says of one citizen. */
export interface Reading {
  cards: Card[];
  registrations: Registration[];
  relations: Relation[];
  requests: KnownRequest[];
  medications: DrugMedication[];
  /** Those that stand alone, beside the ones of a drug medication. */
  prescriptions: Prescription[];
  /** When FMK answered; when the message came, where it does not say. */
  readAt: Instant;
}

export type Parsed =
  | { kind: 'faulty'; faults: FieldFault[] }
  /** Whole facts of one citizen. */
  | { kind: 'reading'; root: string; cpr: Cpr; reading: Reading }
  /** Something has changed, or will: FMK must be asked what. `action` is FMK's word. */
  | { kind: 'changed'; root: string; people: Cpr[]; action?: string; orders: Order[]; requests: PrescriptionRequest[] }
  | { kind: 'lostAdvis'; resumedAt: Instant }
  /** Read, and about nobody's path: a question, a header, a part that names no citizen. */
  | { kind: 'nothing'; root: string; because: NothingBecause };
export type NothingBecause = 'question' | 'header' | 'noCitizen' | 'otherIdentifier' | 'answerWithoutContent';

/** A drug medication that FMK is asked to make. */
export interface Order {
  drugId?: string;
  packability: Packability;
  place: string;
}

type Parse = (root: XmlElement, receivedAt: Instant, faults: Faults) => Parsed | undefined;

/** By the root's name. 1.4.6, 1.6 and the notifications of 2012 and 2019 differ inside, and are told apart by what they hold. */
const roots: Readonly<Record<string, Parse>> = {
  GetDoseDispensingCardResponse: reading,
  GetDispensingCardResponse: reading,
  GetDoseDispensingPeriodsResponse: readingInside,
  GetDispensingPeriodsResponse: readingInside,
  DispensingCard: reading,
  GetPatientRegistrationResponse: reading,
  GetPatientOrganisationRelationResponse: reading,
  GetWarrantResponse: reading,
  GetPrescriptionResponse: reading,
  GetPrescriptionsResponse: reading,
  GetRequestsForWarrantResponse: reading,
  GetPrescriptionRequestsResponse: reading,
  GetMedicineCardResponse: readingInside,
  SearchRequestsForWarrantAndDetailsResponse: people,
  CreateDrugMedicationRequest: creation,
  CreateRequestForWarrantRequest: creation,
  CreatePrescriptionRequestRequest: creation,
  MedicineCardModification: advis,
  PrescriptionModification: advis,
  DoseDispensingCardModification: advis,
  OrderedEffectuationModification: advis,
  PatientOrganisationRelationModification: advis,
  PatientRegistrationModification: advis,
  LostAdvis: lostAdvis,
  DoseDispensedPrescriptionDispensing: ({ name }) => ({ kind: 'nothing', root: name, because: 'noCitizen' }),
  DispensingPeriod: ({ name }) => ({ kind: 'nothing', root: name, because: 'noCitizen' }),
  PatientRegistration: ({ name }) => ({ kind: 'nothing', root: name, because: 'noCitizen' }),
  PatientOrganisationRelation: ({ name }) => ({ kind: 'nothing', root: name, because: 'noCitizen' }),
  FMKRequestHeader: ({ name }) => ({ kind: 'nothing', root: name, because: 'header' }),
  FMKResponseHeader: ({ name }) => ({ kind: 'nothing', root: name, because: 'header' }),
  GetWarrantRequest: question,
  GetPrescriptionsRequest: question,
  GetDispensingCardRequest: question,
  GetDispensingPeriodsRequest: question,
  GetRequestsForWarrantRequest: question,
  GetPatientRegistrationRequest: question,
  GetPatientOrganisationRelationRequest: question,
  SearchRequestsForWarrantAndDetailsRequest: question,
};

/** From a tree to what it says. Every fault that is found comes in one answer. */
export function parse(root: XmlElement, receivedAt: Instant): Parsed {
  const faults = new Faults();
  const parseRoot = Object.hasOwn(roots, root.name) ? roots[root.name] : undefined;
  if (!parseRoot) {
    return {
      kind: 'faulty',
      faults: [{ field: '/', message: `Expected one of FMK’s messages: ${Object.keys(roots).join(', ')}` }],
    };
  }
  const parsed = parseRoot(root, receivedAt, faults);
  return parsed && faults.list.length === 0 ? parsed : { kind: 'faulty', faults: faults.list };
}

function reading(root: XmlElement, receivedAt: Instant, faults: Faults): Parsed | undefined {
  const person = parsePersonThere(root, faults);
  return readingOf(root, root, person, receivedAt, faults);
}

/** The content lies one level down. */
function readingInside(root: XmlElement, receivedAt: Instant, faults: Faults): Parsed | undefined {
  const [inside = root] = all(root, 'EntityWithDispensing', 'PersonWithDoseDispensing', 'MedicineCard');
  const person = parsePersonThere(inside, faults);
  return readingOf(root, inside, person, receivedAt, faults);
}

function readingOf(
  root: XmlElement,
  from: XmlElement,
  person: Person,
  receivedAt: Instant,
  faults: Faults,
): Parsed | undefined {
  const readAt = instantIfGiven(root, faults, 'RequestDateTime') ?? receivedAt;
  const each = <T>(parseOne: (element: XmlElement, faults: Faults) => T | undefined, ...names: string[]): T[] =>
    all(from, ...names).flatMap((element) => parseOne(element, faults) ?? []);
  const cards = from.name === 'DispensingCard' ? [from] : all(from, 'DoseDispensingCard', 'DispensingCard');
  const content: Reading = {
    readAt,
    cards: cards.flatMap((card) => parseCard(card, readAt, faults) ?? []),
    registrations: [
      ...each(parseRegistration, 'PatientRegistration', 'Registration'),
      // A list of periods of 1.4.6 has the bare flag: which hold it is, the card or the registrations tell.
      ...(from.name === 'PersonWithDoseDispensing' ? [] : each(parseHold, 'DoseDispensingOnHold')),
    ],
    relations: each(parseRelation, 'Relation', 'PatientOrganisationRelation'),
    requests: each(parseRequest, 'RequestForWarrant', 'PrescriptionRequest'),
    medications: each(parseDrugMedication, 'DrugMedication'),
    prescriptions: each(parsePrescription, 'Warrant', 'Prescription'),
  };
  switch (person.kind) {
    case 'cpr':
      return { kind: 'reading', root: root.name, cpr: person.cpr, reading: content };
    case 'otherIdentifier':
      return { kind: 'nothing', root: root.name, because: 'otherIdentifier' };
    case 'nobody':
      return undefined;
  }
}

/** Ids of requests under each citizen: what they are now, FMK must be asked. */
function people(root: XmlElement, _: Instant, faults: Faults): Parsed {
  const found = all(root, 'PersonWithRequestsForWarrant').map((each) => parsePersonThere(each, faults));
  const cprs = found.flatMap((person) => (person.kind === 'cpr' ? [person.cpr] : []));
  if (cprs.length === 0) return { kind: 'nothing', root: root.name, because: 'answerWithoutContent' };
  return { kind: 'changed', root: root.name, people: [...new Set(cprs)], orders: [], requests: [] };
}

/** FMK gives what is made its identifier: so the fact comes when FMK is asked, and not from the request to make it. */
function creation(root: XmlElement, _: Instant, faults: Faults): Parsed | undefined {
  const person = parsePersonThere(root, faults);
  const orders = all(root, 'DrugMedication').map((element) => {
    const drugId = drugIdOf(element);
    return { ...(drugId && { drugId }), packability: packabilityOf(element), place: pathOf(element) };
  });
  const requests = all(root, 'RequestForWarrant', 'PrescriptionRequest').flatMap(
    (each) => parseRequestToCreate(each, one(root, 'OrderedBy'), faults) ?? [],
  );
  if (orders.length + requests.length === 0)
    faults.add(pathOf(root), 'a DrugMedication or a RequestForWarrant to be made');
  return changedFor(root.name, person, undefined, orders, requests);
}

function advis(root: XmlElement, _: Instant, faults: Faults): Parsed | undefined {
  const person = parsePersonThere(root, faults);
  const action = shortText(root, faults, 'Action');
  return changedFor(root.name, person, action, [], []);
}

function changedFor(
  root: string,
  person: Person,
  action: string | undefined,
  orders: Order[],
  requests: PrescriptionRequest[],
): Parsed | undefined {
  if (person.kind === 'nobody') return undefined;
  if (person.kind === 'otherIdentifier') return { kind: 'nothing', root, because: 'otherIdentifier' };
  return { kind: 'changed', root, people: [person.cpr], ...(action && { action }), orders, requests };
}

function lostAdvis(root: XmlElement, _: Instant, faults: Faults): Parsed | undefined {
  const resumedAt = instant(root, faults, 'ResumedDate');
  return resumedAt === undefined ? undefined : { kind: 'lostAdvis', resumedAt };
}

function question({ name }: XmlElement): Parsed {
  return { kind: 'nothing', root: name, because: 'question' };
}
