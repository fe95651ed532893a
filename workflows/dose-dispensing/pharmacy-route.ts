import type { Text } from '../definition.ts';
import { isWanted, openDuty, restingDuty } from '../duty.ts';
import { base } from './base.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

const refer = { referToPharmacy: { guard: 'mayReferToPharmacy', target: 'none', actions: 'note' } } as const;
const isReferral = <const Answer extends 'accepted' | 'declined'>(answer: Answer) =>
  ({ guard: { type: 'isReferral', params: { answer } }, target: answer }) as const;

/**
 * The municipality refers a citizen to the local pharmacy, where the rules let the pharmacy start one (R30, R31). What the
 * pharmacy then finds and prescribes is entered and observed as everyone else's; here is only whether it has answered.
 */
export const referralRegion = base.createStateConfig({
  initial: 'none',
  meta: title('henvisning til apotek', 'referral to the pharmacy', true),
  states: {
    stopped: restingDuty('referral', 'open').stopped,
    none: {
      meta: title('ikke henvist', 'not referred', true),
      always: [{ guard: isWanted('referral'), target: 'open' }, isReferral('accepted'), isReferral('declined')],
      on: refer,
    },
    open: {
      ...openDuty({
        name: 'referral',
        task: { da: 'Svar på henvisning til dosispakning', en: 'Answer the referral to dose packing' },
        deadline: 'referralAnswer',
        basis: 'municipal',
        notice: 'referralOverdue',
      }),
      on: {
        acceptReferral: { guard: 'mayAcceptReferral', target: 'none', actions: 'note' },
        declineReferral: { target: 'none', actions: 'note' },
        withdrawReferral: { target: 'none', actions: 'note' },
      },
    },
    accepted: {
      meta: title('apoteket har taget imod', 'accepted by the pharmacy', true),
      on: { reopenReferral: { target: 'none', actions: 'note' } },
    },
    declined: {
      meta: title('apoteket har sagt nej', 'declined by the pharmacy'),
      on: { ...refer, reopenReferral: { target: 'none', actions: 'note' } },
    },
  },
});

const says = {
  approveDosePacking: { guard: 'isOpen', target: 'none', actions: 'note' },
  objectToDosePacking: { guard: 'isOpen', target: 'none', actions: 'note' },
} as const;
const isWord = <const Answer extends 'approved' | 'objected'>(answer: Answer) =>
  ({ guard: { type: 'isGpWord', params: { answer } }, target: answer }) as const;

/**
 * What the GP says. Where the rules let the GP decide, a start that the pharmacy has agreed to waits for it; otherwise the GP
 * is told (R34, R35) and may object: that is kept and seen, and gates nothing.
 */
export const gpWordRegion = base.createStateConfig({
  initial: 'none',
  meta: title('lægens svar', 'the word of the GP', true),
  states: {
    stopped: restingDuty('gpWord', 'open').stopped,
    none: {
      meta: title('intet svar', 'no word', true),
      always: [
        { guard: isWanted('gpWord'), target: 'open' },
        isWord('approved'),
        isWord('objected'),
        { guard: 'isGpToInform', target: 'informed' },
      ],
      on: says,
    },
    open: {
      ...openDuty({
        name: 'gpWord',
        task: {
          da: 'Apoteket vil starte dosispakning: er du enig?',
          en: 'The pharmacy is about to start dose packing: do you agree?',
        },
        deadline: 'gpWord',
        basis: 'municipal',
        notice: 'gpWordOverdue',
      }),
      on: says,
    },
    informed: {
      entry: { type: 'effect', params: { kind: 'notice', party: 'gpPractice', code: 'pharmacyStartsDosePacking' } },
      meta: title('lægen er orienteret', 'the GP is informed', true),
      always: [
        { guard: isWanted('gpWord'), target: 'open' },
        { guard: 'isNoGpToInform', target: 'none' },
      ],
      on: says,
    },
    approved: {
      meta: title('lægen er enig', 'the GP agrees', true),
      on: { ...says, withdrawGpWord: { target: 'none', actions: 'note' } },
    },
    objected: {
      entry: { type: 'effect', params: { kind: 'notice', party: 'municipality', code: 'gpObjects' } },
      meta: title('lægen har indvendinger', 'the GP objects'),
      on: { ...says, withdrawGpWord: { target: 'none', actions: 'note' } },
    },
  },
});
