/** Databases that exist only while a script runs, on the first PostgreSQL that answers. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/db/embedded-postgres.ts';

const local = 'postgres://postgres:postgres@127.0.0.1:5432/postgres';
const folder = 'node_modules/.cache/dosisflow-scratch';

export interface ScratchDatabase {
  url: string;
  drop(): Promise<void>;
}

export class ScratchServer {
  readonly #open = new Set<ScratchDatabase>();

  private constructor(
    readonly url: string,
    readonly version: string,
    readonly stopServer: () => Promise<void>,
  ) {}

  /** The given server, else the usual local one, else the embedded one. Databases left when a signal ends us are dropped. */
  static async find(given: string | undefined): Promise<ScratchServer> {
    const server = await ScratchServer.#find(given);
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void server.close().finally(() => process.exit(1)));
    return server;
  }

  static async #find(given: string | undefined): Promise<ScratchServer> {
    if (given) return new ScratchServer(given, await versionOf(given), async () => {});
    const version = await versionOf(local).catch(() => undefined);
    if (version) return new ScratchServer(local, version, async () => {});
    const embedded = await startEmbeddedPostgres({ dataFolder: folder, log: () => {} });
    return new ScratchServer(embedded.url, await versionOf(embedded.url), () => embedded.stop());
  }

  async create(purpose: string): Promise<ScratchDatabase> {
    const name = `dosisflow_${purpose}_${randomBytes(6).toString('hex')}`;
    await this.#query(`create database ${name}`);
    const url = new URL(this.url);
    url.pathname = `/${name}`;
    const database: ScratchDatabase = {
      url: url.href,
      drop: async () => {
        this.#open.delete(database);
        await this.#query(`drop database if exists ${name} with (force)`);
      },
    };
    this.#open.add(database);
    return database;
  }

  async close(): Promise<void> {
    for (const database of this.#open) await database.drop();
    await this.stopServer();
  }

  async #query(sql: string): Promise<void> {
    const client = new pg.Client(this.url);
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
}

async function versionOf(connectionString: string): Promise<string> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>(
      `select split_part(current_setting('server_version'), ' ', 1) as version`,
    );
    return rows[0]?.version ?? 'unknown';
  } finally {
    await client.end().catch(() => {});
  }
}
