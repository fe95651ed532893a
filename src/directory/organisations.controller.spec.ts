import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { createTestDatabase } from '../../test/support/database.ts';
import type { TestDatabase } from '../../test/support/database.ts';
import { startApp } from '../../test/support/start-app.ts';
import { AuthModule } from '../auth/auth.module.ts';
import { readConfig } from '../config.ts';
import { openDevelopmentIssuer } from '../auth/development-issuer.ts';
import type { DevelopmentIssuer } from '../auth/development-issuer.ts';
import { Store } from '../db/store.ts';
import { ProblemFilter } from '../intake/problem.filter.ts';
import { RequestValidationPipe } from '../intake/validation.pipe.ts';
import { OrganisationsController } from './organisations.controller.ts';
import { seedDirectory } from './seed-directory.ts';
import type { DirectoryOrganisationPage } from './views.ts';

let database: TestDatabase;
let dataFolder: string;
let app: INestApplication;
let url: string;
let issuer: DevelopmentIssuer;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedDirectory(database.dataSource);
  dataFolder = await mkdtemp(join(tmpdir(), 'dosisflow-directory-'));
  const { dataSource, pool } = database;
  const store = { dataSource, pool, clock: () => Promise.resolve('2026-03-02T08:00:00.000Z') };

  @Global()
  @Module({ providers: [{ provide: Store, useValue: store }], exports: [Store] })
  class StoreModule {}

  ({ app, url } = await startApp({
    imports: [StoreModule, AuthModule.register({ ...readConfig({}), dataFolder })],
    controllers: [OrganisationsController],
    providers: [
      { provide: APP_FILTER, useClass: ProblemFilter },
      { provide: APP_PIPE, useClass: RequestValidationPipe },
    ],
  }));
  issuer = await openDevelopmentIssuer(dataFolder, 'dosisflow');
});
afterAll(async () => {
  await app.close();
  await database.drop();
  await rm(dataFolder, { recursive: true });
});

async function get(path: string, subject = 'dev|nurse'): Promise<{ status: number; body: unknown }> {
  const authorization = `Bearer ${await issuer.sign(subject, ['cases'])}`;
  const response = await fetch(`${url}/api/${path}`, { headers: { authorization } });
  return { status: response.status, body: await response.json() };
}

describe('GET /api/me', () => {
  it('tells who the bearer is, and for whom', async () => {
    expect((await get('me')).body).toMatchObject({
      name: 'Nanna Prøve (sygeplejerske)',
      role: 'municipalNurse',
      scopes: ['cases'],
      organisation: { name: 'Testkommune Nord', municipalityCode: '0991' },
    });
  });

  it('is closed to a bearer whom the directory does not know', async () => {
    expect(await get('me', 'somebody')).toMatchObject({ status: 403, body: { type: '/problems/caller-unknown' } });
  });
});

describe('GET /api/organisations', () => {
  it('gives every organisation once, page by page', async () => {
    const names: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { body } = await get(`organisations?limit=3${next && `&after=${next}`}`);
      const page = body as DirectoryOrganisationPage;
      names.push(...page.items.map(({ name }) => name));
      next = page.next;
    }
    expect(names).toHaveLength(10);
    expect(new Set(names).size).toBe(10);
  });

  it('filters by kind, and keeps the address of events to itself', async () => {
    const { items } = (await get('organisations?kind=hospital')).body as DirectoryOrganisationPage;
    expect(items).toHaveLength(3);
    expect(items[0]).not.toHaveProperty('webhookUrl');
  });

  it('names what it cannot read', async () => {
    const { body } = await get('organisations?kind=castle&limit=0');
    expect((await get('organisations?after=somewhere')).status).toBe(400);
    expect(body).toMatchObject({ status: 400, faults: [{ field: 'kind' }, { field: 'limit' }] });
  });
});
