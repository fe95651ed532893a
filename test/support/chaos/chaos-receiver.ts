import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { acknowledge } from '../../../src/integration/medcom/acknowledge.ts';
import type { Bundle } from '../../../src/integration/medcom/fhir-types.ts';
import { asSor } from '../../../src/integration/medcom/systems.ts';

/** Takes what we send out, webhooks and messages alike, and remembers all of it. */
export interface ChaosReceiver {
  port: number;
  /** Every delivery, by the id under which its receiver knows a repeat: how often, and with how many different contents. */
  received: Map<string, { times: number; bodies: Set<string> }>;
  /** Acknowledgements that are still to be sent back, by the id of the message. */
  toAcknowledge: Map<string, string>;
  close(): Promise<void>;
}

export async function startChaosReceiver(): Promise<ChaosReceiver> {
  const received: ChaosReceiver['received'] = new Map();
  const toAcknowledge: ChaosReceiver['toAcknowledge'] = new Map();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const webhook = request.headers['webhook-id'];
      const id = typeof webhook === 'string' ? webhook : messageIdOf(body);
      const seen = received.get(id) ?? { times: 0, bodies: new Set() };
      seen.times += 1;
      seen.bodies.add(body);
      received.set(id, seen);
      if (typeof webhook !== 'string') toAcknowledge.set(id, acknowledgementOf(id));
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    received,
    toAcknowledge,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Every arrival, repeats among them. */
export function deliveriesOf({ received }: ChaosReceiver): number {
  return [...received.values()].reduce((sum, { times }) => sum + times, 0);
}

function messageIdOf(body: string): string {
  const { entry } = JSON.parse(body) as Bundle;
  const header = entry.find(({ resource }) => resource.resourceType === 'MessageHeader');
  return String(header?.resource.id);
}

function acknowledgementOf(messageHeaderId: string): string {
  // A unit of the receiver that the directory does not know: any organisation that it knows speaks for itself alone.
  const sor = asSor('999999999000909');
  if (!sor) throw new Error('Expected a SOR id');
  return JSON.stringify(
    acknowledge({
      of: { messageHeaderId, sender: sor, receiver: sor },
      code: 'ok',
      issues: [],
      id: randomUUID(),
      bundleId: randomUUID(),
      at: '2026-03-02T10:00:05Z',
    }),
  );
}
