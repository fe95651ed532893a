import type { INestApplication } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { createTestDatabase } from '../../test/support/database.ts';
import type { TestDatabase } from '../../test/support/database.ts';
import { startApp } from '../../test/support/start-app.ts';
import { createDataSource } from '../db/data-source.ts';
import { Store } from '../db/store.ts';
import { ProblemFilter } from '../intake/problem.filter.ts';
import { HealthController } from './health.controller.ts';
import { missingForWork } from './missing-for-work.query.ts';

let database: TestDatabase;
let app: INestApplication;
let url: string;
beforeAll(async () => {
  database = await createTestDatabase();
  const store = { dataSource: database.dataSource };
  const providers = [
    { provide: Store, useValue: store },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ];
  ({ app, url } = await startApp({ controllers: [HealthController], providers }));
});
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
    expect(await get('ready')).toEqual({ status: 200, body: { status: 'ready' } });
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

  it('misses a database that does not answer', async () => {
    const away = createDataSource('postgres://nobody@127.0.0.1:1/nothing');
    expect(await missingForWork(away)).toEqual(['a database that answers']);
  });
});
