/** The ways into dose packing and what keeps it running: GP, prescribing pharmacist, the citizen alone. */
import type { WorkflowDefinition } from '../../workflows/definition.ts';
import { current } from '../../workflows/policy/current.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import { timersOf } from './dose-dispensing-essence.ts';
import {
  aliveAgain,
  askPharmacist,
  at,
  municipalityDelivers,
  diedInHospital,
  nextRoll,
  only,
  opened,
  municipalityPays,
  pharmacistRenews,
  removed,
  renewed,
  runningOut,
  subsidyByPharmacist,
  warnings,
  withdrawnOrder,
} from './dose-dispensing-moves.ts';
import { having } from './moves.ts';
import type { Alphabet } from './subject.ts';
import type { World } from './walk.ts';
import { startWith } from './walk.ts';

/** Rules that give no power beyond the GP's. */
const noPowers: PolicySet = { ...current, pharmacistMayOrderDoseSubsidy: false, maxRePrescriptions: 0 };
/** The pharmacy starts citizens; everything else as today. */
const gpDecides: PolicySet = { ...current, pharmacyMayInitiate: true };
const gpInformed: PolicySet = { ...gpDecides, gpGate: 'informed' };

const under =
  (own: PolicySet) =>
  (root: WorkflowDefinition, policy = own): World =>
    startWith(root, at, { entry: 'identified' }, policy);
const preparedUnder =
  (own: PolicySet) =>
  (root: WorkflowDefinition, policy = own): World =>
    having(under(policy)(root), only(/^(stateStability|assessSuited|giveConsent|recordDrug)$/));
const readyUnder =
  (own: PolicySet) =>
  (root: WorkflowDefinition, policy = own): World =>
    having(preparedUnder(policy)(root), [opened]);
const mors = [diedInHospital, aliveAgain];
const [, orderEnds] = warnings;

export const routes = {
  'renewals together, by GP or pharmacist': {
    moves: [
      ...[runningOut, renewed, removed, pharmacistRenews],
      ...only(/^askForRenewal|^declineRenewal|RePrescription$/),
    ],
    timers: timersOf('renewal'),
  },
  'a renewal and a death': {
    moves: [
      ...[runningOut, renewed, removed, ...mors, pharmacistRenews],
      ...only(/^askForRenewal|^declineRenewal|^confirmDeath|^dismissDeath/),
    ],
    timers: timersOf('renewal'),
  },
  'an order that ends, and a drug that is withdrawn': {
    moves: [nextRoll, ...(orderEnds ? [orderEnds] : []), opened, withdrawnOrder, removed, ...mors].concat(
      only(/^answerOrderEnd|^reopenAlarms|PrescriptionTidied$/),
    ),
    timers: timersOf('orderEnd', 'medicationChange'),
  },
  'the citizen starts alone': {
    start: under(current),
    moves: [...only(/StartWithoutSubsidy$|^startWithoutSubsidy|^recordSubsidy|^withdrawSubsidy|Payer$/), ...mors],
    timers: timersOf('fee'),
  },
  'powers that are not in force': {
    start: readyUnder(noPowers),
    moves: only(/^recordSubsidy|^withdrawSubsidy|^agreePayer/),
    forbidden: [
      ...[subsidyByPharmacist, municipalityPays, municipalityDelivers, askPharmacist, pharmacistRenews],
      ...only(/^recordRePrescription|^referToPharmacy|^acceptReferral/),
    ],
    timers: timersOf(),
  },
  'the pharmacist’s powers of today': {
    start: preparedUnder(current),
    moves: [
      opened,
      removed,
      subsidyByPharmacist,
      askPharmacist,
      ...only(/RePrescription$|^askForPrescriptions|^withdrawPrescr/),
    ],
    forbidden: only(/^referToPharmacy/),
    timers: timersOf('foundation.underway.prescribing'),
  },
  'the pharmacy starts, the GP decides': {
    start: readyUnder(gpDecides),
    moves: [...only(/Referral$|^referToPharmacy|DosePacking$|^withdrawGpWord/), ...mors],
    timers: timersOf('referral', 'gpWord'),
  },
  'the pharmacy starts, the GP is informed': {
    start: readyUnder(gpInformed),
    moves: [...only(/Referral$|^referToPharmacy|DosePacking$|^withdrawGpWord/), ...mors],
    timers: timersOf('referral'),
  },
} satisfies Record<string, Alphabet>;
