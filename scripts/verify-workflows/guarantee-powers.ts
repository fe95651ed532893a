/** What is promised of powers that the rules give or take away: see ARCHITECTURE.md, invariant C6. */
import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../workflows/definition.ts';
import type { DoseContext } from '../../workflows/dose-dispensing/base.ts';
import { own } from '../../workflows/own.ts';
import { renewalsDue } from '../../workflows/dose-dispensing/renewals.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import type { Check, World } from './walk.ts';
import { envAt } from './walk.ts';

interface Used {
  data: JsonObject;
  policy: PolicySet;
  context: DoseContext;
}

/** Counted apart from the chart: what was entered, and what FMK shows as the pharmacist's. */
function timesPrescribedAgain({ rePrescriptions, prescriptions }: DoseContext, drugId: string): number {
  const shown = Object.values(prescriptions).filter((each) => each.drugId === drugId && each.issuedBy !== undefined);
  return Math.max(
    own(rePrescriptions, drugId)?.length ?? 0,
    shown.filter(({ issuedBy }) => issuedBy === 'prescribingPharmacist').length,
  );
}

/** The power that a command needs, but for payment; true where the rules in force give that very one, whatever else they give. */
const powers: Readonly<Record<string, (used: Used) => boolean>> = {
  recordSubsidy: ({ data, policy }) => data['orderedBy'] === 'gp' || policy.pharmacistMayOrderDoseSubsidy,
  recordRePrescription: ({ data, policy, context }) =>
    timesPrescribedAgain(context, data['drugId'] as string) < policy.maxRePrescriptions,
  askForPrescriptions: ({ data, policy }) =>
    data['prescriber'] === 'gp' || policy.pharmacyMayInitiate || policy.maxRePrescriptions > 0,
  referToPharmacy: ({ policy }) => policy.pharmacyMayInitiate,
  acceptReferral: ({ policy }) => policy.pharmacyMayInitiate,
};

function root({ family: [member] }: World): { context: DoseContext; value: Record<string, unknown> } | undefined {
  const snapshot = member?.state.snapshot;
  if (!snapshot || member.definition.name !== 'dose-dispensing') return undefined;
  return { context: snapshot.context as DoseContext, value: snapshot.value as Record<string, unknown> };
}

const isWithPharmacist = (world: World): boolean =>
  isDeepStrictEqual(root(world)?.value['renewal'], { open: 'askedPharmacist' });

/** C6: no command uses a power that the rules in force do not give, and a GP who decides is not passed over. */
export const powersAreInForce: Check = {
  name: 'C6',
  state: (world) => {
    const { context, value } = root(world) ?? {};
    const { policy } = envAt(world.at, world.policy);
    if (!context || !value || !isDeepStrictEqual(value['course'], { starting: 'ready' })) return undefined;
    if (policy.gpGate !== 'decides') return undefined;
    const { gpWord, referral } = context;
    if (gpWord?.answer === 'objected')
      return 'Expected nobody to be ready against the GP where the rules let the GP decide';
    if (referral?.answer === 'accepted' && gpWord?.answer !== 'approved')
      return 'Expected nobody whom the pharmacy starts to be ready before the GP has decided';
    return undefined;
  },
  edge: ({ before, after, move, steps }) => {
    const [was, is] = [root(before), root(after)];
    if (!was || !is) return undefined;
    const { policy } = envAt(after.at, after.policy);
    // One that rested for a death goes on where it was: what was prescribed meanwhile may not show at FMK yet.
    const isAsked = isWithPharmacist(after) && !isWithPharmacist(before) && was.value['renewal'] !== 'stopped';
    if (isAsked) {
      const over = renewalsDue({ ...is.context, env: envAt(after.at, after.policy) }).find(
        ({ drugId }) => timesPrescribedAgain(is.context, drugId) >= policy.maxRePrescriptions,
      );
      if (over) return 'Expected a renewal beyond the limit to be the GP’s, but the pharmacist is asked';
    }
    const { kind, type, data } = move.message;
    const accepted = steps.some(({ message, decision }) => message === move.message && decision.kind === 'accepted');
    const isInForce = kind === 'command' && accepted ? own(powers, type) : undefined;
    return isInForce && !isInForce({ data, policy, context: was.context })
      ? `Expected ${move.name} to be refused, as the rules in force do not give that power`
      : undefined;
  },
};
