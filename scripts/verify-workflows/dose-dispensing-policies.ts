import { doseDispensingV1 } from '../../workflows/dose-dispensing/dose-dispensing.v1.ts';
import { current } from '../../workflows/policy/current.ts';
import { combined, policyChanges } from '../../workflows/policy/in-force.ts';
import { essence, timersOf } from './dose-dispensing-essence.ts';
import { identified, prepared } from './dose-dispensing.ts';
import {
  at,
  askPharmacist,
  command,
  currentRoll,
  from,
  municipalityDelivers,
  municipalityPays,
  only,
  opened,
  optOutExplained,
  pharmacistRenews,
  removed,
  renewed,
  runningOut,
} from './dose-dispensing-moves.ts';
import { C2, C3, C6, C9, P3 } from './guarantees.ts';
import { stateAt } from './mutant.ts';
import type { Alphabet, Subject } from './subject.ts';
import { startWith } from './walk.ts';

const noConsent = combined(['option-no-consent']);
const ministry = combined(['proposed-2024-ministry']);
const firstChoice = combined(['option-first-choice']);
const everything = combined(policyChanges.map(({ id }) => id));
/** R46: alone it lets nobody pay. */
const deliveryAlone = combined(['option-delivery-fee']);
const deliveryToo = combined(['proposed-2024-ministry', 'option-delivery-fee']);

/** What a set of rules changes is walked under that set, and while it comes and goes. */
const alphabets = {
  'consent, abolished and back': {
    start: identified,
    moves: [...only(/Consent$/), from(noConsent), from(current)],
    timers: timersOf('consent'),
  },
  'all that makes ready, as rules change': {
    start: identified,
    moves: [
      ...only(/^stateStability|^assessSuited|^giveConsent|^withdrawConsent|^confirmStarted/),
      ...[opened, removed, from(noConsent), from(everything), from(current)],
    ],
    timers: timersOf(),
  },
  'payment, as the legal basis comes and goes': {
    start: identified,
    moves: [
      ...only(/Payer$/),
      ...[
        municipalityPays,
        municipalityDelivers,
        from(ministry),
        from(deliveryAlone),
        from(deliveryToo),
        from(current),
      ],
    ],
    timers: timersOf('fee'),
  },
  'a judgement of what lies ahead, as rules change': {
    start: identified,
    moves: [
      command('stateStability', { stableForward: false }, 'stable until now alone'),
      ...only(/^assessSuited|^withdrawStability/),
      ...[from(ministry), from(current)],
    ],
    timers: timersOf(),
  },
  'prescribing under the ministry’s proposal': {
    start: (root) => prepared(root, ministry),
    moves: [
      ...only(/^askForPrescriptions|^declinePrescribing|^withdrawPrescriptionsAsked|RePrescription$/),
      ...[askPharmacist, removed, opened],
    ],
    timers: timersOf('foundation.underway.prescribing'),
  },
  'renewals under the ministry’s proposal': {
    start: (root) => startWith(root, at, {}, ministry),
    moves: [runningOut, renewed, pharmacistRenews, ...only(/^askForRenewal|^declineRenewal|RePrescription$/)],
    timers: timersOf('renewal'),
  },
  'opting out of a first choice': {
    start: (root) => identified(root, firstChoice),
    moves: [...optOutExplained, currentRoll, ...only(/^reopen$|^cancelEnding|[vV]oid/)],
    forbidden: only(/^(giveUpStart|planEnding)$/),
    timers: timersOf(),
  },
} satisfies Record<string, Alphabet>;

export const doseDispensingPolicies: Subject = {
  name: 'dose-dispensing under other rules',
  about: 'A citizen’s case where its rules are proposed ones, or change while it runs.',
  charts: [doseDispensingV1],
  start: (chart) => startWith(chart, at, {}),
  alphabets,
  guarantees: [C2, C3, C6, C9, P3],
  looksAt: [
    ...([
      'consentRequired',
      'deliveryFeeCovered',
      'firstChoice',
      'forwardStabilityRequired',
      'maxRePrescriptions',
    ] as const),
    ...(['municipalPayerAllowed', 'pharmacyMayInitiate'] as const),
  ],
  essence,
  maxStates: 4000,
  mutations: [
    {
      breaks: 'C6',
      damage: 'the municipality may pay whatever the rules say',
      chart: 'dose-dispensing',
      alphabet: 'payment, as the legal basis comes and goes',
      make: (chart) => Object.assign(stateAt(chart, 'fee.open')['on'] as object, { agreePayer: { actions: 'note' } }),
      sentence: 'Expected the municipality pays to leave the dose-packing fee with the citizen',
      path: ['the municipality pays'],
    },
    {
      breaks: 'C3',
      damage: 'consent, once abolished, is not asked for when it is required again',
      chart: 'dose-dispensing',
      alphabet: 'all that makes ready, as rules change',
      make: (chart) => delete stateAt(chart, 'course.starting.ready')['always'],
      sentence: 'Expected a citizen who is ready to have consent',
      path: [
        ...['stateStability', 'assessSuited', 'opened again'],
        ...[`from now on ${noConsent.id}`, `from now on ${current.id}`],
      ],
    },
  ],
};
