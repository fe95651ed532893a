import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import type { INestApplicationContext } from '@nestjs/common';
import { ConfigFault } from './config.ts';
import { Store } from './db/store.ts';
import { Engine } from './engine/engine.ts';
import { describeError } from './kernel/describe-error.ts';
import { plainMessage } from './kernel/faults.ts';
import { READINESS } from './monitoring/health.controller.ts';
import type { Readiness } from './monitoring/readiness.ts';
import { metricsType, printMetrics } from './monitoring/print-metrics.ts';
import { readGauges } from './monitoring/read-gauges.query.ts';
import type { Gauges } from './monitoring/read-gauges.query.ts';
import { Bell } from './runtime/bell.ts';

const logger = new Logger('Operations');
/** Several that scrape at once cost one reading. */
const freshMs = 5_000;

export interface Operations {
  port: number;
  close(): Promise<void>;
}

/**
 * For whoever operates Dosisflow, on a port of its own in every process, workers too: `/metrics`, `/health/live` and
 * `/health/ready`. It asks for no token and tells nothing of citizens; the network decides who reaches it.
 */
export async function serveOperations(
  app: INestApplicationContext,
  { host, port }: { host: string; port: number },
): Promise<Operations> {
  const [store, engine, bell, ready] = [app.get(Store), app.get(Engine), app.get(Bell), app.get<Readiness>(READINESS)];
  let gauges: Promise<Gauges | undefined> | undefined;
  let readAt = 0;
  const recentGauges = (): Promise<Gauges | undefined> => {
    if (!gauges || Date.now() - readAt > freshMs) {
      readAt = Date.now();
      gauges = readGauges(store).catch((error: unknown) => {
        logger.warn(`The database could not be read for metrics: ${plainMessage(error)}`);
        return undefined;
      });
    }
    return gauges;
  };
  const routes: Record<string, () => Promise<{ status: number; type: string; body: string }>> = {
    '/metrics': async () => {
      const [read, depth] = await Promise.all([recentGauges(), bell.depth()]);
      const body = await printMetrics(read, { commits: engine.waiting, pool: store.pool, bell: depth });
      return { status: 200, type: metricsType, body };
    },
    '/health/live': async () => json(200, { status: 'live' }),
    '/health/ready': async () => {
      const { missing, without } = await ready();
      return missing.length === 0
        ? json(200, { status: 'ready', without })
        : json(503, { status: 'not ready', missing });
    },
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://operations');
    const answer = request.method === 'GET' ? routes[pathname] : undefined;
    const expected = { status: 'not found', expected: Object.keys(routes) };
    void (answer?.() ?? Promise.resolve(json(404, expected)))
      .catch((error: unknown) => {
        logger.error({ msg: 'Operations could not be answered', error: describeError(error) });
        return json(500, { status: 'failed' });
      })
      .then(({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body));
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      failed(
        new ConfigFault([
          `OPERATIONS_PORT ${port} on HOST ${host} cannot be listened on (${error.code}): choose another, or stop what uses it.`,
        ]),
      ),
    );
    server.listen(port, host, listening);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

function json(status: number, body: object): { status: number; type: string; body: string } {
  return { status, type: 'application/json; charset=utf-8', body: JSON.stringify(body) };
}
