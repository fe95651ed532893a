/** Damage to the ways into dose packing, and how each guarantee finds it out. */
import type { Chart } from './mutant.ts';
import { stateAt } from './mutant.ts';
import type { Mutation } from './subject.ts';

function broken(
  breaks: string,
  damage: string,
  alphabet: string,
  make: Mutation['make'],
  sentence: string,
  path: readonly string[],
): Mutation {
  return { breaks, damage, chart: 'dose-dispensing', alphabet, make, sentence, path };
}

/** Lets this command through whatever the rules say. */
function unguarded(chart: Chart, path: string, command: string): void {
  const on = stateAt(chart, path)['on'] as Record<string, { guard?: unknown } | { guard?: unknown }[]>;
  const [first] = [on[command] ?? {}].flat();
  delete first?.guard;
}

const refused = (name: string): string =>
  `Expected ${name} to be refused, as the rules in force do not give that power`;
const notInForce = 'powers that are not in force';

export const doseDispensingRoutesMutations: readonly Mutation[] = [
  broken(
    'C6',
    'any pharmacist orders subsidy',
    notInForce,
    (chart) => unguarded(chart, 'fee', 'recordSubsidy'),
    refused('subsidy ordered by the pharmacist'),
    ['subsidy ordered by the pharmacist'],
  ),
  broken(
    'C6',
    'a product is re-prescribed without end',
    'the pharmacist’s powers of today',
    (chart) => unguarded(chart, 'foundation', 'recordRePrescription'),
    refused('recordRePrescription'),
    ['recordRePrescription', 'recordRePrescription'],
  ),
  broken(
    'C6',
    'a pharmacist is asked whatever the rules say',
    'powers that are not in force',
    (chart) => {
      stateAt(chart, 'foundation.underway.prescribing.none')['on'] = { askForPrescriptions: 'open' };
    },
    refused('ask the pharmacist'),
    ['ask the pharmacist'],
  ),
  broken(
    'C6',
    'the pharmacy starts citizens without the power to',
    notInForce,
    (chart) => unguarded(chart, 'referral.none', 'referToPharmacy'),
    refused('referToPharmacy'),
    ['referToPharmacy'],
  ),
  broken(
    'C6',
    'the municipality pays the fee without the power to',
    notInForce,
    (chart) => unguarded(chart, 'fee.open', 'agreePayer'),
    'Expected the municipality pays to leave the dose-packing fee with the citizen',
    ['the municipality pays'],
  ),
  broken(
    'C6',
    'the municipality pays the delivery without the power to',
    notInForce,
    (chart) => unguarded(chart, 'fee', 'agreeDeliveryPayer'),
    'Expected the municipality pays the delivery to leave the delivery fee with the citizen',
    ['the municipality pays the delivery'],
  ),
  broken(
    'C6',
    'a renewal goes to the pharmacist beyond the limit',
    'renewals together, by GP or pharmacist',
    (chart) => {
      const { askForRenewal } = stateAt(chart, 'renewal.open')['on'] as { askForRenewal: { guard?: unknown }[] };
      const [toPharmacist] = askForRenewal;
      if (toPharmacist) toPharmacist.guard = 'isNotStartedAlone';
    },
    'Expected a renewal beyond the limit to be the GP’s, but the pharmacist is asked',
    ['to be renewed', 'recordRePrescription', 'ask the pharmacist to renew'],
  ),
  broken(
    'C6',
    'a citizen is ready against the GP',
    'the pharmacy starts, the GP decides',
    (chart) => delete stateAt(chart, 'course.starting.ready')['always'],
    'Expected nobody to be ready against the GP where the rules let the GP decide',
    ['objectToDosePacking'],
  ),
  broken(
    'C2',
    'nobody waits for a pharmacy that does not answer',
    'the pharmacy starts, the GP is informed',
    (chart) => delete stateAt(chart, 'referral.open.due')['after'],
    'Expected the task dose-dispensing.referral.open.due to end at a deadline',
    ['referToPharmacy'],
  ),
];
