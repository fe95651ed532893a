import 'reflect-metadata';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { Foundations1760000000001 } from '../../migrations/0001-foundations.ts';
import { Organisation, Person } from './tables.ts';

/** Migrations are listed by name, so that a file that is built but forgotten cannot run, and none is found by folder. */
export function createDataSource(url: string, poolSize = 16): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: [Organisation, Person],
    migrations: [Foundations1760000000001],
    migrationsTableName: 'migration',
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    applicationName: 'dosisflow',
    poolSize,
    extra: {
      connectionTimeoutMillis: 10_000,
      pipeline: true,
      statement_timeout: 60_000,
      // The same on our side, for a connection that died without a word.
      query_timeout: 65_000,
    },
    // An idle connection that dies with its server is an error event; without a listener it would end the process.
    poolErrorHandler: () => {},
  });
}

/** The node-postgres pool beneath TypeORM: the engine writes set-based SQL and needs the connection itself. */
export function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as PostgresDriver).master as Pool;
}

/** Connected, and safe from connections that die while someone uses them: the statement fails, the process lives. */
export async function connectDataSource(url: string, poolSize?: number): Promise<DataSource> {
  const dataSource = await createDataSource(url, poolSize).initialize();
  poolOf(dataSource).on('connect', (client) => client.on('error', () => {}));
  return dataSource;
}
