/** What dose packing rests on, and what of it is missing (C3). Pure; time comes from `env`. */
import { normalInstant } from '../calendar.ts';
import type { Instant } from '../definition.ts';
import { own } from '../own.ts';
import type { DoseContext } from './base.ts';
import { isGpUnheard } from './route-entries.ts';
import { endOf, holdAt, nextHoldAfter, openPrescriptions } from './facts.ts';

/** What may be missing before a citizen is ready. */
export type Lack =
  | 'suitability'
  | 'notSuitedRegistration'
  | 'consent'
  | 'drugs'
  | 'dMark'
  | 'structuredDosage'
  | 'dosePrescription'
  /** A duplicate was merged into this case: what it held must be gone through. */
  | 'mergedCase'
  /** The rules let the GP decide, and the GP objects or has not answered (R34). */
  | 'gpWord';

export type Needs = Pick<
  DoseContext,
  | 'env'
  | 'takenOver'
  | 'started'
  | 'assessment'
  | 'notSuited'
  | 'consent'
  | 'drugs'
  | 'prescriptions'
  | 'productChanges'
  | 'referral'
  | 'gpWord'
>;

/**
 * What is missing now. Of a citizen taken over, what nobody has told is unknown and not missing; what is told to the
 * contrary is.
 */
export function lacksOf(context: Needs): Lack[] {
  const { env, takenOver, assessment, notSuited, consent, drugs } = context;
  const lacks: Lack[] = [];
  if (isGpUnheard(context)) lacks.push('gpWord');
  if (takenOver && isUntold(context)) return lacks;
  const answered = consent.answer !== undefined;
  if (assessment ? !assessment.suited : !takenOver) lacks.push('suitability');
  if (holdAt(notSuited, normalInstant(env.at))) lacks.push('notSuitedRegistration');
  const isUnconsented = answered ? consent.answer !== 'given' : !takenOver;
  if (isUnconsented && env.policy.consentRequired) lacks.push('consent');
  const packed = packedDrugsOf(context);
  if (packed.length === 0 && !takenOver) lacks.push('drugs');
  const known = packed.flatMap((drugId) => own(drugs, drugId) ?? []);
  const isUnknown = !takenOver && known.length < packed.length;
  const isMarkLost =
    isUnknown || known.some(({ isDoseDispensable }) => !isDoseDispensable) || isLostByPriceList(context, packed);
  if (isMarkLost) lacks.push('dMark');
  if (isUnknown || known.some(({ hasStructuredDosage }) => !hasStructuredDosage)) lacks.push('structuredDosage');
  const prescribed = validlyPrescribed(context);
  const assessed = takenOver ? packed.filter((drugId) => own(drugs, drugId)) : packed;
  if (assessed.some((drugId) => !prescribed.has(drugId))) lacks.push('dosePrescription');
  return lacks;
}

/** The price list knows better than what a person recorded. Once dose packing runs, planning asks about it (A7). */
function isLostByPriceList({ started, productChanges }: Needs, packed: readonly string[]): boolean {
  return !started && packed.some((drugId) => ![undefined, 'restored'].includes(productChanges[drugId]?.change));
}

/** Nothing was told since the citizen was taken over, as is so for most. */
function isUntold({ assessment, notSuited, consent, drugs }: Needs): boolean {
  return !assessment && notSuited.length === 0 && !consent.answer && Object.keys(drugs).length === 0;
}

/** Every drug that is to be packed: chosen for the roll, or prescribed for it and not side-dosed. */
export function packedDrugsOf({ drugs, prescriptions }: Pick<Needs, 'drugs' | 'prescriptions'>): string[] {
  const chosen = Object.entries(drugs).flatMap(([drugId, { dosing }]) => (dosing === 'packed' ? [drugId] : []));
  const prescribed = openPrescriptions(prescriptions).flatMap((id) => prescriptions[id]?.drugId ?? []);
  return [...new Set([...chosen, ...prescribed.filter((drugId) => own(drugs, drugId)?.dosing !== 'beside')])];
}

function validlyPrescribed({ env, prescriptions }: Needs): Set<string> {
  const at = normalInstant(env.at);
  return new Set(
    openPrescriptions(prescriptions).flatMap((id) => {
      const found = prescriptions[id];
      return found && (!found.validTo || found.validTo > at) ? [found.drugId] : [];
    }),
  );
}

/** The next instant at which time alone may take away what is there: a prescription runs out, or FMK's "not suited" begins. */
export function readyUntil(context: Needs): Instant | undefined {
  const { env, prescriptions, notSuited } = context;
  const now = normalInstant(env.at);
  const ends = openPrescriptions(prescriptions).flatMap((id) => prescriptions[id]?.validTo ?? []);
  const begins = nextHoldAfter(notSuited, now) ?? [];
  return ends
    .concat(begins)
    .filter((at) => at > now)
    .toSorted()[0];
}

/** When FMK's registration in force ends, if it does. */
export function notSuitedUntil({ env, notSuited }: Needs): Instant | undefined {
  const registration = holdAt(notSuited, normalInstant(env.at));
  return registration && endOf(registration);
}
