import type { Instant } from '../../../workflows/definition.ts';
import type { XmlElement } from '../xml.ts';
import type { Faults } from './element.ts';
import { all, at, instantIfGiven, one, pathOf, shortText, textIn } from './element.ts';
import { type Organisation, parseOrganisation } from './parse-person.ts';
import { priceListId } from './packability.ts';

/** A request for a prescription (receptanmodning): `RequestForWarrant` of 1.6, `PrescriptionRequest` before. */
export interface PrescriptionRequest {
  /** None before FMK has taken it. */
  id?: string;
  version?: number;
  drugMedicationId: string;
  drugId?: string;
  /** FMK's word; none before FMK has taken it. */
  status?: string;
  /** FMK's role of whoever asked, such as System. */
  createdBy?: string;
  createdAt?: Instant;
  changedAt?: Instant;
  orderedBy?: Organisation;
  addressedTo: Organisation[];
  /** Unknown where the message does not say what is to be made. */
  doseDispensed?: boolean;
  issuedPrescriptionId?: string;
  cancelledBy?: Organisation;
  cancellationReason?: string;
  place: string;
}

/** One that FMK has. */
export type KnownRequest = PrescriptionRequest & Required<Pick<PrescriptionRequest, 'id' | 'status'>>;

export function parseRequest(element: XmlElement, faults: Faults): KnownRequest | undefined {
  const id = shortText(element, faults, 'Identifier');
  const status = shortText(element, faults, 'Status');
  const parsed = parseContent(element, faults);
  if (id === undefined || status === undefined || !parsed) return undefined;
  const version = Number(textIn(element, 'Version'));
  const issued = textIn(element, 'WarrantIdentifier', 'PrescriptionIdentifier')?.slice(0, 100);
  const cancelledBy = organisationOf(one(element, 'CancelledBy'));
  const cancellationReason = textIn(element, 'CancellationReason')?.slice(0, 200);
  return {
    ...parsed,
    id,
    status,
    ...(Number.isSafeInteger(version) && version > 0 && { version }),
    ...(issued && { issuedPrescriptionId: issued }),
    ...(cancelledBy && { cancelledBy }),
    ...(cancellationReason && { cancellationReason }),
  };
}

/** One that FMK is asked to take; who asks stands beside it. */
export function parseRequestToCreate(
  element: XmlElement,
  orderedBy: XmlElement | undefined,
  faults: Faults,
): PrescriptionRequest | undefined {
  const parsed = parseContent(element, faults);
  return parsed && { ...parsed, ...askedBy(orderedBy) };
}

/** Of the older names, those of the published example that its own schema refuses: PrescribingOrganisation, PackageRestriction. */
function parseContent(element: XmlElement, faults: Faults): PrescriptionRequest | undefined {
  const drugMedicationId = shortText(element, faults, 'DrugMedicationIdentifier');
  const created = one(element, 'Created');
  const createdAt = instantIfGiven(created, faults, 'DateTime');
  const changedAt = instantIfGiven(at(element, 'Modified'), faults, 'DateTime') ?? createdAt;
  const addressedTo = all(element, 'IssuerOrganisation', 'PrescribingOrganisation').flatMap(
    (each) => parseOrganisation(each) ?? [],
  );
  const drugId = priceListId(at(element, 'Drug', 'Identifier'));
  if (drugMedicationId === undefined) return undefined;
  return {
    drugMedicationId,
    ...(drugId && { drugId }),
    ...askedBy(one(created, 'By') ?? created),
    ...(createdAt && { createdAt }),
    ...(changedAt && { changedAt }),
    addressedTo,
    ...isDoseDispensed(element),
    place: pathOf(element),
  };
}

/** 1.4 has a word for boxes alone. */
function isDoseDispensed(element: XmlElement): Pick<PrescriptionRequest, 'doseDispensed'> {
  if (one(element, 'DoseDispensed')) return { doseDispensed: true };
  return one(element, 'Prescription', 'PackageRestriction', 'HospitalPharmacyHandover') ? { doseDispensed: false } : {};
}

function askedBy(by: XmlElement | undefined): Pick<PrescriptionRequest, 'createdBy' | 'orderedBy'> {
  const role = textIn(by, 'Role')?.slice(0, 100);
  const orderedBy = organisationOf(by);
  return { ...(role && { createdBy: role }), ...(orderedBy && { orderedBy }) };
}

function organisationOf(by: XmlElement | undefined): Organisation | undefined {
  return parseOrganisation(one(by, 'Organisation') ?? at(by, 'By', 'Organisation'));
}
