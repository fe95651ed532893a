import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { printSchema, schemaFile } from '../../scripts/print-schema.ts';
import { startEmbeddedPostgres } from '../../src/db/embedded-postgres.ts';

const server = process.env['TEST_DATABASE_SERVER'] ?? '';

describe('the printed schema', () => {
  it('is what the migrations make: else run "npm run schema" and commit it', async () => {
    expect(await readFile(schemaFile, 'utf8')).toBe(await printSchema(server));
  });

  it('is the same text on the embedded PostgreSQL as on an older one', async () => {
    const version = await majorOf(server);
    const embedded = await startEmbeddedPostgres({ dataFolder: 'node_modules/.cache/dosisflow-test', log: () => {} });
    try {
      if (version === (await majorOf(embedded.url)))
        process.stderr.write(`Not compared: both servers are PostgreSQL ${version}. Give TEST_DATABASE_URL another.\n`);
      expect(await printSchema(embedded.url)).toBe(await printSchema(server));
    } finally {
      await embedded.stop();
    }
  });
});

async function majorOf(url: string): Promise<number> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ major: number }>(
      `select current_setting('server_version_num')::int / 10000 as major`,
    );
    return rows[0]?.major ?? 0;
  } finally {
    await client.end();
  }
}
