import type { CaseContext, WorkflowDefinition } from '../../workflows/definition.ts';
import type { DoseContext } from '../../workflows/dose-dispensing/base.ts';
import { doseDispensingV1 } from '../../workflows/dose-dispensing/dose-dispensing.v1.ts';
import { endOf } from '../../workflows/dose-dispensing/facts.ts';
import {
  acute,
  admitted,
  aliveAgain,
  askPharmacist,
  at,
  cancelled,
  currentRoll,
  diedInHospital,
  discharged,
  drugStopped,
  held,
  lifted,
  markedNotSuited,
  mergeWithdrawn,
  merged,
  nextRoll,
  noNextRoll,
  notSuitedAhead,
  onLeave,
  only,
  opened,
  openedUntil,
  otherReport,
  otherWithdrawn,
  removed,
  removedAfterStay,
  removedLater,
  removedWithReason,
  rollOfOtherCard,
  rollOverTheSameDays,
  rollThatFits,
  unmarked,
  warnings,
} from './dose-dispensing-moves.ts';
import { doseDispensingMutations } from './dose-dispensing-mutations.ts';
import { C1, C2, C3, C4, C8, C9, P3, catalogue } from './guarantees.ts';
import { having } from './moves.ts';
import type { Alphabet, Subject } from './subject.ts';
import type { World } from './walk.ts';
import { startWith } from './walk.ts';

/**
 * Holds differ by where the moment lies between their ends, not by their dates; what was before a void, only under it. What
 * the rolls were told of the holds steers no more than whether they are told again.
 */
function essence(context: CaseContext, now: string): unknown {
  const { env: _, holds, hold, holdAhead, holdKeptAfter, endedBeforeVoid, ...others } = context as DoseContext;
  const { notSuited, start, courseTold: __, ...rest } = others;
  const phases = [...holds, ...notSuited].map((each) => {
    const end = endOf(each);
    if (end && end <= now) return `${each.id} over`;
    return `${each.id} ${each.from > now ? 'ahead' : 'now'} ${end ? 'ending' : 'open'}`;
  });
  return [
    rest,
    rest.closed && endedBeforeVoid,
    [...new Set(phases)].toSorted(),
    hold && Boolean(endOf(hold)),
    Boolean(holdAhead),
    Boolean(holdKeptAfter),
    Boolean(start.startsOn),
    Object.values(rest.prescriptions).map(({ validTo }) => Boolean(validTo && validTo <= now)),
    Object.values(rest.medicationChanges).map(({ sideDosing }) => (sideDosing?.until ?? now) <= now),
  ];
}

/** A citizen found, not taken over; and one of whom all is known but the prescriptions. */
const identified = (root: WorkflowDefinition): World => startWith(root, at, { entry: 'identified' });
const prepared = (root: WorkflowDefinition): World =>
  having(identified(root), only(/^(stateStability|assessSuited|giveConsent|agreePayer|recordDrug)$/));
const death = { report: diedInHospital, withdrawal: aliveAgain };
const mors = [diedInHospital, aliveAgain];

