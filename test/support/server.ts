import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { developmentAccounts, developmentSubject } from '../../src/auth/development-accounts.ts';
import { openDevelopmentIssuer } from '../../src/auth/development-issuer.ts';
import { loadMasterKey, readConfig } from '../../src/config.ts';
import { openStore } from '../../src/db/store.ts';
import type { Store } from '../../src/db/store.ts';
import { seedDirectory } from '../../src/directory/seed-directory.ts';
import { seedPriceList } from '../../src/directory/seed-price-list.ts';
import { createLogger } from '../../src/logger.ts';
import { createHttp } from '../../src/start.ts';
import { createTestDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';

/** The product's own HTTP application on a database of its own, as `npm start` builds it. */
export interface TestServer {
  app: NestFastifyApplication;
  address: string;
  store: Store;
  database: TestDatabase;
  dataFolder: string;
  /** A token for one of the development accounts, such as `nurse` or `adapter`. */
  token(name: string): Promise<string>;
  call(name: string, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  rows<T extends object>(sql: string, values?: unknown[]): Promise<T[]>;
  /** Moves the simulated clock through the product's own route. */
  advance(duration: string): Promise<{ now: string; fired: number }>;
  close(): Promise<void>;
}

export async function startServer(env: Record<string, string> = {}): Promise<TestServer> {
  const database = await createTestDatabase();
  const dataFolder = await mkdtemp(join(tmpdir(), 'dosisflow-'));
  const config = readConfig({
    PORT: '0',
    LOG_LEVEL: 'silent',
    DOSISFLOW_CLOCK: 'simulated',
    DATABASE_URL: database.url,
    DOSISFLOW_DATA: dataFolder,
    // Tests ask faster than people do.
    RATE_LIMIT: '100000',
    ...env,
  });
  const masterKey = await loadMasterKey(config.masterKey);
  const store = await openStore({ url: database.url, poolSize: 12, masterKey, clock: config.clock });
  await seedDirectory(store.dataSource);
  await seedPriceList(store.pool);
  const app = await createHttp(config, store, createLogger(config));
  await app.listen(0, '127.0.0.1');
  const address = await app.getUrl();
  const issuer = await openDevelopmentIssuer(dataFolder, config.oidc.audience);
  const token = (name: string): Promise<string> =>
    issuer.sign(developmentSubject(name), developmentAccounts[name] ?? []);
  const call: TestServer['call'] = async (name, method, path, body, headers = {}) => {
    const raw = body instanceof Uint8Array || typeof body === 'string';
    return fetch(`${address}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await token(name)}`,
        ...(body !== undefined && !raw && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: raw ? (body as string) : JSON.stringify(body) }),
    });
  };
  return {
    app,
    address,
    store,
    database,
    dataFolder,
    token,
    call,
    rows: async (sql, values = []) => (await database.pool.query(sql, values)).rows as never,
    advance: async (duration) => {
      const response = await call('administrator', 'POST', '/api/dev/clock', { advance: duration });
      if (!response.ok)
        throw new Error(`Expected the clock to move, but got ${response.status}: ${await response.text()}`);
      return (await response.json()) as { now: string; fired: number };
    },
    close: async () => {
      await app.close();
      await store.close();
      await database.drop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

const testCpr = '2509479989';

/** Opens an active case for MedCom's test citizen and answers its id. */
export async function openActiveCase(server: TestServer, cpr = testCpr, data: object = {}): Promise<string> {
  const response = await server.call('nurse', 'POST', '/api/cases', {
    workflow: 'dose-dispensing',
    data: { cpr, name: 'Testborger Prøve', ...data },
  });
  const body = (await response.json()) as { id: string };
  if (response.status !== 201) throw new Error(`Expected a case, but got ${response.status}: ${JSON.stringify(body)}`);
  return body.id;
}
