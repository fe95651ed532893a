import { readConfig, refuseDevelopmentProvider } from './config.ts';
import { createLogger } from './logger.ts';
import { createHttp, listen, openDatabase, operate, runUntilStopped } from './start.ts';
import { welcome } from './welcome.ts';

/** The HTTP process; with the role `all`, as `npm start` runs it, it is the worker too. */
await runUntilStopped(async () => {
  const config = readConfig(process.env);
  refuseDevelopmentProvider(config);
  const logger = createLogger(config);
  const { store, stop } = await openDatabase(config, (line) => logger.info(line));
  const draining = { begun: false };
  const app = await createHttp(config, store, logger, draining);
  const address = await listen(app, config).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  logger.info(`Dosisflow answers at ${address}`);
  if (!config.production) {
    const { rowCount } = await store.pool.query('select from citizen limit 1');
    process.stdout.write(welcome(address, config, !config.databaseUrl && rowCount === 0));
  }
  return operate(app, config, { draining, stop });
});
