import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigFault, loadMasterKey, readConfig } from './config.ts';
import type { Environment } from './config.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://app:secret@db/dosisflow',
  OIDC_ISSUER: 'https://login.example.dk',
  DOSISFLOW_MASTER_KEY: key,
};

function faultsOf(env: Environment): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigFault) return error.faults;
    throw error;
  }
}

describe('readConfig', () => {
  it('needs no setting at all for development', () => {
    expect(readConfig({})).toEqual({
      production: false,
      role: 'all',
      host: '127.0.0.1',
      port: 3000,
      logLevel: 'info',
      databaseUrl: undefined,
      databasePool: 16,
      redisUrl: undefined,
      dataFolder: resolve('.dosisflow'),
      registerFolder: undefined,
      clock: 'real',
      batchSize: 64,
      oidc: { issuer: undefined, audience: 'dosisflow' },
      masterKey: { kind: 'generated', path: resolve('.dosisflow/keys/master.key') },
    });
  });

  it('takes an empty setting for an absent one', () => {
    expect(readConfig({ PORT: '', REDIS_URL: ' ' })).toEqual(readConfig({}));
  });

  it('accepts a complete production environment', () => {
    const config = readConfig({ ...production, REDIS_URL: 'redis://queue:6379', DOSISFLOW_ROLE: 'http' });
    expect(config).toMatchObject({ production: true, role: 'http', redisUrl: 'redis://queue:6379' });
    expect(config.masterKey).toEqual({ kind: 'given', key: Buffer.alloc(32, 7) });
  });

  it.each([
    ['PORT', 'http', 'PORT is "http", expected a whole number from 0 to 65535; write PORT=3000.'],
    ['PORT', '70000', 'PORT is "70000", expected a whole number from 0 to 65535; write PORT=3000.'],
    ['BATCH_SIZE', '0', 'BATCH_SIZE is "0", expected a whole number from 1 to 1000; write BATCH_SIZE=64.'],
    ['DOSISFLOW_CLOCK', 'fast', 'DOSISFLOW_CLOCK is "fast", expected real or simulated; write DOSISFLOW_CLOCK=real.'],
    ['DOSISFLOW_ROLE', 'web', 'DOSISFLOW_ROLE is "web", expected all or http; write DOSISFLOW_ROLE=all.'],
    [
      'OIDC_ISSUER',
      'http://login',
      'OIDC_ISSUER is not an address that begins with https://; write for example OIDC_ISSUER=https://login.example.dk.',
    ],
  ])('names %s=%s and says what to write', (name, value, sentence) => {
    expect(faultsOf({ [name]: value })).toEqual([sentence]);
  });

  it('reports every fault at once', () => {
    expect(faultsOf({ PORT: 'x', LOG_LEVEL: 'loud', REDIS_URL: 'localhost' })).toHaveLength(3);
  });

  it('names a misspelt setting of ours', () => {
    expect(faultsOf({ DOSISFLOW_CLOK: 'real' })).toEqual([expect.stringContaining('DOSISFLOW_CLOK is not a setting')]);
  });

  it('never repeats a secret', () => {
    const faults = faultsOf({ DATABASE_URL: 'mysql://app:hunter2@db', DOSISFLOW_MASTER_KEY: 'hunter2' });
    expect(faults).toHaveLength(2);
    expect(faults.join()).not.toContain('hunter2');
  });

  it('refuses the conveniences of development in production', () => {
    expect(faultsOf({ NODE_ENV: 'production' }).map((fault) => fault.split(' ')[0])).toEqual([
      'DATABASE_URL',
      'OIDC_ISSUER',
      'DOSISFLOW_MASTER_KEY',
    ]);
    expect(faultsOf({ ...production, DOSISFLOW_CLOCK: 'simulated' })).toHaveLength(1);
  });
});

describe('loadMasterKey', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'dosisflow-key-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('generates a key once, readable by its owner only', async () => {
    const { masterKey } = readConfig({ DOSISFLOW_DATA: folder });
    const first = await loadMasterKey(masterKey);
    expect(first).toHaveLength(32);
    expect(await loadMasterKey(masterKey)).toEqual(first);
    expect((await stat(join(folder, 'keys/master.key'))).mode & 0o777).toBe(0o600);
  });

  it('reads a key file', async () => {
    const path = join(folder, 'key');
    await writeFile(path, `${key}\n`);
    expect(await loadMasterKey({ kind: 'file', path })).toEqual(Buffer.alloc(32, 7));
  });

  it('never replaces a damaged key', async () => {
    const path = join(folder, 'key');
    await writeFile(path, 'damaged');
    await expect(loadMasterKey({ kind: 'generated', path })).rejects.toThrow('restore it from your backup');
    expect(await readFile(path, 'utf8')).toBe('damaged');
  });

  it('names a key file that is not there', async () => {
    await expect(loadMasterKey({ kind: 'file', path: join(folder, 'none') })).rejects.toThrow(
      'cannot be read (ENOENT)',
    );
  });
});
