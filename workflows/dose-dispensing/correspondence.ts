import type { Text } from '../definition.ts';
import { openDuty, restingDuty } from '../duty.ts';
import { base } from './base.ts';

const title = (da: string, en: string): { title: Text; quiet: true } => ({ title: { da, en }, quiet: true });

/** A message to the municipality is read by a person: nothing follows from it by itself, but that a wait for it is over. */
export const careMessagesRegion = base.createStateConfig({
  initial: 'none',
  meta: title('korrespondance', 'correspondence'),
  on: {
    careMessageReceived: { guard: 'isNewCareMessage', actions: 'noteCareMessage' },
    reopenCareMessages: { guard: 'isAnyCareMessageRead', actions: 'reopenCareMessages' },
  },
  states: {
    open: {
      ...openDuty({
        name: 'careMessages',
        task: {
          da: 'Der er kommet korrespondance om borgeren: læs den, og gør det, den kræver',
          en: 'There is correspondence about the citizen: read it, and do what it asks for',
        },
        deadline: 'followUp',
        basis: 'hospitalNotification',
        notice: 'careMessageUnread',
      }),
      on: { settleCareMessages: { actions: 'settleCareMessages' } },
    },
    ...restingDuty('careMessages', 'open'),
  },
});

export const awaitedReplyRegion = base.createStateConfig({
  initial: 'none',
  meta: title('svar på korrespondance', 'reply to correspondence'),
  on: {
    awaitReply: { guard: 'isOpen', actions: 'awaitReply' },
    stopAwaitingReply: { guard: 'isReplyAwaited', actions: 'stopAwaitingReply' },
  },
  states: {
    open: openDuty({
      name: 'awaitedReply',
      task: { da: 'Afvent svar på korrespondance', en: 'Await a reply to correspondence' },
      deadline: 'reply',
      basis: 'hospitalNotification',
      notice: 'replyOverdue',
    }),
    ...restingDuty('awaitedReply', 'open'),
  },
});
