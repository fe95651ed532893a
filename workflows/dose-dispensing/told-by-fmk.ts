import { danishDate } from '../calendar.ts';
import type { JsonObject, KnownOfFmk } from '../definition.ts';
import type { DoseContext } from './base.ts';
import * as facts from './facts.ts';
import type * as data from './messages.ts';
import { withRelation } from './relations.ts';
import type { Relations } from './relations.ts';

/** What of the case FMK should show too: so that what it no longer shows is seen. */
export function knownOfFmk(context: DoseContext): KnownOfFmk {
  const { holds, notSuited, prescriptions, drugMedications, rolls, relations, closed, env } = context;
  const registered = (registrations: typeof holds): KnownOfFmk['holds'] =>
    registrations.flatMap((each) => {
      const end = facts.endAtFmk(each);
      const isOver = end !== undefined && end <= env.at;
      return each.id.startsWith('fmk:') && !isOver ? [{ registrationId: each.id.slice(4), from: each.from }] : [];
    });
  const today = danishDate(env.at);
  return {
    isLive: !closed && isReferred(relations, env.at),
    holds: registered(holds),
    notSuited: registered(notSuited),
    prescriptions: facts
      .openPrescriptions(prescriptions)
      .map((prescriptionId) => ({ prescriptionId, drugId: prescriptions[prescriptionId]?.drugId ?? '' })),
    drugs: Object.fromEntries(Object.entries(drugMedications).map(([id, { drugId }]) => [id, drugId])),
    periods: Object.entries(rolls).flatMap(([periodId, { stage, endDate }]) =>
      stage !== 'deleted' && endDate >= today ? [{ periodId }] : [],
    ),
  };
}

/** [I] A municipality's reference at FMK, once told, must live; where none was ever told, the open case is the relation. */
function isReferred(relations: Relations, at: string): boolean {
  const referrals = Object.values(relations).filter(({ relation }) => relation.startsWith('Visiteret til '));
  return referrals.length === 0 || referrals.some(({ removedAt, to }) => !removedAt && (!to || to > at));
}

/** Whether the case says this already, whenever it was seen. */
export function isOldNews(context: DoseContext, type: string, told: JsonObject, occurredAt: string): boolean {
  const { prescriptions, holds, relations, drugMedications } = context;
  switch (type) {
    case 'dosePrescriptionObserved':
      return (
        facts.withPrescription(prescriptions, told as unknown as data.DosePrescriptionObserved, occurredAt) ===
        prescriptions
      );
    case 'holdObserved':
      return facts.withObservedHold(holds, told as unknown as data.HoldObserved, occurredAt) === holds;
    case 'notSuitedObserved':
      return (
        facts.withObservedHold(context.notSuited, told as unknown as data.HoldObserved, occurredAt) ===
        context.notSuited
      );
    case 'relationObserved':
      return withRelation(relations, told as unknown as data.RelationObserved, occurredAt) === relations;
    case 'drugMedicationObserved':
      return (
        facts.withDrugMedication(drugMedications, told as unknown as data.DrugMedicationObserved, occurredAt) ===
        drugMedications
      );
    default:
      return false;
  }
}
