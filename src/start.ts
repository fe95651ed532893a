import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { AppModule } from './app.module.ts';
import { reapplyErasures } from './audit/erase-citizen.ts';
import { ConfigFault, loadMasterKey, loadSecret } from './config.ts';
import type { Config } from './config.ts';
import { demonstrationOf, dropDemonstration } from './db/demonstration.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from './db/embedded-postgres.ts';
import { openStore } from './db/store.ts';
import { isPassing } from './db/transaction.ts';
import type { Store } from './db/store.ts';
import { RegisterFault } from './directory/read-register.ts';
import { seedDirectory } from './directory/seed-directory.ts';
import { seedPriceList } from './directory/seed-price-list.ts';
import { armCrash } from './kernel/crash-point.ts';
import { registerBodyParsers } from './intake/body-parsers.ts';
import { ProblemFilter } from './intake/problem.filter.ts';
import { RequestValidationPipe } from './intake/validation.pipe.ts';
import { NeverRetryFault, messageOf } from './kernel/faults.ts';
import { AppLogger, logResponses } from './logger.ts';
import type { Draining } from './monitoring/readiness.ts';
import { serveOperations } from './operations.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { serveWeb } from './serve-web.ts';
import { shedLoad } from './shed-load.ts';
import { startTracing } from './telemetry/start-tracing.ts';
import { traceRequests } from './telemetry/trace-requests.ts';
import type { Logger } from 'pino';

/** Opens the database that the configuration names, or the embedded one, with everything that a process needs of it. */
export async function openDatabase(
  config: Config,
  log: (line: string) => void,
): Promise<{ store: Store; stop: () => Promise<void> }> {
  armCrash(config.crashAt);
  const embedded = config.databaseUrl ? undefined : await startEmbeddedPostgres({ dataFolder: config.dataFolder, log });
  const url = config.databaseUrl ?? embedded?.url;
  if (!url) throw new Error('Expected a database address');
  const masterKey = await loadMasterKey(config.masterKey);
  const otherMasterKey = config.otherMasterKey && (await loadMasterKey(config.otherMasterKey));
  const options = { url, poolSize: config.databasePool, masterKey, otherMasterKey, clock: config.clock, log };
  const store = await openStore(options).catch(async (error: unknown) => {
    await embedded?.stop();
    throw startFault(error, config);
  });
  if (store.readerFault && config.production) {
    await store.close();
    await embedded?.stop();
    throw new ConfigFault([store.readerFault]);
  }
  // Whoever was erased before a backup was restored by other means than our own is erased again before anyone asks.
  const erased = await reapplyErasures(store.pool);
  if (erased > 0) log(`${erased} citizens were erased again, who had been when this database was older.`);
  const demonstration = await demonstrationOf(store.pool);
  if (demonstration && config.production) {
    await store.close();
    throw new ConfigFault([
      'DATABASE_URL names a demonstration with artificial citizens: name the database of the real ones.',
    ]);
  }
  // The artificial register is for trying out: in production the directory comes from files of one's own, or stays as it is.
  // A demonstration has one of its own.
  if (config.registerFolder || !(config.production || demonstration))
    await seedDirectory(store.dataSource, config.registerFolder);
  if (!config.registerFolder && !config.production && !demonstration) await seedPriceList(store.pool);
  return {
    store,
    // The embedded server goes last: everything else still writes to it while it closes.
    stop: async () => {
      const isDropped = demonstration && (await demonstrationOf(store.pool))?.droppedAt;
      if (isDropped) await dropDemonstration(store.pool);
      await store.close();
      await embedded?.stop();
      if (!isDropped) return;
      if (embedded) await removeEmbeddedPostgres(config.dataFolder);
      log('The demonstration was dropped.');
    },
  };
}

export async function createHttp(
  config: Config,
  store: Store,
  logger: Logger,
  draining: Draining = { begun: false },
): Promise<NestFastifyApplication> {
  // A file that cannot be read is said at the start, not at the first sign-in.
  if (config.oidc.provider) await loadSecret(config.oidc.provider.clientSecret);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.register({ config, store, http: true, work: config.role === 'all', draining }),
    new FastifyAdapter(config.trustedProxies ? { trustProxy: config.trustedProxies } : {}),
    { logger: new AppLogger(logger), bodyParser: false },
  );
  shedLoad(app, config.limits);
  await prepareHttp(app);
  const fastify = app.getHttpAdapter().getInstance();
  if (config.traceCollector) traceRequests(fastify);
  fastify.addHook('onResponse', logResponses(logger));
  // A kept-alive connection that was busy when the closing began would be waited for until its client goes.
  fastify.addHook('preClose', (done) => {
    setInterval(() => fastify.server.closeIdleConnections(), 100).unref();
    done();
  });
  return app;
}

