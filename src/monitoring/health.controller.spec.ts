import { randomBytes } from 'node:crypto';
import type { INestApplication } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { createTestDatabase } from '../../test/support/database.ts';
import type { TestDatabase } from '../../test/support/database.ts';
import { startApp } from '../../test/support/start-app.ts';
import { createDataSource } from '../db/data-source.ts';
import { openKeys } from '../db/open-keys.ts';
import type { Keys } from '../db/open-keys.ts';
import { Vault } from '../db/seal.ts';
import { ProblemFilter } from '../intake/problem.filter.ts';
import { HealthController, READINESS } from './health.controller.ts';
import { readiness } from './readiness.ts';

let database: TestDatabase;
let keys: Keys;
let app: INestApplication;
let url: string;
let queueAnswers: boolean;
const draining = { begun: false };
beforeAll(async () => {
  database = await createTestDatabase();
  keys = await openKeys(database.pool, { masterKey: Buffer.alloc(32, 7) });
  const ready = readiness({ dataSource: database.dataSource, keys }, async () => queueAnswers, draining);
  const providers = [
    { provide: READINESS, useValue: ready },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ];
  ({ app, url } = await startApp({ controllers: [HealthController], providers }));
});
beforeEach(() => (queueAnswers = true));
afterAll(async () => {
  await app.close();
  await database.drop();
});

const get = async (path: string): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${url}/health/${path}`);
  return { status: response.status, body: await response.json() };
};

describe('/health', () => {
  it('is live and ready on a migrated database', async () => {
    expect(await get('live')).toEqual({ status: 200, body: { status: 'live' } });
    expect(await get('ready')).toEqual({ status: 200, body: { status: 'ready', without: [] } });
  });

  it('is ready without its queue, and says so: work goes on (E7)', async () => {
    queueAnswers = false;
    expect(await get('ready')).toEqual({ status: 200, body: { status: 'ready', without: ['a queue that answers'] } });
  });

  it('is live but not ready once it is stopping', async () => {
    draining.begun = true;
    expect((await get('live')).status).toBe(200);
    expect(await get('ready')).toMatchObject({ status: 503, body: { missing: [expect.stringContaining('stopping')] } });
    draining.begun = false;
  });

  it('misses keys that its master key opens', async () => {
    const other = { ...keys, vault: new Vault(randomBytes(32)) };
    const ready = readiness({ dataSource: database.dataSource, keys: other }, async () => true, draining);
    expect(await ready()).toEqual({ missing: ['keys that this master key opens'], without: [] });
  });

  it('misses a database that does not answer', async () => {
    const dataSource = createDataSource('postgres://nobody@127.0.0.1:1/nothing');
    const ready = readiness({ dataSource, keys }, async () => true, draining);
    expect(await ready()).toEqual({ missing: ['a database that answers'], without: [] });
  });

  it('is live but not ready while a migration is missing, and says which', async () => {
    await database.pool.query('delete from migration');
    expect((await get('live')).status).toBe(200);
    expect(await get('ready')).toMatchObject({
      status: 503,
      body: {
        type: '/problems/not-ready',
        missing: expect.arrayContaining(['the migration Foundations1760000000001']),
      },
    });
  });
});
