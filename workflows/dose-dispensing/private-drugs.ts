/** What the citizen has marked private (§4.1.4): FMK tells that there is something, and no more what. Pure. */
import { danishDate } from '../calendar.ts';
import { isGone } from '../dispensing-period/derive-period.ts';
import { own } from '../own.ts';
import type { DrugMedications, Rolls } from './alarms.ts';
import type { DoseContext } from './base.ts';

/** FMK's ids of the drug medications that are private, in the rolls in use and to come. */
export function hiddenIn(rolls: Rolls, today: string): string[] {
  const current = Object.values(rolls).filter(({ stage, endDate }) => !isGone(stage) && endDate >= today);
  return current.flatMap(({ hidden = [] }) => hidden);
}

/** Marked private after FMK had told what it is: known here, and not to be shown any more. */
export function isPrivate(drugId: string, hidden: readonly string[], drugMedications: DrugMedications): boolean {
  return hidden.some((id) => own(drugMedications, id)?.drugId === drugId);
}

/** Drugs that are known here and not to be shown, whatever else names them. */
export function privateDrugs({ rolls, env, drugMedications }: DoseContext): string[] {
  return hiddenIn(rolls, danishDate(env.at)).flatMap((id) => own(drugMedications, id)?.drugId ?? []);
}
