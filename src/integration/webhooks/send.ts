import { createHmac } from 'node:crypto';
import { NeverRetryFault, RetryFault } from '../../kernel/faults.ts';

export interface Webhook {
  url: string;
  /** Shared with the receiver; signs every delivery. */
  secret: Buffer;
  /** The same at every attempt: the receiver drops what it has seen. */
  id: string;
  sentAt: Date;
  body: object;
}

const timeoutMs = 10_000;

/**
 * Posts a notice as Standard Webhooks describes it: `webhook-id`, `webhook-timestamp`, `webhook-signature: v1,<base64>`.
 * Any 2xx is delivered. A refusal that a repeat cannot mend (4xx but 408, 425 and 429) is a NeverRetryFault.
 */
export async function sendWebhook({ url, secret, id, sentAt, body }: Webhook): Promise<void> {
  const text = JSON.stringify(body);
  const timestamp = Math.floor(sentAt.getTime() / 1000).toString();
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${text}`).digest('base64');
  const response = await fetch(url, {
    method: 'POST',
    body: text,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
  }).catch((cause: unknown) => {
    throw new RetryFault('The receiver does not answer', { cause });
  });
  await response.body?.cancel();
  if (response.ok) return;
  const answer = `The receiver answered ${response.status}`;
  const passing = response.status >= 500 || [408, 425, 429].includes(response.status);
  throw passing ? new RetryFault(answer) : new NeverRetryFault(`${answer}: its address or its rules must be corrected`);
}
