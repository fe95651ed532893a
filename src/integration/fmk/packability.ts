import type { XmlElement } from '../xml.ts';
import { at, below, one, textIn, textOf } from './element.ts';

/** Whether a machine could pack the drug as it is ordered, and if not, why [I]. */
export type Packability = { packable: true } | { packable: false; reason: NotPackable };

type NotPackable =
  /** No identifier of the price list: made up by a pharmacy, composed, or of a local list. So no D mark either. */
  | 'notInPriceList'
  | 'noDosage'
  | 'freeText'
  | 'asNeeded'
  /** From a range, or by a measured value. */
  | 'variableAmount'
  | 'infusion'
  /** Not a tablet or capsule. */
  | 'notCountable'
  /** No time of day, or number of times, is given. */
  | 'unboundTimes'
  /** A course that is not repeated, such as a tapering. */
  | 'notRepeated';

/** [I] Words of FMK's dosage units that come in whole pieces: tabletter, depottabletter, kapsler … */
const pieces = /tablet|kaps/i;

/** Of a drug medication of 1.6 (`StructuredDosage`) or 1.4 (`StructuresFixed`); the first reason that holds, in the order above. */
export function packabilityOf(drugMedication: XmlElement): Packability {
  const reason = reasonAgainst(drugMedication);
  return reason ? { packable: false, reason } : { packable: true };
}

function reasonAgainst(drugMedication: XmlElement): NotPackable | undefined {
  if (drugIdOf(drugMedication) === undefined) return 'notInPriceList';
  const dosage = one(drugMedication, 'Dosage');
  if (!dosage) return 'noDosage';
  const schemas = schemasOf(dosage);
  if (schemas.length === 0) return 'freeText';
  if (below(dosage, ...asNeeded).length > 0) return 'asNeeded';
  if (below(dosage, ...variable).length > 0) return 'variableAmount';
  if (below(dosage, ...infusion).length > 0) return 'infusion';
  if (!unitsOf(dosage).some((unit) => pieces.test(unit))) return 'notCountable';
  if (below(dosage, 'UnboundDay').length > 0) return 'unboundTimes';
  return schemas.some(isOnce) ? 'notRepeated' : undefined;
}

/** The drug's identifier in the price list (LMS), 11 digits. */
export function drugIdOf(element: XmlElement | undefined): string | undefined {
  return priceListId(at(element, 'Drug', 'Identifier'));
}

export function priceListId(identifier: XmlElement | undefined): string | undefined {
  const id = textOf(identifier);
  const isLms = (identifier?.attributes['source'] ?? 'Medicinpriser') === 'Medicinpriser';
  return isLms && /^\d{11}$/.test(id ?? '') ? id : undefined;
}

const asNeeded = ['IsAccordingToNeedDosage', 'StructuresAccordingToNeed', 'IsAccordingToNeed'];
const variable = [
  'AccordingToParameterSchema',
  'MinimalQuantity',
  'MaximalQuantity',
  'MaximumQuantity',
  'MinimumQuantity',
];
const infusion = [
  'Duration',
  'MinimalDuration',
  'MaximumDuration',
  'InfusionRate',
  'MinimalInfusionRate',
  'MaximumInfusionRate',
];

/** The schemas of 1.6 and the structures of 1.4. */
function schemasOf(dosage: XmlElement): XmlElement[] {
  const schemas = below(dosage, 'DosagePeriod').flatMap(({ children }) =>
    children.filter(({ name }) => name.endsWith('Schema')),
  );
  return [...schemas, ...below(dosage, 'Structure')];
}

function isOnce(schema: XmlElement): boolean {
  return schema.name.startsWith('Continual') || textIn(schema, 'IterationInterval') === '0';
}

function unitsOf(dosage: XmlElement): string[] {
  return below(dosage, 'DosageUnitText', 'SingularDosageUnitText', 'Singular', 'UnitText').flatMap(
    (unit) => textOf(unit) ?? [],
  );
}