/** What every HTTP application of ours has, a test's too. */
async function prepareHttp(app: NestFastifyApplication): Promise<void> {
  await addSecurityHeaders(app.getHttpAdapter().getInstance());
  registerBodyParsers(app);
  serveWeb(app.getHttpAdapter().getInstance());
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(new RequestValidationPipe());
}

export function createWorker(
  config: Config,
  store: Store,
  logger: Logger,
  draining: Draining,
): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(
    AppModule.register({ config, store, http: false, work: true, draining }),
    {
      logger: new AppLogger(logger),
    },
  );
}

/**
 * A connection that dies while its owner has no listener on it, as BullMQ's have for a moment, is an error event that would
 * end the process. What was asked of it fails and is tried again; anything else that nobody caught ends the process.
 */
function endUnlessPassing(error: Error): void {
  if (isPassing(error)) return;
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(1);
}

/** What an operator can mend, as a sentence that names the setting; anything else as it is. */
function startFault(error: unknown, config: Config): unknown {
  if (error instanceof NeverRetryFault) {
    return new ConfigFault([
      'The database was sealed with another master key: set DOSISFLOW_MASTER_KEY, or DOSISFLOW_DATA, to what it was made with.',
    ]);
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!config.databaseUrl || !/^(E[A-Z]+|28\w+|3D000)$/.test(code)) return error;
  const { host, pathname } = new URL(config.databaseUrl);
  return new ConfigFault([
    `DATABASE_URL cannot be used (${code}): expected PostgreSQL at ${host} with the database ${pathname.slice(1)} and this user; start it, or correct the address.`,
  ]);
}

/** Listens, or says which setting to change. */
export async function listen(app: NestFastifyApplication, { port, host }: Config): Promise<string> {
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    if (
      error instanceof Error &&
      'code' in error &&
      ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes(String(error.code))
    ) {
      throw new ConfigFault([
        `PORT ${port} on HOST ${host} cannot be listened on (${String(error.code)}): choose another, or stop what uses it.`,
      ]);
    }
    throw error;
  }
  return app.getUrl();
}

/** How a process stops: first it says so, that nothing new be sent to it, then it finishes what it has. */
export interface Stopping {
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** Serves operations where a port is named; answers how the process stops, with `stop` of the database last. */
export async function operate(
  app: INestApplicationContext,
  { operationsPort: port, host, drainSeconds, traceCollector }: Config,
  { draining, stop }: { draining: Draining; stop: () => Promise<void> },
): Promise<Stopping> {
  const stopTracing = traceCollector ? await startTracing(traceCollector) : undefined;
  const operations =
    port === undefined
      ? undefined
      : await serveOperations(app, { host, port }).catch(async (error: unknown) => {
          await app.close();
          await stop();
          throw error;
        });
  return {
    drain: async () => {
      draining.begun = true;
      await new Promise((drained) => setTimeout(drained, drainSeconds * 1_000));
    },
    close: async () => {
      await app.close();
      await operations?.close();
      await stop();
      // A collector that does not answer is no reason to go on.
      await stopTracing?.().catch(() => {});
    },
  };
}

const stopWithinMs = 15_000;

/**
 * Runs a process until it is told to stop, then stops it once, however often it is told. A second signal ends it at once:
 * the tables hold everything, so that is no harm.
 */
export async function runUntilStopped(run: () => Promise<Stopping>): Promise<void> {
  try {
    let stopping = false;
    const running = run();
    const onSignal = (): void => {
      if (stopping) process.exit(130);
      stopping = true;
      // A queue or database that is away would be waited for without end; the tables hold everything.
      const giveUp = (): NodeJS.Timeout => setTimeout(() => process.exit(1), stopWithinMs).unref();
      const starting = giveUp();
      void running
        .then((stopping) => {
          clearTimeout(starting);
          return stopping.drain().then(() => {
            giveUp();
            return stopping.close();
          });
        })
        .then(
          () => process.exit(0),
          (error: unknown) => {
            process.stderr.write(`${messageOf(error)}\n`);
            process.exit(1);
          },
        );
    };
    // Before the start has finished, too: a server that is told to stop while it starts stops when it has.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
    process.on('uncaughtException', endUnlessPassing);
    await running;
  } catch (error) {
    const lines =
      error instanceof ConfigFault || error instanceof RegisterFault
        ? error.faults
        : [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    process.stderr.write(`${lines.join('\n')}\n`);
    process.exit(1);
  }
}
