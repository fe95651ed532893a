import type { WorkflowDefinition } from '../../workflows/definition.ts';
import { doseDispensingV1 } from '../../workflows/dose-dispensing/dose-dispensing.v1.ts';
import { essence, timersOf } from './dose-dispensing-essence.ts';
import {
  acute,
  admitted,
  aliveAgain,
  askPharmacist,
  at,
  cancelled,
  cardsAmiss,
  careMessage,
  currentRoll,
  diedInHospital,
  discharged,
  drugStopped,
  expiring,
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
  otherDrugStopped,
  otherReport,
  otherWithdrawn,
  relations,
  removed,
  removedAfterStay,
  removedLater,
  removedWithReason,
  requestAsked,
  requestRejected,
  rollOfOtherCard,
  rollOverTheSameDays,
  rollThatFits,
  rollsOfTwoDrugs,
  substitutes,
  unmarked,
  warnings,
} from './dose-dispensing-moves.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import { doseDispensingMutations } from './dose-dispensing-mutations.ts';
import { doseDispensingRoutesMutations } from './dose-dispensing-routes-mutations.ts';
import { routes } from './dose-dispensing-routes.ts';
import { C1, C2, C3, C4, C6, C8, C9, P3, catalogue } from './guarantees.ts';
import { having, toCase } from './moves.ts';
import type { Alphabet, Subject } from './subject.ts';
import type { World } from './walk.ts';
import { startWith } from './walk.ts';

/** A citizen found, not taken over; and one of whom all is known but the prescriptions. */
export const identified = (root: WorkflowDefinition, policy?: PolicySet): World =>
  startWith(root, at, { entry: 'identified' }, policy);
export const prepared = (root: WorkflowDefinition, policy?: PolicySet): World =>
  having(identified(root, policy), only(/^(stateStability|assessSuited|giveConsent|agreePayer|recordDrug)$/));
const ended = (root: WorkflowDefinition): World =>
  having(
    startWith(root, at, {}),
    ['planEnding', 'confirmOrdinaryPrescriptions', 'confirmPharmacyTold', 'confirmFeeStopped', 'confirmEnded'].flatMap(
      (name) => only(new RegExp(`^${name}$`)),
    ),
  );
const death = { report: diedInHospital, withdrawal: aliveAgain };
const mors = [diedInHospital, aliveAgain];

/** Of this citizen no roll is known, which other walks look into. */
const butPlanning: NonNullable<Alphabet['timers']> = {
  fire: (key) => !key.includes('dose-dispensing.planning'),
  words: 'all but those of `planning` and `planningClock`',
};

/** Of the steps of an ending that go the same way, each by itself, the first stands for the others. */
const oneStepOfEnding: NonNullable<Alphabet['timers']> = {
  fire: (key) => butPlanning.fire(key) && !/\.(pharmacyTold|feeStopped)\./.test(key),
  words: 'all but those of `planning` and `planningClock`, and of the ending’s steps `pharmacyTold` and `feeStopped`',
};

