/** C4: what every case promises of the prescriptions from before a stay, and of the days ahead: see ARCHITECTURE.md. */
import type { PeriodContext } from '../../workflows/dispensing-period/base.ts';
import type { AlarmKind } from '../../workflows/dose-dispensing/alarms.ts';
import type { DoseContext } from '../../workflows/dose-dispensing/base.ts';
import { coverageIn, coverageOf } from '../../workflows/dose-dispensing/coverage.ts';
import { drugsOf, endOf } from '../../workflows/dose-dispensing/facts.ts';
import { isGone, isInHand } from '../../workflows/dispensing-period/derive-period.ts';
import { boxesWhileShort } from '../../workflows/dose-dispensing/supplied.ts';
import { danishDate, normalInstant, plusHours, shiftDay } from '../../workflows/calendar.ts';
import type { StayContext } from '../../workflows/hospital-stay/base.ts';
import { own } from '../../workflows/own.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import type { Check, World } from './walk.ts';

/** Where a person has answered for a roll. */
const answers = ['asked', 'agreed'];
/** What a case asks about all of a citizen's medicine at once. */
const aboutAll: readonly AlarmKind[] = ['noRollKnown', 'holdEndsWithoutPeriod'];

/** C4: nothing that the citizen lives from is lost without someone being asked. */
export const nothingIsLostUnseen: Check = {
  name: 'C4',
  state: (world) =>
    checklistTooLate(world) ??
    (world.family[0]?.definition.name === 'dose-dispensing'
      ? (lostOverAStay(world) ?? dayUncovered(world) ?? rollsUnknown(world) ?? askedUnderHold(world))
      : undefined),
  edge: ({ after }) => (after.family[0]?.definition.name === 'dose-dispensing' ? coverUntold(after) : undefined),
};

/** A stay that is followed up goes by the first day without medicine as the case knows it now, whatever moved it. */
function coverUntold(world: World): string | undefined {
  const { family, at } = world;
  const followed = family.filter(
    ({ definition, state }) =>
      definition.name === 'hospital-stay' && state.tasks.some(({ key }) => key.includes('.checklist.')),
  );
  if (followed.length === 0 || isTimerDue(world)) return undefined;
  const context = family[0]?.state.snapshot.context as DoseContext;
  const coverage = coverageIn({ ...context, env: { ...context.env, at } }, false);
  if (!coverage) return undefined;
  const [today, now] = [danishDate(at), coverage.firstGap];
  for (const { state } of followed) {
    const { cover } = state.snapshot.context as StayContext;
    const known = cover?.firstGap && cover.firstGap < today ? today : cover?.firstGap;
    if (known !== now)
      return `Expected the stay to know of ${now ?? 'no day'} as the first without medicine, but it knows of ${known ?? 'none'}`;
  }
  return undefined;
}

/** A day without one of the citizen's drugs that lies near is asked about, or a person has said what covers it. */
function dayUncovered(world: World): string | undefined {
  const { family, at } = world;
  const context = family[0]?.state.snapshot.context as DoseContext;
  if (isPlannedOtherwise(context) || !hasBegun(context, at) || isTimerDue(world)) return undefined;
  const { policy, ...env } = { ...context.env, at };
  // What lies further ahead may wait; the days up to then are looked at, and no more.
  // Not a copy: that would look at every rule, and a walk notes which ones are looked at.
  const ahead = Object.assign(Object.create(policy) as PolicySet, { coverageDays: policy.nextPeriodDays + 1 });
  const near = { ...env, policy: ahead };
  // A person has said that a drug on back-order comes from boxes; no other box counts.
  const { drugs, from } = coverageOf({ ...context, env: near }, boxesWhileShort(context.supply), true);
  for (const { drugId, firstGap } of drugs) {
    if (firstGap === null || firstGap > shiftDay(from, policy.nextPeriodDays) || !isInUse(drugId, context, at))
      continue;
    if (isAskedAbout(drugId, firstGap, world) || isOfRollAlone(drugId, firstGap, world)) continue;
    if (isPlannedAfterHold(firstGap, context, at)) continue;
    return `Expected someone to be asked about ${firstGap}, on which no medicine is there, but no task does`;
  }
  return undefined;
}

