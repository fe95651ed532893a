/** Writes docs/generated/openapi.json, or with --check says whether it is fresh. Listens nowhere and needs no database. */
import { readFile, writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { allDefinitions } from '../workflows/registry.ts';
import { AppModule } from '../src/app.module.ts';
import { readConfig } from '../src/config.ts';
import { realClock } from '../src/db/clock.ts';
import type { DataKey } from '../src/db/seal.ts';
import { Vault } from '../src/db/seal.ts';
import { Store } from '../src/db/store.ts';
import { describeApi } from '../src/openapi.ts';

const file = 'docs/generated/openapi.json';

/** Nest's preview builds the modules and creates nothing in them: what stands for the database is never asked. */
const keys = { vault: new Vault(Buffer.alloc(32)), system: Buffer.alloc(32) as DataKey };
const store = new Store({} as DataSource, {} as Pool, keys, realClock, 'postgres://nowhere/dosisflow');
const app = await NestFactory.create(
  AppModule.register({ config: readConfig({}), store, http: true, work: false }),
  new FastifyAdapter(),
  { preview: true, logger: false },
);
const text = `${JSON.stringify(describeApi(app, allDefinitions), null, 2)}\n`;

if (process.argv.includes('--check')) {
  const stored = await readFile(file, 'utf8').catch(() => '');
  if (stored !== text) {
    console.error(`${file} is not what the code says: run "npm run openapi" and commit it.`);
    process.exitCode = 1;
  }
} else {
  await writeFile(file, text);
  console.log(`Wrote ${file}.`);
}
