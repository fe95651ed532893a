import { readConfig } from './config.ts';
import { createLogger } from './logger.ts';
import { createWorker, openDatabase, operate, runUntilStopped } from './start.ts';

/** A worker process: it answers the bell and sweeps, and serves nothing. */
await runUntilStopped(async () => {
  const config = readConfig(process.env);
  const logger = createLogger(config);
  const { store, stop } = await openDatabase(config, (line) => logger.info(line));
  const draining = { begun: false };
  const app = await createWorker(config, store, logger, draining);
  // Nothing is sent to a worker: it has nobody to tell that it stops.
  const stopping = await operate(app, { ...config, drainSeconds: 0 }, { draining, stop });
  logger.info('The worker is at work');
  return stopping;
});
