import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigFault, loadMasterKey, readConfig, refuseDevelopmentProvider } from './config.ts';
import type { Environment } from './config.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://app:secret@db/dosisflow',
  OIDC_ISSUER: 'https://login.example.dk',
  OIDC_CLIENT_ID: 'pages',
  OIDC_CLIENT_SECRET: 'hunter2',
  PUBLIC_URL: 'https://dosisflow.example.dk',
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
      crashAt: undefined,
      clock: 'real',
      batchSize: 64,
      operationsPort: undefined,
      drainSeconds: 0,
      traceCollector: undefined,
      kept: { messages: 365, deliveries: 90, incidents: 365 },
      limits: { commits: 2_000, connections: 500, inbox: 10_000 },
      publicUrl: undefined,
      trustedProxies: undefined,
      rateLimit: 1_200,
      webhooks: 'local',
      oidc: { audience: 'dosisflow', assurance: 'substantial', provider: undefined },
      masterKey: { kind: 'generated', path: resolve('.dosisflow/keys/master.key') },
      fmk: undefined,
      mail: undefined,
      otherMasterKey: undefined,
    });
  });

  it('sends e-mails by a server and from an address, both or none', () => {
    const both = { SMTP_URL: 'smtps://user:secret@mail.example.dk', MAIL_FROM: 'Dosisflow <dosisflow@example.dk>' };
    expect(readConfig(both).mail).toEqual({ smtpUrl: both.SMTP_URL, from: both.MAIL_FROM });
    expect(faultsOf({ SMTP_URL: both.SMTP_URL })).toEqual([expect.stringContaining('go together')]);
    expect(faultsOf({ MAIL_FROM: both.MAIL_FROM })).toEqual([expect.stringContaining('go together')]);
    expect(faultsOf({ ...both, MAIL_FROM: 'nobody' })).toEqual([expect.stringContaining('not an e-mail address')]);
    expect(faultsOf({ ...both, SMTP_URL: 'http://mail.example.dk' }).join()).toContain('SMTP_URL');
  });

  it('reads FMK from an address or a folder, not from both', () => {
    const every = { pollMinutes: 15, reconcileHours: 24, lanes: 4 };
    expect(readConfig({ FMK_URL: 'http://127.0.0.1:8080/' }).fmk).toEqual({
      kind: 'http',
      url: 'http://127.0.0.1:8080/',
      ...every,
    });
    expect(readConfig({ FMK_FOLDER: 'messages', FMK_POLL_MINUTES: '5' }).fmk).toEqual({
      kind: 'folder',
      path: resolve('messages'),
      ...every,
      pollMinutes: 5,
    });
    expect(faultsOf({ FMK_URL: 'http://127.0.0.1/', FMK_FOLDER: 'messages' })).toHaveLength(1);
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
    [
      'DOSISFLOW_CRASH_AT',
      'someday',
      'DOSISFLOW_CRASH_AT is "someday", expected one of messageKept, beforeCommit, afterCommit, timersTaken, noticesTaken, effectSent, broadcastPage, questionsTaken, acknowledgementNoted, with :n for the nth time; or remove it.',
    ],
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
      'PUBLIC_URL',
      'DOSISFLOW_MASTER_KEY',
    ]);
    expect(faultsOf({ ...production, DOSISFLOW_CLOCK: 'simulated' })).toHaveLength(1);
    expect(faultsOf({ ...production, DOSISFLOW_CRASH_AT: 'afterCommit:2' })).toEqual([
      'DOSISFLOW_CRASH_AT ends the process on purpose, expected only in tests; remove it.',
    ]);
    expect(faultsOf({ ...production, DOSISFLOW_WEBHOOKS: 'local' })).toEqual([
      'DOSISFLOW_WEBHOOKS is "local", expected public in production; write DOSISFLOW_WEBHOOKS=public.',
    ]);
    expect(faultsOf({ ...production, OIDC_ISSUER: 'http://127.0.0.1:8080', PUBLIC_URL: 'http://localhost' })).toEqual([
      'OIDC_ISSUER is an http address, expected https:// in production.',
      'PUBLIC_URL is an http address, expected https:// in production.',
    ]);
  });

  it('opens the development provider to this machine only', () => {
    expect(faultsOf({ HOST: '0.0.0.0' })).toEqual([expect.stringContaining('signs in as anyone')]);
    expect(faultsOf({ PUBLIC_URL: 'https://dosisflow.example.dk' })).toEqual([
      expect.stringContaining('signs in as anyone'),
    ]);
    expect(faultsOf({ HOST: '::1', PUBLIC_URL: 'http://localhost:3000' })).toEqual([]);
  });

  it('knows an identity provider whole or not at all', () => {
    const provider = {
      OIDC_ISSUER: 'https://login.example.dk',
      OIDC_CLIENT_ID: 'pages',
      OIDC_CLIENT_SECRET: 'hunter2',
    };
    expect(readConfig({ ...provider, HOST: '0.0.0.0' }).oidc.provider).toEqual({
      issuer: 'https://login.example.dk',
      clientId: 'pages',
      clientSecret: { kind: 'given', secret: 'hunter2' },
    });
    expect(faultsOf({ OIDC_ISSUER: provider.OIDC_ISSUER }).map((fault) => fault.split(' ')[0])).toEqual([
      'OIDC_CLIENT_ID',
      'OIDC_CLIENT_SECRET',
    ]);
    expect(faultsOf({ OIDC_CLIENT_ID: 'pages' })).toEqual([expect.stringContaining('without OIDC_ISSUER')]);
    expect(faultsOf({ ...provider, OIDC_CLIENT_SECRET_FILE: 'secret' })).toEqual([
      expect.stringContaining('both set, expected one'),
    ]);
  });

  it('keeps identity tokens from counting as access tokens', () => {
    expect(faultsOf({ ...production, OIDC_CLIENT_ID: 'dosisflow' })).toEqual([
      expect.stringContaining('expected two names'),
    ]);
  });

  it('takes an origin for PUBLIC_URL, and nothing after it', () => {
    expect(readConfig({ ...production, PUBLIC_URL: 'https://dosisflow.example.dk/' }).publicUrl).toBe(
      'https://dosisflow.example.dk',
    );
    for (const url of ['https://x.dk/app', 'https://user@x.dk', 'http://x.dk', 'x.dk', 'javascript:alert(1)']) {
      expect([url, faultsOf({ ...production, PUBLIC_URL: url })]).toEqual([
        url,
        [expect.stringContaining('PUBLIC_URL')],
      ]);
    }
  });

  it('lets the development provider sign in nobody from elsewhere', () => {
    const fmk = 'https://fmk.example.dk/MedicineCard';
    for (const [name, value] of Object.entries({ TRUSTED_PROXIES: '127.0.0.1', FMK_URL: fmk, HOST: '0.0.0.0' })) {
      expect([name, faultsOf({ [name]: value })]).toEqual([name, [expect.stringContaining('signs in as anyone')]]);
    }
  });

  it.each([
    ['DATABASE_URL', 'postgres://user:secret@database.example.dk:5432/dosisflow'],
    ['DATABASE_URL', 'postgres://127.0.0.1/dosisflow?host=10.0.0.7'],
    ['REDIS_URL', 'redis://queue:6379'],
    ['SMTP_URL', 'smtps://mail.example.dk'],
    ['DOSISFLOW_WEBHOOKS', 'public'],
  ])('serves nobody with the development provider beside %s %s, which a script may read', (name, value) => {
    const settings = { [name]: value, ...(name === 'SMTP_URL' && { MAIL_FROM: 'dosisflow@example.dk' }) };
    const serve = (more: object): void => refuseDevelopmentProvider(readConfig({ ...settings, ...more }));
    expect(() => serve({})).toThrow(new RegExp(`^${name} [^\\n]*anyone signs in as anyone[^\\n]*$`));
    expect(() => serve({})).not.toThrow(/secret/);
    const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = production;
    expect(() => serve({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET })).not.toThrow();
  });

  it.each([
    {},
    { DATABASE_URL: 'postgres://user:secret@127.0.0.1:5432/dosisflow', REDIS_URL: 'redis://localhost:6379' },
    { DATABASE_URL: 'postgres://[::1]/dosisflow' },
    { DATABASE_URL: 'postgres:///dosisflow?host=/var/run/postgresql' },
    { SMTP_URL: 'smtp://127.0.0.1:2525', MAIL_FROM: 'dosisflow@example.dk' },
  ])('serves with it on this machine: %j', (settings) => {
    expect(() => refuseDevelopmentProvider(readConfig(settings))).not.toThrow();
  });

  it('sends no number of a citizen to FMK in clear', () => {
    const clear = { ...production, FMK_URL: 'http://fmk.example.dk/MedicineCard' };
    expect(faultsOf(clear)).toEqual([expect.stringContaining('FMK_URL is an http address')]);
    expect(readConfig({ ...production, FMK_URL: 'http://127.0.0.1:8080/fmk' }).fmk).toMatchObject({ kind: 'http' });
  });

  it('believes only proxies that are named by address', () => {
    expect(readConfig({ ...production, TRUSTED_PROXIES: '10.0.0.0/8, ::1' }).trustedProxies).toBe('10.0.0.0/8,::1');
    for (const list of ['proxy', '10.0.0.0/33', '10.0.0.1,', '0.0.0.0/0/0', 'true']) {
      expect([list, faultsOf({ ...production, TRUSTED_PROXIES: list }).length]).toEqual([list, 1]);
    }
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
