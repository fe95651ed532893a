import type { Text } from '../definition.ts';
import { isWanted, openDuty, restingDuty } from '../duty.ts';
import { base } from './base.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

const agree = { agreePayer: { guard: 'mayPayFee', target: 'none', actions: 'note' } } as const;

/**
 * Who pays the dose-packing fee and the delivery fee, and whether the region pays its part as subsidy (§3.5). What it costs
 * is not asked here. It holds nobody back from being ready: without another payer the citizen pays. Accounts may be settled after the case has ended.
 */
export const feeRegion = base.createStateConfig({
  initial: 'none',
  meta: title('betaling', 'payment', true),
  on: {
    agreeDeliveryPayer: { guard: 'mayPayDelivery', actions: 'note' },
    recordSubsidy: { guard: 'mayOrderSubsidy', actions: 'note' },
    withdrawSubsidy: { actions: 'note' },
  },
  states: {
    stopped: restingDuty('fee', 'open').stopped,
    none: {
      meta: title('ikke aktuel', 'not needed', true),
      always: [
        { guard: isWanted('fee'), target: 'open' },
        { guard: 'isPayerAgreed', target: 'agreed' },
        { guard: 'isTakenOver', target: 'unknown' },
      ],
    },
    unknown: { meta: title('betaling ukendt', 'payment unknown', true), on: agree },
    open: {
      ...openDuty({
        name: 'fee',
        task: { da: 'Aftal, hvem der betaler dosispakkegebyret', en: 'Agree who pays the dose-packing fee' },
        deadline: 'payment',
        basis: 'municipal',
        notice: 'feeOverdue',
      }),
      on: agree,
    },
    agreed: {
      meta: title('betaling aftalt', 'payment agreed', true),
      on: { ...agree, reopenPayer: { target: 'none', actions: 'note' } },
    },
  },
});
