/** What correspondence leaves in the case. Pure, and never what anyone wrote. */
import { endOfDay } from '../calendar.ts';
import type { CaseEvent, Instant } from '../definition.ts';
import type { AwaitReply, CareMessageReceived, StopAwaitingReply } from './correspondence-messages.ts';

export interface Correspondence {
  /** By the message's id. */
  careMessages: Record<string, { threadId: string; category: CareMessageReceived['category']; isRead: boolean }>;
  /** The last day of each thread that someone waits for. */
  awaitedReplies: Record<string, string>;
}

export type CorrespondenceEvent =
  | CaseEvent<'careMessageReceived', CareMessageReceived>
  | CaseEvent<'awaitReply', AwaitReply>
  | CaseEvent<'stopAwaitingReply', StopAwaitingReply>
  | CaseEvent<'settleCareMessages' | 'reopenCareMessages'>;

export const noCorrespondence: Correspondence = { careMessages: {}, awaitedReplies: {} };

export const correspondenceWants = {
  careMessages: ({ careMessages }: Correspondence): boolean =>
    Object.values(careMessages).some(({ isRead }) => !isRead),
  awaitedReply: ({ awaitedReplies }: Correspondence): boolean => Object.keys(awaitedReplies).length > 0,
};

export const correspondenceGuards = {
  isNewCareMessage: ({ context, event }: { context: Correspondence; event: { type: string } }): boolean =>
    isReceived(event) && !Object.hasOwn(context.careMessages, event.data.messageId),
  isAnyCareMessageRead: ({ context }: { context: Correspondence }): boolean =>
    Object.values(context.careMessages).some(({ isRead }) => isRead),
  isReplyAwaited: ({ context }: { context: Correspondence }): boolean => correspondenceWants.awaitedReply(context),
};

/** A reply in a thread ends the wait for it, whatever it says. */
export function withCareMessage(
  { careMessages, awaitedReplies }: Correspondence,
  { messageId, threadId, category }: CareMessageReceived,
): Correspondence {
  return {
    careMessages: { ...careMessages, [messageId]: { threadId, category, isRead: false } },
    awaitedReplies: without(awaitedReplies, threadId),
  };
}

export function withAllRead({ careMessages }: Correspondence, isRead: boolean): Pick<Correspondence, 'careMessages'> {
  const all = Object.entries(careMessages).map(([id, message]) => [id, { ...message, isRead }] as const);
  return { careMessages: Object.fromEntries(all) };
}

export function withAwaited({ awaitedReplies }: Correspondence, { threadId, until }: AwaitReply) {
  return { awaitedReplies: { ...awaitedReplies, [threadId.toLowerCase()]: until } };
}

export function withoutAwaited({ awaitedReplies }: Correspondence, { threadId }: StopAwaitingReply) {
  return { awaitedReplies: threadId ? without(awaitedReplies, threadId) : {} };
}

/** The end of the first day that a reply is awaited by. */
export function replyDue({ awaitedReplies }: Correspondence): Instant | undefined {
  const [first] = Object.values(awaitedReplies).toSorted();
  return first && endOfDay(first);
}

function without(awaited: Record<string, string>, threadId: string): Record<string, string> {
  const { [threadId.toLowerCase()]: _, ...rest } = awaited;
  return rest;
}

function isReceived(event: { type: string }): event is CaseEvent<'careMessageReceived', CareMessageReceived> {
  return event.type === 'careMessageReceived';
}
