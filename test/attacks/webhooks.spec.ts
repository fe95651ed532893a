/** A receiver of webhooks whose address would have us ask in our own network (SSRF). */
import { NeverRetryFault } from '../../src/kernel/faults.ts';
import { sendWebhook } from '../../src/integration/webhooks/send.ts';
import type { WebhookAddresses } from '../../src/integration/webhooks/send.ts';
import { startReceiver } from '../support/runtime.ts';

let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => (receiver = await startReceiver()));
afterAll(() => receiver.close());

const send = (url: string, addresses: WebhookAddresses = 'public'): Promise<void> =>
  sendWebhook({ url, addresses, secret: Buffer.alloc(32), id: '1', sentAt: new Date(0), body: {} });

it('sends to no private address, written as a number or as a name, and not without encryption', async () => {
  const { port } = new URL(receiver.url);
  for (const url of [
    `https://127.0.0.1:${port}/`,
    `https://2130706433:${port}/`,
    `https://[::ffff:127.0.0.1]:${port}/`,
    `https://localhost:${port}/`,
    'https://169.254.169.254/latest/meta-data/',
    'https://10.0.0.1/',
    'https://[fd00::1]/',
    'http://example.com/',
  ]) {
    await expect(send(url)).rejects.toThrow(NeverRetryFault);
    await expect(send(url)).rejects.toThrow('Expected a receiver at a public https address');
  }
  expect(receiver.deliveries).toEqual([]);
});

it('follows no redirect', async () => {
  receiver.answer.status = 302;
  await expect(send(receiver.url, 'local')).rejects.toThrow('The receiver answered 302');
  expect(receiver.deliveries).toHaveLength(1);
});
