import { createHash } from 'node:crypto';
import type { CareMessageReceived } from '../../../workflows/dose-dispensing/messages.ts';
import { type Category, categories } from './categories.ts';
import type { CareMessage } from './parse.ts';

export interface CareFact {
  data: CareMessageReceived;
  /** Someone writes that the citizen has died: a person must confirm it. */
  tellsDeath: boolean;
  /** Equal for resends of one message. */
  fingerprint: string;
}

/** What the case is told: that there is a message to read, of which thread and kind. Never what it says (domain §4.4). */
export function translate(message: CareMessage): CareFact {
  const { messageHeaderId, threadId, category, activity, occurredAt, deceased, texts } = message;
  const known: Category | undefined = categories.find((each) => each === category);
  return {
    data: { messageId: messageHeaderId, threadId, category: known ?? 'other' },
    tellsDeath: (category === 'decease' || deceased) && activity !== 'retract-message',
    fingerprint: createHash('sha256')
      .update(JSON.stringify([threadId, category, activity, occurredAt, texts]))
      .digest('hex'),
  };
}
