import type { Instant } from '../../../workflows/definition.ts';
import type { XmlElement } from '../xml.ts';
import { type Faults, all, at, dayIfGiven, instantIfGiven, pathOf, shortText, textIn } from './element.ts';
import { type Packability, drugIdOf, packabilityOf } from './packability.ts';

/** A drug medication (lægemiddelordination). */
export interface DrugMedication {
  id: string;
  /** Unknown for what is not in the price list, and where FMK did not tell. */
  drugId?: string;
  endDate?: string;
  /** When it came to be so. */
  changedAt?: Instant;
  packability: Packability;
  prescriptions: Prescription[];
  place: string;
}

/** A dose prescription: `Prescription` of 1.4, `Warrant` of 1.6. */
export interface Prescription {
  id: string;
  drugId?: string;
  drugMedicationId?: string;
  /** FMK's word. */
  status: string;
  /** The last day. */
  validTo?: string;
  changedAt?: Instant;
  reason?: string;
  /** Whether it is one for dose packing; others are for boxes. */
  isDoseDispensed: boolean;
  byHospital?: boolean;
  place: string;
}

/** With its identifier, so not one that is only asked to be made. */
export function parseDrugMedication(element: XmlElement, faults: Faults): DrugMedication | undefined {
  const id = shortText(element, faults, 'Identifier');
  const drugId = drugIdOf(element);
  const endDate = dayIfGiven(at(element, 'BeginEndDate'), faults, 'TreatmentEndDate');
  const changedAt = changeOf(element, faults);
  const prescriptions = all(element, 'Prescription', 'Warrant').flatMap(
    (each) => parsePrescription(each, faults) ?? [],
  );
  if (id === undefined) return undefined;
  return {
    id,
    ...(drugId && { drugId }),
    ...(endDate && { endDate }),
    ...(changedAt && { changedAt }),
    packability: packabilityOf(element),
    prescriptions,
    place: pathOf(element),
  };
}

export function parsePrescription(element: XmlElement, faults: Faults): Prescription | undefined {
  const id = shortText(element, faults, 'Identifier');
  const status = shortText(element, faults, 'Status');
  const validTo = dayIfGiven(element, faults, 'ValidToDate');
  const changedAt = changeOf(element, faults);
  const drugId = drugIdOf(element);
  const drugMedicationId = textIn(element, 'AttachedToDrugMedicationIdentifier');
  const reason = textIn(element, 'InvalidationReasonText', 'CancellationReason')?.slice(0, 1000);
  if (id === undefined || status === undefined) return undefined;
  const byHospital = changedByHospital(element);
  return {
    id,
    status,
    ...(drugId && { drugId }),
    ...(drugMedicationId && { drugMedicationId }),
    ...(validTo && { validTo }),
    ...(changedAt && { changedAt }),
    ...(reason && { reason }),
    ...(byHospital !== undefined && { byHospital }),
    isDoseDispensed: all(element, 'DoseDispensed', 'DoseDispensedRestriction').length > 0,
    place: pathOf(element),
  };
}

function changeOf(element: XmlElement, faults: Faults): Instant | undefined {
  const modified = instantIfGiven(at(element, 'Modified'), faults, 'DateTime');
  return modified ?? instantIfGiven(at(element, 'Created'), faults, 'DateTime');
}

/** By the organisation of the last change; unknown where FMK names none. Whoever made it, the creator says nothing of a removal. */
function changedByHospital(element: XmlElement): boolean | undefined {
  const by = at(element, 'Modified', 'By') ?? at(element, 'Modified');
  const type = textIn(at(by, 'Organisation'), 'Type');
  return type === undefined ? undefined : type === 'Sygehus';
}
