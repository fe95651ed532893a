import { AsyncLocalStorage } from 'node:async_hooks';
import type { PoolClient } from 'pg';
import type { TestServer } from './server.ts';

/** A statement that the pool was given while a request was served. */
export interface Heard {
  /** Such as `GET /api/cases?limit=20`. */
  request: string;
  text: string;
  /** A viewer was set on its connection: it ran under the policies of the tables. */
  isViewed: boolean;
}

type Asks = (...given: unknown[]) => unknown;
const textOf = (asked: unknown): string => (typeof asked === 'string' ? asked : (asked as { text: string }).text);

/** Hears from now on what requests ask of the database. What works by itself, such as the sweeper, serves no request. */
export function hearStatements({ app, store: { pool } }: TestServer): Heard[] {
  const heard: Heard[] = [];
  const serving = new AsyncLocalStorage<string>();
  const note = (asked: unknown, isViewed: boolean): void => {
    const request = serving.getStore();
    if (request !== undefined) heard.push({ request, text: textOf(asked), isViewed });
  };

  const http = app.getHttpServer() as { emit(name: string, ...given: { method: string; url: string }[]): boolean };
  const emit = http.emit.bind(http);
  http.emit = (name, ...given) =>
    name === 'request'
      ? serving.run(`${given[0]?.method} ${given[0]?.url}`, () => emit(name, ...given))
      : emit(name, ...given);

  const query = pool.query.bind(pool) as Asks;
  const connect = pool.connect.bind(pool) as Asks;
  Object.assign(pool, {
    query: (...given: unknown[]) => {
      note(given[0], false);
      return query(...given);
    },
    // With a callback it is the pool's own query that connects: noted above.
    connect: (...given: unknown[]) =>
      given.length > 0 ? connect(...given) : (connect() as Promise<PoolClient>).then((client) => hearing(client, note)),
  });
  return heard;
}

function hearing(client: PoolClient, note: (asked: unknown, isViewed: boolean) => void): PoolClient {
  let isViewed = false;
  return new Proxy(client, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (name === 'query') {
        return (...given: unknown[]) => {
          isViewed ||= (given[0] as { name?: string }).name === 'set-viewer';
          note(given[0], isViewed);
          return (value as Asks).apply(target, given);
        };
      }
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
