import { createPostgresBackend, setDefaultBackendFactory } from 'bullmq';
import type { QueueOptions } from 'bullmq';

export const bellQueue = 'bell';

/**
 * Where the bell's queue lives: Redis where there is one, else the same PostgreSQL. The choice is process-wide in BullMQ
 * and must be made before any queue exists. Databases that share a Redis keep apart by their name.
 */
export function queueOptions(databaseUrl: string, redisUrl: string | undefined): QueueOptions {
  const defaultJobOptions = { removeOnComplete: true, removeOnFail: true };
  if (!redisUrl) {
    setDefaultBackendFactory(createPostgresBackend);
    // `migrate` makes the queue's schema where it is missing, so that dropping it is no harm (E7).
    const connection = { connectionString: databaseUrl, schema: 'bullmq', migrate: true, max: 4 };
    return { connection, defaultJobOptions };
  }
  setDefaultBackendFactory();
  const prefix = `dosisflow${new URL(databaseUrl).pathname.replaceAll('/', '-')}`;
  return { connection: { url: redisUrl, maxRetriesPerRequest: null }, prefix, defaultJobOptions };
}
