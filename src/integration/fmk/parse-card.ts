import type { Instant } from '../../../workflows/definition.ts';
import type { XmlElement } from '../xml.ts';
import type { Faults } from './element.ts';
import {
  all,
  at,
  below,
  danishDay,
  day,
  dayIfGiven,
  instantIfGiven,
  one,
  pathOf,
  shortText,
  shortTextIfGiven,
  textIn,
} from './element.ts';
import { drugIdOf, priceListId } from './packability.ts';
import { type DrugMedication, parseDrugMedication } from './parse-drug-medication.ts';
import { parseOrganisation } from './parse-person.ts';

/** A card (dosiskort) with the periods that FMK told, and what is packed in them. */
export interface Card {
  id: string;
  isClosed: boolean;
  periods: Period[];
  place: string;
}

export interface Period {
  id: string;
  cardId: string;
  startDate: string;
  endDate: string;
  /** FMK's word; 1.4 has none on the period, and it is told from the dates. */
  status: string;
  /** 1.4: an instant. */
  deadline?: Instant;
  /** 1.6: of the card. */
  daysForExpeditedDosageChange?: number;
  expectedDelivery?: string;
  acutePacking?: string;
  discardReason?: string;
  /** None where the message tells nothing of what is packed. */
  drugIds?: string[];
  /** The same as they were ordered, where the pharmacy packs others in their place. */
  orderedDrugIds?: string[];
  /** Of each line that is packed otherwise than ordered: which drug stands for which. */
  substitutes?: { drugId: string; orderedDrugId: string }[];
  /** Packed, and FMK keeps from us what it is: the citizen has marked it private. */
  hiddenDrugs: HiddenDrug[];
  orderedAtPharmacy?: string;
  packedAtOrganisation?: string;
  /** Of the card; answers that show what is packed do not have it. */
  cardCreatedOn?: string;
  changedAt?: Instant;
  medications: DrugMedication[];
  place: string;
}

interface HiddenDrug {
  drugMedicationId: string;
  warningCode?: string;
}

export function parseCard(element: XmlElement, readAt: Instant, faults: Faults): Card | undefined {
  const id = shortText(element, faults, 'Identifier');
  const days = parseDays(element, faults);
  const ordered = parseOrganisation(one(element, 'OrderedAtPharmacy'));
  const packed = parseOrganisation(one(element, 'PackedAtOrganisation', 'DispensingOrganisation'));
  const created = instantIfGiven(one(element, 'Created'), faults, 'DateTime');
  const card = {
    id: id ?? '',
    ...(days !== undefined && { daysForExpeditedDosageChange: days }),
    ...(ordered && { orderedAtPharmacy: ordered.id }),
    ...(packed && { packedAtOrganisation: packed.id }),
    ...(created && { cardCreatedOn: danishDay(created) }),
  };
  const periods = all(element, 'Period', 'DispensingPeriod', 'DoseDispensingPeriod').flatMap(
    (each) => parsePeriod(each, card, readAt, faults) ?? [],
  );
  if (id === undefined) return undefined;
  return { id, isClosed: one(element, 'IsClosed') !== undefined, periods, place: pathOf(element) };
}

type OfCard = Pick<
  Period,
  'id' | 'daysForExpeditedDosageChange' | 'orderedAtPharmacy' | 'packedAtOrganisation' | 'cardCreatedOn'
>;

/** A period alone, with what its card says. */
function parsePeriod(element: XmlElement, card: OfCard, readAt: Instant, faults: Faults): Period | undefined {
  const dates = parseDates(element, faults);
  const deadline = instantIfGiven(element, faults, 'Deadline');
  const delivery = parseDelivery(element, faults);
  const acutePacking = textIn(element, 'AcutePacking')?.slice(0, 200);
  const discardReason = textIn(one(element, 'Discarded'), 'Reason')?.slice(0, 200);
  const changedAt = instantIfGiven(one(element, 'Modified'), faults, 'DateTime');
  const given = shortTextIfGiven(element, faults, 'Identifier');
  const status = parseStatus(element, readAt, faults);
  const content = parseContent(element, faults);
  if (!dates || status === undefined) return undefined;
  const { id: cardId, ...ofCard } = card;
  return {
    // 1.4: a period has no identifier; the same dates on the same card are the same period (a rule of the published example).
    id: given ?? `${cardId}/${dates.startDate}/${dates.endDate}`,
    cardId,
    ...dates,
    status,
    ...ofCard,
    ...(deadline && { deadline }),
    ...(delivery && { expectedDelivery: delivery }),
    ...(acutePacking && { acutePacking }),
    ...(discardReason && { discardReason }),
    ...(changedAt && { changedAt }),
    ...content,
    place: pathOf(element),
  };
}