/** Of this drug on this day, by the case or by the roll that should be there; or a person has said what covers it. */
function isAskedAbout(drugId: string, day: string, { family }: World): boolean {
  const [root] = family;
  const context = root?.state.snapshot.context as DoseContext;
  const isOpen = (task: string): boolean => root?.state.tasks.some(({ key }) => key.startsWith(task)) ?? false;
  if (isOpen('dose-dispensing.daysWithoutRoll.')) return true;
  if (isUnprescribed(drugId, context) && (isOpen('dose-dispensing.foundation.open.') || isAccepted(context)))
    return true;
  const alarms = isOpen('dose-dispensing.planning.') ? context.alarms.map(({ key }) => key) : [];
  if ([...alarms, ...context.settledAlarms].some((key) => isOf(key, drugId, context))) return true;
  return family.some(({ definition, state: { snapshot, tasks } }) => {
    if (definition.name !== 'dispensing-period') return false;
    const { latest } = (snapshot.context as PeriodContext).period;
    if (!latest || latest.startDate > day || day > latest.endDate) return false;
    if (!(latest.orderedDrugIds ?? latest.drugIds ?? [drugId]).includes(drugId)) return false;
    const isAnswered = Object.values(snapshot.value as object).some((value) => answers.includes(value as string));
    return isAnswered || tasks.some(({ key }) => /^dispensing-period\.(dispensing|replacement)\./.test(key));
  });
}

/** A drug that is to be packed and has no dose prescription left is asked about as such, or accepted. */
function isUnprescribed(drugId: string, { drugs, prescriptions }: DoseContext): boolean {
  return own(drugs, drugId)?.dosing === 'packed' && !drugsOf(prescriptions).includes(drugId);
}

const isAccepted = ({ acceptedDiscrepancies }: DoseContext): boolean =>
  acceptedDiscrepancies.includes('dosePrescription');

/** Whether an alarm is about this drug: by its name, or as one of those on the card that no roll follows on. */
function isOf(key: string, drugId: string, { rolls }: DoseContext): boolean {
  if (aboutAll.some((kind) => key.startsWith(`${kind}:`))) return true;
  if (key.startsWith('drugMissing:')) return key.slice('drugMissing:'.length).split(/[:+]/).includes(drugId);
  return Object.values(rolls).some(
    ({ card, drugs, ordered }) =>
      key.startsWith(`noNextPeriod:${card}:`) && (ordered ?? drugs ?? [drugId]).includes(drugId),
  );
}

/** A person planned the days after a hold, and they last until a roll begins: of a gap behind that roll nothing was said. */
function isPlannedAfterHold(gap: string, { areDaysPlanned, holds, rolls }: DoseContext, at: string): boolean {
  const lifted = Object.values(holds)
    .flatMap((hold) => endOf(hold) ?? [])
    .filter((end) => end <= at)
    .toSorted()
    .at(-1);
  if (!areDaysPlanned || !lifted) return false;
  const hasBegun = Object.values(rolls).some(
    ({ stage, startDate }) => !isGone(stage) && startDate > danishDate(lifted) && startDate <= gap,
  );
  return !hasBegun;
}

/** A drug that begins with a roll to come is not taken yet, and of a new one a person has said from when, and from what. */
function isInUse(drugId: string, { prescriptions, rolls, medicationChanges }: DoseContext, at: string): boolean {
  if (own(medicationChanges, drugId)?.some(({ kind }) => kind === 'new')) return false;
  const begun = Object.values(rolls).filter(({ startDate }) => startDate <= danishDate(at));
  return drugsOf(prescriptions).includes(drugId) || begun.some(({ drugs }) => drugs?.includes(drugId));
}

/** A discharge's questions are due while a pharmacy is open before the first day without medicine, or at once. */
function checklistTooLate({ family, at }: World): string | undefined {
  for (const { state, definition } of family) {
    if (definition.name !== 'hospital-stay') continue;
    const { cover, stay, env } = state.snapshot.context as StayContext;
    const { policy } = env;
    if (!cover?.firstGap || cover.dischargedAt !== stay.dischargedAt) continue;
    let day = shiftDay(cover.firstGap, -1);
    while ([0, 6].includes(new Date(day).getUTCDay())) day = shiftDay(day, -1);
    const closing = normalInstant(`${day}T${policy.pharmacyClosesAt}:00`);
    const atOnce = plusHours(at, policy.dischargeUrgentHours);
    const latest = closing > atOnce ? closing : atOnce;
    const late = state.tasks.find(
      ({ key, deadlineAt }) => /\.checklist\..*\.due$/.test(key) && Date.parse(deadlineAt) > Date.parse(latest),
    );
    if (late)
      return `Expected ${late.key} to be due before the medicine runs out on ${cover.firstGap}, but it is later`;
  }
  return undefined;
}