/** Where dose packing runs. */
const running = {
  'holds and stays': {
    moves: [held, lifted, admitted, discharged, cancelled, ...only(/^(record|keep)Hold$|^confirmDays|^reopenDays/)],
    timers: butPlanning,
  },
  'holds entered and taken back': {
    moves: [held, lifted, ...only(/^(end|keep|withdraw|reopen)Hold$|^recordHold$|HoldReview$/)],
    timers: timersOf('course'),
  },
  'a hold ended by a person, which FMK still shows': {
    moves: [held, lifted, ...only(/^endHold$|^reopenHold$|^confirmDays|^settleAlarm/)],
    timers: timersOf('planning.open.holdStandsAtFmk', 'planningClock'),
  },
  'a drug packed without a prescription': {
    moves: [...rollsOfTwoDrugs, removed, opened, ...only(/^settleAlarm/)],
    timers: timersOf('planning.open.packedWithoutPrescription', 'planningClock'),
  },
  'ending and mistakes': {
    moves: only(
      /^(plan|cancel)Ending$|^confirmEnded|OrdinaryPrescriptions$|PharmacyTold$|FeeStopped$|^reopen$|[vV]oid/,
    ),
    timers: butPlanning,
  },
  'death, ending and mistakes': {
    moves: [
      ...mors,
      ...only(/^planEnding|^confirmEnded|^confirmOrdinary|^confirmPharmacy|^confirmFee|^reopen$|[vV]oid/),
      ...only(/^confirmDeath|^dismissDeath/),
    ],
    timers: oneStepOfEnding,
  },
  'deaths told by several': {
    moves: [...mors, otherReport, otherWithdrawn, ...only(/Death|^confirmEnded/)],
    timers: butPlanning,
  },
  'planning of rolls': { moves: [currentRoll, nextRoll, noNextRoll, ...mors, ...only(/Alarms?$|^dismissDeath/)] },
  'what the next roll needs': {
    moves: [nextRoll, ...warnings, ...only(/^settleAlarm/)],
    timers: timersOf('planning', 'planningClock'),
  },
  'a hold with an end over a roll': {
    moves: [currentRoll, ...only(/^recordHold|^settleAlarm/)],
    timers: timersOf('course', 'planning', 'planningClock'),
  },
  'a roll that lacks one of two drugs': {
    moves: [...rollsOfTwoDrugs, otherDrugStopped, ...only(/^settleAlarm/)],
    timers: timersOf('planning.open.drugMissing', 'planningClock'),
  },
  'rolls of two cards, and two of one': {
    moves: [nextRoll, rollOfOtherCard, rollOverTheSameDays, ...only(/^settleAlarm/)],
    timers: timersOf('planning', 'planningClock'),
  },
  'a card at another pharmacy, and one that runs out': {
    moves: [...cardsAmiss, nextRoll, ...only(/^settleAlarm|^reopenAlarms/)],
    timers: timersOf('planning.open.wrongPharmacy', 'planning.open.cardExpiring'),
  },
  'a substitute that left its group': {
    moves: [...substitutes, noNextRoll, ...only(/^settleAlarm|^reopenAlarms/)],
    timers: timersOf('planning.open.substituteLeftGroup'),
  },
  'another pharmacy': {
    moves: [...cardsAmiss.slice(0, 1), ...only(/^changePharmacy|PharmacyChange$|[vV]oid|^correctCareSetting/)],
    timers: timersOf('pharmacy', 'planning.open.wrongPharmacy'),
  },
  'another GP': { moves: only(/^changeGp|GpChange$|[vV]oid/), timers: timersOf('gp') },
  'a renewal asked for': {
    moves: [nextRoll, expiring, requestAsked, requestRejected, ...only(/^settleAlarm/)],
    timers: timersOf('planning'),
  },
  'prescriptions, stays and death': {
    moves: [
      ...[admitted, discharged, cancelled, acute, onLeave],
      ...[removed, opened, removedWithReason, ...only(/Removal/)],
      ...mors,
    ],
    timers: butPlanning,
  },
  'prescriptions from before a stay': {
    moves: [opened, admitted, discharged, cancelled, removedAfterStay, ...only(/Removal/)],
    timers: butPlanning,
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
    moves: [...only(/Consent$/), currentRoll],
    idleUnder: { 'option-no-consent': ['askConsent'] },
    timers: timersOf('consent'),
  },
  'consent not answered before an ending': {
    start: (root, policy) => having(identified(root, policy), [currentRoll]),
    moves: only(/^(give|decline|reopen)Consent$|^(plan|cancel)Ending$/),
    timers: timersOf(),
  },
  'consent and a death': {
    start: identified,
    moves: [...only(/^(give|withdraw|reopen)Consent$|^confirmEnded|^confirmDeath|^dismissDeath/), ...mors, currentRoll],
    timers: timersOf('consent'),
  },
  payment: {
    start: identified,
    moves: [...only(/Payer$|^recordSubsidy|^withdrawSubsidy|Reimbursement$|^giveUpStart|^reopen$/), ...mors],
    timers: timersOf('fee'),
  },
  prescribing: {
    start: prepared,
    moves: [
      ...only(
        /^askForPrescriptions|^declinePrescribing|^withdrawPrescriptionsAsked|RePrescription$|^giveUpStart|^reopen$|[vV]oid/,
      ),
      ...[askPharmacist, removed, opened, ...mors],
    ],
    timers: timersOf('foundation.underway.prescribing'),
  },
  'the start': {
    start: prepared,
    moves: [
      ...only(/Started$|^countStock|^agreeStart|^withdrawStartDate|^giveUpStart|^reopen$/),
      ...[openedUntil, removed, currentRoll],
    ],
    timers: timersOf('course', 'foundation.open', 'foundation.underway.firstRoll'),
  },
  'old boxes after the start': {
    start: prepared,
    moves: [
      ...only(/^confirmStarted|^withdrawStarted|OldBoxes|^planEnding|^cancelEnding/),
      ...[openedUntil, currentRoll, ...mors],
    ],
    timers: timersOf('oldBoxes'),
  },
  'not suited at the start': {
    start: prepared,
    moves: [
      ...only(/Started$|^agreeStart|Discrepancy$|^giveUpStart|^reopen$/),
      ...[openedUntil, currentRoll, markedNotSuited, unmarked],
    ],
    timers: timersOf('course', 'foundation.open', 'suitability'),
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
    moves: [...only(/MedicationChange|^medicationChanged|SideDosing$|SideDosingSetUp$/), rollThatFits],
    timers: timersOf('medicationChange'),
  },
  'acute changes and a death': {
    moves: [...only(/MedicationChange$|^medicationChanged|^endSideDosing|^confirmSideDosingSetUp/), ...mors],
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
  'a roll after the ending': {
    start: ended,
    moves: [
      nextRoll,
      noNextRoll,
      ...mors,
      ...only(/RollsAfterEnding$|^reopen$|^voidCase|^restoreVoided|^dismissDeath/),
    ],
    timers: timersOf('rollsAfterEnding'),
  },
  'merging duplicates': {
    moves: [...only(/^mergeInto|^changeCpr|^restoreVoided|Discrepancy$/), merged, mergeWithdrawn, ...mors],
    timers: timersOf('foundation'),
  },
  'merging a duplicate that has ended': {
    start: ended,
    moves: only(/^mergeInto|^restoreVoided|^reopen$/),
    timers: timersOf(),
  },
  'a drug on back-order, no roll at risk': {
    moves: [
      ...[{ backOrder: { since: '2023-03-20' } }, { backOrder: null }].map((more, n) =>
        toCase(
          'internal',
          'supplyChanged',
          at,
          { drugId: 'd', isWarned: false, alternatives: [], group: [], version: n + 1, ...more },
          more.backOrder ? 'on back-order' : 'back',
        ),
      ),
      ...['2023-03-20', null].map((sideDosedFrom) =>
        toCase(
          'internal',
          'substitutionChanged',
          at,
          { drugId: 'd', sideDosedFrom },
          sideDosedFrom ? 'given from boxes' : 'no longer from boxes',
        ),
      ),
    ],
    timers: { fire: () => false, words: 'none: the substitution has its own' },
  },
  correspondence: {
    moves: [careMessage, ...only(/CareMessages$|Reply$/), ...mors],
    timers: timersOf('careMessages', 'awaitedReply'),
  },
  moving: {
    moves: [...relations, ...only(/Move$|Municipality$|[vV]oid|^rerouteTasks/)],
    timers: timersOf('residence'),
  },
} satisfies Record<string, Alphabet>;

export const doseDispensing: Subject = {
  name: 'dose-dispensing',
  about: 'A citizen’s case, told by its stays, by its rolls, by FMK and by persons.',
  charts: [doseDispensingV1],
  start: (chart, policy) => startWith(chart, at, {}, policy),
  alphabets: { ...running, ...beginning, ...beside, ...routes },
  guarantees: [C1, C2, C3, C4, C6, C8, C9, P3, catalogue],
  silent: {
    C5: 'The warning is a product’s.',
    C7: 'A request closes in its own chart, which “case and request” walks with this one.',
  },
  looksAt: [
    ...(['consentRequired', 'firstChoice', 'gpGate', 'maxRePrescriptions', 'municipalPayerAllowed'] as const),
    ...(['pharmacistMayOrderDoseSubsidy', 'pharmacyMayInitiate'] as const),
  ],
  death,
  essence,
  maxStates: 4000,
  mutations: [...doseDispensingMutations, ...doseDispensingRoutesMutations],
};
