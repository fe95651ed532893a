/** Backs everything up into a folder of backups, while Dosisflow runs or not: `npm run backup -- FOLDER`. */
import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { readConfig } from '../src/config.ts';
import { copyEmbedded } from '../src/db/copy-embedded.ts';
import { connectDataSource, poolOf } from '../src/db/data-source.ts';
import { startEmbeddedPostgres } from '../src/db/embedded-postgres.ts';
import { messageOf } from '../src/kernel/faults.ts';
import { makeBackup } from './backup/backups.ts';
import { dumpDatabase } from './backup/dump.ts';
import { writeKeys } from './backup/keys-file.ts';

try {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [folder, ...more] = positionals;
  if (!folder || more.length > 0) throw new Error('Expected a folder for backups: npm run backup -- FOLDER');
  const { databaseUrl, dataFolder } = readConfig(process.env);
  const embedded = databaseUrl ? undefined : await startEmbeddedPostgres({ dataFolder, log: console.error });
  const url = databaseUrl ?? embedded?.url ?? '';
  try {
    const dataSource = await connectDataSource(url, 2);
    const pool = poolOf(dataSource);
    try {
      const { name } = await makeBackup(resolve(folder), databaseUrl ? 'dump' : 'copy', pool, {
        data: (into) => (databaseUrl ? dumpDatabase(url, into) : copyEmbedded({ dataFolder, log: () => {}, into })),
        keys: (into) => writeKeys(pool, into),
      });
      console.log(`Backed up to ${resolve(folder)}, as ${name}.`);
      console.log('The master key is not in it: keep a copy of that elsewhere.');
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await embedded?.stop();
  }
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