/** History of 1.4 may have the day of dispensing alone: the period is that day. */
function parseDates(element: XmlElement, faults: Faults): Pick<Period, 'startDate' | 'endDate'> | undefined {
  const hasNone = !one(element, 'StartDate', 'EndDate') && one(element, 'EffectuationDate');
  const startDate = day(element, faults, hasNone ? 'EffectuationDate' : 'StartDate');
  const endDate = hasNone ? startDate : day(element, faults, 'EndDate');
  if (!startDate || !endDate) return undefined;
  if (startDate <= endDate) return { startDate, endDate };
  faults.add(`${pathOf(element)}/EndDate`, 'a date that is not before StartDate');
  return undefined;
}

/** Any word is taken: FMK's list is open, and one value that it comments out still comes (domain §4.1.3). */
function parseStatus(element: XmlElement, readAt: Instant, faults: Faults): string | undefined {
  if (one(element, 'Status')) return shortText(element, faults, 'Status');
  const dispensed = dayIfGiven(element, faults, 'EffectuationDate');
  return dispensed !== undefined && dispensed <= danishDay(readAt) ? 'Ekspederet' : 'Planlagt';
}

/** 1.6 tells an instant, 1.4 a date. */
function parseDelivery(element: XmlElement, faults: Faults): string | undefined {
  if (!textIn(element, 'ExpectedDelivery')?.includes('T')) return dayIfGiven(element, faults, 'ExpectedDelivery');
  const expected = instantIfGiven(element, faults, 'ExpectedDelivery');
  return expected && danishDay(expected);
}

function parseDays(element: XmlElement, faults: Faults): number | undefined {
  const text = textIn(element, 'DaysForExpeditedDosageChange');
  if (text === undefined) return undefined;
  const days = Number(text);
  if (/^\d{1,3}$/.test(text) && days <= 100) return days;
  faults.add(`${pathOf(element)}/DaysForExpeditedDosageChange`, 'a whole number of days up to 100');
  return undefined;
}

type Content = Pick<Period, 'drugIds' | 'orderedDrugIds' | 'substitutes' | 'hiddenDrugs' | 'medications'>;

function parseContent(element: XmlElement, faults: Faults): Content {
  const lines = all(element, 'DoseDispensedMedication', 'Dispensing', 'PlannedAdministrationEntry');
  const marked = all(element, 'PrivateDoseDispensedMedication');
  if (lines.length === 0 && marked.length === 0) return { hiddenDrugs: [], medications: [] };
  const shown = lines.map((line) => ({ line, drugId: drugOf(line) }));
  const hidden = shown.flatMap(({ line, drugId }) => (drugId === undefined && isHidden(line) ? [line] : []));
  const drugIds = [...new Set(shown.flatMap(({ drugId }) => drugId ?? []))];
  const ordered = [...new Set(shown.flatMap(({ line, drugId }) => orderedDrugOf(line) ?? drugId ?? []))];
  const substitutes = shown.flatMap(({ line, drugId }) => {
    const orderedDrugId = orderedDrugOf(line);
    return drugId && orderedDrugId && drugId !== orderedDrugId ? [{ drugId, orderedDrugId }] : [];
  });
  const medications = lines.flatMap((line) => {
    const medication = one(line, 'DrugMedication') ?? at(line, 'PlannedAdministration', 'DrugMedication');
    return medication ? (parseDrugMedication(medication, faults) ?? []) : [];
  });
  return {
    drugIds,
    ...(ordered.join() !== drugIds.join() && { orderedDrugIds: ordered }),
    ...(substitutes.length > 0 && { substitutes }),
    hiddenDrugs: [...marked, ...hidden].flatMap((each) => parseHidden(each, faults) ?? []),
    medications,
  };
}

/** What lies in the roll: a substitute before what was ordered. */
function drugOf(line: XmlElement): string | undefined {
  return (
    priceListId(at(line, 'SubstitutionAtPacking', 'Identifier')) ??
    priceListId(at(line, 'Substitution', 'Identifier')) ??
    drugIdOf(one(line, 'Substitution')) ??
    orderedDrugOf(line)
  );
}

function orderedDrugOf(line: XmlElement): string | undefined {
  return drugIdOf(at(line, 'PlannedAdministration', 'DrugMedication')) ?? drugIdOf(one(line, 'DrugMedication'));
}

const privateWarning = '2233';

function isHidden(line: XmlElement): boolean {
  return below(line, 'WarningCode').some((code) => code.text.trim() === privateWarning);
}

function parseHidden(line: XmlElement, faults: Faults): HiddenDrug | undefined {
  const named = one(line, 'DrugMedicationIdentifier')
    ? shortText(line, faults, 'DrugMedicationIdentifier')
    : shortText(line, faults, 'Identifier');
  const warningCode = textIn(one(line, 'Warning'), 'WarningCode')?.slice(0, 20);
  return named === undefined ? undefined : { drugMedicationId: named, ...(warningCode && { warningCode }) };
}
