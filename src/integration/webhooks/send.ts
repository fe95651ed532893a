import { createHmac } from 'node:crypto';
import { type Addresses, post } from '../post.ts';

export type WebhookAddresses = Addresses;

export interface Webhook {
  url: string;
  addresses: WebhookAddresses;
  /** Shared with the receiver; signs every delivery. */
  secret: Buffer;
  /** The same at every attempt: the receiver drops what it has seen. */
  id: string;
  sentAt: Date;
  body: object;
}

/** Posts a notice as Standard Webhooks describes it: `webhook-id`, `webhook-timestamp`, `webhook-signature: v1,<base64>`. */
export async function sendWebhook({ url, addresses, secret, id, sentAt, body }: Webhook): Promise<void> {
  const text = JSON.stringify(body);
  const timestamp = Math.floor(sentAt.getTime() / 1000).toString();
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${text}`).digest('base64');
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
  await post({ url, addresses, headers, text });
}
