import type { Text } from '../definition.ts';
import { isWanted, openDuty, restingDuty } from '../duty.ts';
import { base } from './base.ts';
import { tellCourse } from './rolls.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

/** The rolls to be handed out follow what is agreed. */
const noted = ['note', tellCourse] as const;
const agree = { agreePayer: { guard: 'mayPayFee', target: 'none', actions: noted } } as const;

/** On the citizen's own initiative: no part is paid by region or municipality (BEK 1955/2020 §12(4)). */
const startAlone = {
  startWithoutSubsidy: { guard: 'isSubsidyUnordered', target: 'none', actions: noted },
} as const;

/**
 * Who pays the dose-packing fee and the delivery fee, and whether the region pays its part as subsidy (§3.5). What it costs
 * follows from each roll handed out (`dispensing-period/fee.ts`), so the rolls are told. It holds nobody back from being ready: without another payer the citizen pays. Accounts may be settled after the case has ended.
 */
export const feeRegion = base.createStateConfig({
  initial: 'none',
  meta: title('betaling', 'payment', true),
  on: {
    agreeDeliveryPayer: { guard: 'mayPayDelivery', actions: noted },
    recordSubsidy: { guard: 'mayOrderSubsidy', actions: noted },
    recordReimbursement: { actions: noted },
    withdrawSubsidy: { actions: noted },
  },
  states: {
    stopped: restingDuty('fee', 'open').stopped,
    none: {
      meta: title('ikke aktuel', 'not needed', true),
      always: [
        { guard: 'isStartedAlone', target: 'alone' },
        { guard: isWanted('fee'), target: 'open' },
        { guard: 'isPayerAgreed', target: 'agreed' },
        { guard: 'isTakenOver', target: 'unknown' },
      ],
    },
    unknown: { meta: title('betaling ukendt', 'payment unknown', true), on: { ...agree, ...startAlone } },
    alone: {
      meta: title('borgeren betaler alt, uden tilskud', 'the citizen pays everything, without subsidy', true),
      on: { withdrawStartWithoutSubsidy: { target: 'none', actions: 'note' } },
    },
    open: {
      ...openDuty({
        name: 'fee',
        task: { da: 'Aftal, hvem der betaler dosispakkegebyret', en: 'Agree who pays the dose-packing fee' },
        deadline: 'payment',
        basis: 'municipal',
        routed: 'fee',
        notice: 'feeOverdue',
      }),
      on: { ...agree, ...startAlone },
    },
    agreed: {
      meta: title('betaling aftalt', 'payment agreed', true),
      on: { ...agree, ...startAlone, reopenPayer: { target: 'none', actions: noted } },
    },
  },
});
