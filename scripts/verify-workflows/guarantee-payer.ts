/** What is promised of the municipality's money: see ARCHITECTURE.md, invariant C6. */
import type { PeriodContext } from '../../workflows/dispensing-period/base.ts';
import type { DoseContext } from '../../workflows/dose-dispensing/base.ts';
import type { Check, Edge, World } from './walk.ts';
import { envAt } from './walk.ts';

interface Pays {
  fee: boolean;
  delivery: boolean;
  /** Øre that the fee ledger has against it. */
  charged: number;
}

function municipalityPays({ family }: World): Pays {
  const contexts = family.map(({ state }) => state.snapshot.context as Partial<DoseContext & PeriodContext>);
  const { fee = {} } = contexts[0] ?? {};
  const charged = contexts.flatMap(({ charge }) => charge ?? []);
  return {
    fee: fee.payer === 'municipality',
    delivery: fee.deliveryPayer === 'municipality',
    charged: charged.reduce((sum, { payers }) => sum + payers.municipality, 0),
  };
}

/** Whether a person agrees that the municipality pays, even where it paid before. */
function agrees({ move: { message }, steps }: Edge, type: 'agreePayer' | 'agreeDeliveryPayer'): boolean {
  const isTaken = steps.some((step) => step.message === message && step.decision.kind === 'accepted');
  return isTaken && message.type === type && message.data['payer'] === 'municipality';
}

/** C6: the municipality is agreed and charged as payer only by a decision under rules that allow it, for each fee apart. */
export const municipalityPaysByLaw: Check = {
  name: 'C6',
  edge: (edge) => {
    const { before, after, move } = edge;
    const { policy } = envAt(after.at, after.policy);
    const [was, is] = [municipalityPays(before), municipalityPays(after)];
    if (is.fee && (!was.fee || agrees(edge, 'agreePayer')) && !policy.municipalPayerAllowed)
      return `Expected ${move.name} to leave the dose-packing fee with the citizen, but the municipality is to pay it`;
    const isDeliveryAgreed = is.delivery && (!was.delivery || agrees(edge, 'agreeDeliveryPayer'));
    if (isDeliveryAgreed && !(policy.municipalPayerAllowed && policy.deliveryFeeCovered))
      return `Expected ${move.name} to leave the delivery fee with the citizen, but the municipality is to pay it`;
    return is.charged > was.charged && !policy.municipalPayerAllowed
      ? `Expected ${move.name} to charge the citizen, but it charges the municipality`
      : undefined;
  },
};
