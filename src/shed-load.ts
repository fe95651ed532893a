import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Store } from './db/store.ts';
import { Engine } from './engine/engine.ts';
import { countInbox } from './monitoring/read-gauges.query.ts';
import { requestsShed } from './telemetry/metrics.ts';

/** How much may wait in this process, and in the inbox of all, before more is refused. */
export interface LoadLimits {
  /** Messages that wait for a commit. */
  commits: number;
  /** Requests that wait for a connection to the database. */
  connections: number;
  /** Messages received that nobody has come to. */
  inbox: number;
}

/** Seconds after which to come again: up to twice as much is told, so that not all come at once. */
const retryAfter = { connections: 2, commits: 2, inbox: 30 } as const;
const lookEveryMs = 1_000;

/**
 * Answers 429 with `Retry-After` instead of taking what could only wait: before a body is read, so that it costs next to
 * nothing. What was accepted goes on. Reading is refused last; health and the pages' files never are.
 */
export function shedLoad(app: NestFastifyApplication, limits: LoadLimits): void {
  const [{ pool }, engine] = [app.get(Store), app.get(Engine)];
  let inbox = 0;
  let lookedAt = 0;
  const look = (): void => {
    if (Date.now() - lookedAt < lookEveryMs) return;
    lookedAt = Date.now();
    // A database that does not answer is told by the work itself.
    void countInbox(pool, limits.inbox + 1).then(
      (count) => (inbox = count),
      () => {},
    );
  };

  const tooMuch = (method: string, path: string): keyof LoadLimits | undefined => {
    if (!/^\/(api|fhir)(\/|$)/.test(path)) return undefined;
    if (pool.waitingCount >= limits.connections) return 'connections';
    if (method === 'GET' || method === 'HEAD') return undefined;
    if (engine.waiting >= limits.commits) return 'commits';
    if (!/^\/(fhir|api\/integration)\//.test(path)) return undefined;
    look();
    return inbox > limits.inbox ? 'inbox' : undefined;
  };

  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      const path = request.url.split('?', 1)[0] ?? '';
      const queue = tooMuch(request.method, path);
      if (!queue) return done();
      requestsShed.inc({ queue });
      const seconds = Math.ceil(retryAfter[queue] * (1 + Math.random()));
      const body = {
        type: '/problems/overloaded',
        title: 'Dosisflow has too much to do',
        status: 429,
        detail: `Expected fewer messages that wait; nothing was done. Send the same request again in ${seconds} seconds`,
        instance: path,
        requestId: request.id,
        retryAfterSeconds: seconds,
      };
      void reply
        .code(429)
        .header('Retry-After', String(seconds))
        .header('Content-Type', 'application/problem+json; charset=utf-8')
        .send(JSON.stringify(body));
    });
}
