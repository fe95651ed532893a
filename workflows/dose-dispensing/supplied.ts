/** What back-orders mean for the citizen's rolls. Pure. */
import type { SupplyChanged } from '../back-order/messages.ts';
import { danishDate } from '../calendar.ts';
import type { Stage } from '../dispensing-period/derive-period.ts';
import { isGone } from '../dispensing-period/derive-period.ts';
import type { Roll } from '../dispensing-period/messages.ts';
import { own } from '../own.ts';
import type { SituationChanged } from '../substitution/messages.ts';
import type { DoseContext } from './base.ts';
import type { SideDosing } from './coverage.ts';
import { drugsOf, openPrescriptions } from './facts.ts';
import { isStoppedOn } from './medication-changes.ts';
import { packedDrugsOf } from './readiness.ts';
import { isWithdrawn } from './renewals.ts';

/** What is known of the supply of a drug that the citizen has had packed. */
export type DrugSupply = SupplyChanged & {
  /** Key of the child that looks for a substitute. */
  child: string;
  /** What the child was last told; nothing while there is none. */
  told?: string;
  toldDead: boolean;
  toldMunicipality?: string;
  toldPharmacy?: string;
  toldGp?: string;
  /** Given from boxes since then. */
  sideDosedFrom?: string;
};
export type Supply = Record<string, DrugSupply>;

const notPackedYet: readonly Stage[] = ['unknown', 'planned', 'handlingStarted', 'readyForPacking', 'packing'];

/** A roll with the drug whose change cut-off falls inside the back-order: from day 0, whatever the formal warning says (§8.1.11). */
export function isRollAtRisk(
  { stage, drugs, changeCutOffAt }: Pick<Roll, 'stage' | 'drugs' | 'changeCutOffAt'>,
  { drugId, backOrder }: Pick<SupplyChanged, 'drugId' | 'backOrder'>,
): boolean {
  if (!backOrder || !notPackedYet.includes(stage) || (drugs && !drugs.includes(drugId))) return false;
  const day = danishDate(changeCutOffAt);
  return day >= backOrder.since && (backOrder.expectedTo === undefined || day < backOrder.expectedTo);
}

/** What the child that looks for a substitute must know; nothing where there is none and none is needed. */
export function situationOf(context: DoseContext, supply: DrugSupply): SituationChanged | undefined {
  const { drugId, backOrder, isWarned, alternatives, group } = supply;
  const atRisk = Object.values(context.rolls).filter((roll) => isRollAtRisk(roll, supply));
  const { at } = context.env;
  const nextCutOff = atRisk
    .map(({ changeCutOffAt }) => changeCutOffAt)
    .filter((cutOff) => cutOff > at)
    .toSorted()[0];
  // A drug that is taken until later is still to be had.
  const isStopped =
    isStoppedOn(context.medicationChanges, drugId, danishDate(nextCutOff ?? at)) || isWithdrawn(context, drugId);
  const isPacked = !context.closed && !isStopped && packedDrugsOf(context).includes(drugId);
  const situation = {
    drugId,
    since: backOrder?.since ?? null,
    isUrgent: isWarned || atRisk.length > 0,
    isPacked,
    substitutedBy: shownOf(context, group),
    alternatives,
    nextCutOff: nextCutOff ?? null,
  };
  const isNeeded = backOrder !== null && situation.isUrgent && isPacked && situation.substitutedBy === null;
  return supply.told !== undefined || isNeeded ? situation : undefined;
}

/** The drug of the group that the citizen's open prescriptions, or rolls to come, show beside or in place of this one. */
function shownOf({ prescriptions, rolls, env }: DoseContext, group: readonly string[]): string | null {
  const today = danishDate(env.at);
  const shown = [
    ...openPrescriptions(prescriptions).flatMap((id) => prescriptions[id]?.drugId ?? []),
    ...Object.values(rolls).flatMap((roll) => (isGone(roll.stage) || roll.endDate < today ? [] : (roll.drugs ?? []))),
  ];
  return group.find((drugId) => shown.includes(drugId)) ?? null;
}

/** What rolls hold in place of a prescribed drug that is or was on back-order: no drug of the citizen's own. */
export function standInsIn(supply: Supply, prescriptions: DoseContext['prescriptions']): ReadonlySet<string> {
  const prescribed = drugsOf(prescriptions);
  const groups = Object.values(supply).flatMap(({ drugId, group }) => (prescribed.includes(drugId) ? group : []));
  return new Set(groups.filter((drugId) => !prescribed.includes(drugId)));
}

/** Whether the children know all that they must: of the supply, the parties and a death that stands (C8). */
export function isSubstitutionUntold(context: DoseContext): boolean {
  return Object.values(context.supply).some((supply) => isUntold(context, supply, situationOf(context, supply)));
}

export function isUntold(context: DoseContext, supply: DrugSupply, situation: SituationChanged | undefined): boolean {
  return (
    situation !== undefined &&
    (supply.told !== JSON.stringify(situation) ||
      supply.toldDead !== context.deathStands ||
      supply.toldMunicipality !== context.parties.municipality ||
      isPharmacyUntold(context, supply) ||
      isGpUntold(context, supply))
  );
}

/** The child was opened with the pharmacy and the GP of then. */
export function isPharmacyUntold({ parties }: DoseContext, { told, toldPharmacy }: DrugSupply): boolean {
  return told !== undefined && parties.pharmacy !== undefined && toldPharmacy !== parties.pharmacy;
}
export function isGpUntold({ parties }: DoseContext, { told, toldGp }: DrugSupply): boolean {
  return told !== undefined && parties.gpPractice !== undefined && toldGp !== parties.gpPractice;
}

/** A drug is kept from the first word that it cannot be had; its child goes by a number, as keys of children stand in clear. */
export function withSupply(known: Supply, told: SupplyChanged): Supply {
  const before = own(known, told.drugId);
  if (before ? told.version <= before.version : told.backOrder === null) return known;
  const child = before?.child ?? `substitution:${Object.keys(known).length + 1}`;
  return { ...known, [told.drugId]: { toldDead: false, ...before, ...told, child } };
}

export function isAnyDrugShort(context: DoseContext): boolean {
  return !context.closed && shortDrugs(context).length > 0;
}

export function isAnyRollAtRisk(context: DoseContext): boolean {
  return shortDrugs(context).some((supply) => Object.values(context.rolls).some((roll) => isRollAtRisk(roll, supply)));
}

function shortDrugs(context: DoseContext): DrugSupply[] {
  const short = Object.values(context.supply).filter(({ backOrder }) => backOrder !== null);
  if (short.length === 0) return short;
  const packed = packedDrugsOf(context);
  return short.filter(({ drugId }) => packed.includes(drugId));
}

/** What comes from boxes while a substitute is looked for. */
export function boxesWhileShort(supply: Supply): SideDosing[] {
  return Object.values(supply).flatMap(({ drugId, sideDosedFrom }) =>
    sideDosedFrom ? [{ drugId, from: sideDosedFrom }] : [],
  );
}
