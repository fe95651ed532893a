/** Brings the database's schema up to date: the configured one, or the embedded one. */
import { readConfig } from '../src/config.ts';
import { createDataSource } from '../src/db/data-source.ts';
import { startEmbeddedPostgres } from '../src/db/embedded-postgres.ts';

const config = readConfig(process.env);
const embedded = config.databaseUrl
  ? undefined
  : await startEmbeddedPostgres({ dataFolder: config.dataFolder, log: console.log });
const dataSource = createDataSource(config.databaseUrl ?? embedded?.url ?? '', 2);
try {
  await dataSource.initialize();
  const done = await dataSource.runMigrations();
  for (const { name } of done) console.log(`Ran ${name}.`);
  if (done.length === 0) console.log('The schema is up to date.');
} finally {
  if (dataSource.isInitialized) await dataSource.destroy();
  await embedded?.stop();
}
