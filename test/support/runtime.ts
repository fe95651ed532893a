import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INestApplicationContext } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Store } from '../../src/db/store.ts';
import { EngineModule } from '../../src/engine/engine.module.ts';
import { realClock } from '../../src/db/clock.ts';
import type { Clock } from '../../src/db/clock.ts';
import { RuntimeModule } from '../../src/runtime/runtime.module.ts';
import type { EngineHarness } from './engine.ts';
import { errandDefinitions } from './errand-workflow.ts';

@Module({})
class Root {}

/** A worker process's modules on the harness's database: the bell on Redis where an address is given, else on PostgreSQL. */
export async function startRuntime(
  h: EngineHarness,
  redisUrl?: string,
  clock: Clock = realClock,
): Promise<INestApplicationContext> {
  const store = new Store(h.database.dataSource, h.database.pool, h.keys, clock, h.database.url);
  return NestFactory.createApplicationContext(
    {
      module: Root,
      imports: [
        EngineModule.register({ store, definitions: errandDefinitions, batchSize: 64 }),
        RuntimeModule.register({ databaseUrl: h.database.url, redisUrl, work: true, webhooks: 'local' }),
      ],
    },
    { logger: false },
  );
}

export interface Delivery {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A receiver of webhooks and messages that answers with `status` and what `body` makes of the request, changeable while it runs. */
export async function startReceiver(): Promise<{
  url: string;
  deliveries: Delivery[];
  answer: { status: number; body?: (request: string) => string };
  close(): Promise<void>;
}> {
  const deliveries: Delivery[] = [];
  const answer: { status: number; body?: (request: string) => string } = { status: 204 };
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      deliveries.push({ headers: request.headers, body });
      response.writeHead(answer.status).end(answer.body?.(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/dosisflow`,
    deliveries,
    answer,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Waits until it holds, and says what was last seen when it never does. */
export async function eventually<T>(
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
  withinMs = 15_000,
): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > until)
      throw new Error(`Expected it to hold within ${withinMs} ms, but last saw ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