/** Timers of the regions that these messages concern; those of the others fire in other walks. */
const timersOf = (...regions: string[]): NonNullable<Alphabet['timers']> => ({
  fire: (key) => regions.some((region) => key.includes(`dose-dispensing.${region}.`)),
  words: regions.length > 0 ? `those of ${regions.map((region) => `\`${region}\``).join(', ')}` : 'none',
});

/** Where dose packing runs. */
const running = {
  'holds and stays': {
    moves: [held, lifted, admitted, discharged, cancelled, ...only(/Hold$|^confirmDays|^reopenDays/)],
  },
  'ending and mistakes': {
    moves: only(/Ending$|^confirmEnded|OrdinaryPrescriptions$|PharmacyTold$|FeeStopped$|^reopen$|[vV]oid/),
  },
  'death, ending and mistakes': {
    moves: [
      ...mors,
      ...only(/^planEnding|^confirmEnded|^confirmOrdinary|^confirmPharmacy|^confirmFee|^reopen$|[vV]oid|Death/),
    ],
  },
  'deaths told by several': {
    moves: [...mors, otherReport, otherWithdrawn, ...only(/Death|^confirmEnded/)],
  },
  'planning of rolls': { moves: [currentRoll, nextRoll, noNextRoll, ...mors, ...only(/Alarms?$|^dismissDeath/)] },
  'what the next roll needs': { moves: [nextRoll, ...warnings, ...only(/^settleAlarm/)] },
  'a hold with an end over a roll': {
    moves: [currentRoll, ...only(/^recordHold|^settleAlarm/)],
    timers: timersOf('course', 'planning', 'planningClock'),
  },
  'rolls of two cards, and two of one': {
    moves: [nextRoll, rollOfOtherCard, rollOverTheSameDays, ...only(/^settleAlarm/)],
    timers: timersOf('planning', 'planningClock'),
  },
  'prescriptions, stays and death': {
    moves: [
      ...[admitted, discharged, cancelled, acute, onLeave],
      ...[removed, opened, removedWithReason, ...only(/Removal/)],
      ...mors,
    ],
  },
  'prescriptions from before a stay': {
    moves: [opened, admitted, discharged, cancelled, removedAfterStay, ...only(/Removal/)],
  },
} satisfies Record<string, Alphabet>;

/** From the first word to the first roll. */
const beginning = {
  suitability: {
    start: identified,
    moves: [
      ...only(/Stability$|^assess|^reopenSuitability|^removeDrug|^recordDrug/),
      ...[notSuitedAhead, markedNotSuited, unmarked, ...mors],
    ],
    timers: timersOf('suitability'),
  },
  consent: {
    start: identified,
    moves: [...only(/Consent$|^confirmEnded|^confirmDeath|^dismissDeath/), ...mors, currentRoll],
    timers: timersOf('consent'),
  },
  payment: {
    start: identified,
    moves: [...only(/Payer$|Subsidy$|^giveUpStart|^reopen$/), ...mors],
    timers: timersOf('fee'),
  },
  prescribing: {
    start: prepared,
    moves: [
      ...only(/^askFor|^declinePrescribing|^withdrawPrescriptionsAsked|RePrescription$|^giveUpStart|^reopen$|[vV]oid/),
      ...[askPharmacist, removed, opened, ...mors],
    ],
    timers: timersOf('foundation.underway.prescribing'),
  },
  'the start': {
    start: prepared,
    moves: [
      ...only(/Started$|^countStock|^agreeStart|^withdrawStartDate|Discrepancy$|^giveUpStart|^reopen$/),
      ...[openedUntil, removed, currentRoll, markedNotSuited, unmarked],
    ],
    timers: timersOf('course', 'foundation.open', 'foundation.underway.firstRoll', 'suitability'),
  },
  'all that makes ready': {
    start: identified,
    moves: [
      ...only(/^stateStability|^assess|^reopenSuitability|^giveConsent|^withdrawConsent|Drug$|^confirmStarted/),
      ...[opened, removed],
    ],
    timers: timersOf(),
  },
  'ready, or a roll before that': {
    start: identified,
    moves: [...only(/^stateStability|^assessSuited|^giveConsent|^recordDrug/), opened, removedLater, currentRoll],
    timers: timersOf(),
  },
} satisfies Record<string, Alphabet>;

/** What may happen beside. */
const beside = {
  'known contradictions of a citizen taken over': {
    moves: [
      ...only(/^assessNotSuited|^reopenSuitability|^withdrawConsent|^reopenConsent|Discrepancy$|^cancelEnding/),
      ...[markedNotSuited, unmarked],
    ],
    timers: timersOf('foundation'),
  },
  'acute changes': {
    moves: [...only(/MedicationChange|^medicationChanged|SideDosing$|SideDosingSetUp$/), rollThatFits, ...mors],
    timers: timersOf('medicationChange'),
  },
  'stops after the cut-off': {
    moves: [
      ...[
        drugStopped,
        ...only(/^decideMedicationChange|^withdrawMedicationChange|RollsDiscarded$|PrescriptionTidied$/),
      ],
      ...[opened, removed, ...mors],
    ],
    timers: timersOf('medicationChange'),
  },
  'merging duplicates': {
    moves: [...only(/^mergeInto|^changeCpr|^restoreVoided|Discrepancy$/), merged, mergeWithdrawn, ...mors],
    timers: timersOf('foundation'),
  },
  moving: { moves: only(/Move$|Municipality$|[vV]oid/), timers: timersOf('residence') },
} satisfies Record<string, Alphabet>;

export const doseDispensing: Subject = {
  name: 'dose-dispensing',
  about: 'A citizen’s case, told by its stays, by its rolls, by FMK and by persons.',
  charts: [doseDispensingV1],
  start: (chart) => startWith(chart, at, {}),
  alphabets: { ...running, ...beginning, ...beside },
  guarantees: [C1, C2, C3, C4, C8, C9, P3, catalogue],
  death,
  essence,
  maxStates: 4000,
  mutations: doseDispensingMutations,
};