/** A roll that does not come under a hold is expected (§8.1.10). */
function askedUnderHold(world: World): string | undefined {
  const context = world.family[0]?.state.snapshot.context as DoseContext;
  const isAsked = world.family.some(({ state }) =>
    state.tasks.some(({ key }) => key.startsWith('dispensing-period.dispensing.')),
  );
  if (!isAsked || context.closed || isTimerDue(world)) return undefined;
  const now = Date.parse(world.at);
  const isHeld = context.holds.some(
    (hold) => Date.parse(hold.from) <= now && now < Date.parse(endOf(hold) ?? '9999-01-01'),
  );
  return isHeld ? 'Expected no roll to be asked for under a hold, but one is' : undefined;
}

/** Dose packing runs, and for longer than FMK takes to be read no roll is known; of a citizen taken over, none that has begun. */
function rollsUnknown(world: World): string | undefined {
  const [root] = world.family;
  const context = root?.state.snapshot.context as DoseContext;
  const isUsed = context.takenOver ? hasBegun(context, world.at) : Object.keys(context.rolls).length > 0;
  if (!context.started || isUsed) return undefined;
  if (isPlannedOtherwise(context) || isTimerDue(world)) return undefined;
  if (context.settledAlarms.some((key) => aboutAll.some((kind) => key.startsWith(`${kind}:`)))) return undefined;
  const since = plusHours(context.runsSince ?? '', context.env.policy.followUpHours);
  const isAsked = root?.state.tasks.some(({ key }) => /^dose-dispensing\.(planning|daysWithoutRoll)\./.test(key));
  return since > world.at || isAsked
    ? undefined
    : 'Expected someone to be asked about rolls, as none is known, but no task does';
}

/** A death and an ending plan the days otherwise, and a hold is watched by itself (C1). */
function isPlannedOtherwise({ deathStands, closed, ending, hold }: DoseContext): boolean {
  return deathStands || closed || ending !== undefined || hold !== undefined;
}

/** After a discharge every dose prescription from before the stay is valid, or gone with a reason, or asked about. */
function lostOverAStay({ family: [root] }: World): string | undefined {
  if (!root) return undefined;
  const context = root.state.snapshot.context as DoseContext;
  const { stays, atAdmission, prescriptions, removalReasons, deathStands, closed } = context;
  if (deathStands || closed || root.state.tasks.some(({ key }) => key.startsWith('dose-dispensing.removal.')))
    return undefined;
  // What the GP takes away, or whoever it is long after the discharge, is not the stay's doing.
  const grace = context.env.policy.followUpHours * 3_600_000;
  const lost = Object.values(stays)
    .flatMap(({ stay, dischargedAt, wasInpatient }) =>
      dischargedAt && wasInpatient ? (own(atAdmission, stay) ?? []).map((id) => ({ id, dischargedAt })) : [],
    )
    .find(({ id, dischargedAt }) => {
      const { status, reason, byHospital, goneAt, seenAt } = prescriptions[id] ?? {};
      if (status !== 'cancelled' || reason || byHospital === false || own(removalReasons, id)) return false;
      return Date.parse(goneAt ?? seenAt ?? dischargedAt) <= Date.parse(dischargedAt) + grace;
    })?.id;
  return lost && `Expected ${lost} from before the stay to be valid, gone with a reason, or asked about, but it is not`;
}

/** Before the first roll the citizen lives from boxes as before. */
function hasBegun({ rolls }: DoseContext, at: string): boolean {
  return Object.values(rolls).some(({ startDate }) => startDate <= danishDate(at));
}

/** A roll that should be here and is not is asked about by its own case, which a walk of the case alone has not. */
function isOfRollAlone(drugId: string, day: string, { family: [root, ...children] }: World): boolean {
  if (!root || children.some(({ definition }) => definition.name === 'dispensing-period')) return false;
  const { rolls } = root.state.snapshot.context as DoseContext;
  return Object.values(rolls).some(
    ({ stage, startDate, endDate, drugs, ordered }) =>
      !isGone(stage) &&
      !isInHand(stage) &&
      startDate <= day &&
      day <= endDate &&
      (ordered ?? drugs ?? [drugId]).includes(drugId),
  );
}

/** The engine fires what is overdue before anything else is true. */
function isTimerDue({ family, at }: World): boolean {
  return family.some(({ state }) => state.timers.some(({ dueAt }) => Date.parse(dueAt) <= Date.parse(at)));
}
