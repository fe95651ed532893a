import { readConfig } from './config.ts';
import { createLogger } from './logger.ts';
import { createWorker, openDatabase, runUntilStopped } from './start.ts';

/** A worker process: it answers the bell and sweeps, and serves nothing. */
await runUntilStopped(async () => {
  const config = readConfig(process.env);
  const logger = createLogger(config);
  const { store, stop } = await openDatabase(config, (line) => logger.info(line));
  const app = await createWorker(config, store, logger);
  logger.info('The worker is at work');
  return async () => {
    await app.close();
    await stop();
  };
});
