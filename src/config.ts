/** Every setting, read from the environment and checked once. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export interface Config {
  production: boolean;
  /** `http` leaves queue work to worker processes; `all` does everything in one. */
  role: 'all' | 'http';
  host: string;
  port: number;
  logLevel: (typeof logLevels)[number];
  /** Undefined: the embedded PostgreSQL in `dataFolder`. */
  databaseUrl: string | undefined;
  databasePool: number;
  /** Undefined: the queue lives in PostgreSQL. */
  redisUrl: string | undefined;
  dataFolder: string;
  /** Undefined: the seed files that come with Dosisflow. */
  registerFolder: string | undefined;
  clock: 'real' | 'simulated';
  batchSize: number;
  /** `issuer` undefined: the development issuer. */
  oidc: { issuer: string | undefined; audience: string };
  masterKey: MasterKeySource;
}

export type MasterKeySource =
  { kind: 'given'; key: Buffer } | { kind: 'file'; path: string } | { kind: 'generated'; path: string };

export type Environment = Readonly<Record<string, string | undefined>>;

export class ConfigFault extends Error {
  override readonly name = 'ConfigFault';

  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

const ownSettings = [
  'DOSISFLOW_CLOCK',
  'DOSISFLOW_DATA',
  'DOSISFLOW_MASTER_KEY',
  'DOSISFLOW_MASTER_KEY_FILE',
  'DOSISFLOW_REGISTER',
  'DOSISFLOW_ROLE',
];

/** Throws one ConfigFault that lists every wrong setting. */
export function readConfig(env: Environment): Config {
  const read = new SettingsReader(env);
  const production = env['NODE_ENV'] === 'production';
  const dataFolder = resolve(read.text('DOSISFLOW_DATA') ?? '.dosisflow');
  const registerFolder = read.text('DOSISFLOW_REGISTER');

  const config: Config = {
    production,
    role: read.oneOf('DOSISFLOW_ROLE', ['all', 'http'], 'all'),
    host: read.text('HOST') ?? '127.0.0.1',
    port: read.integer('PORT', 3000, 0, 65_535),
    logLevel: read.oneOf('LOG_LEVEL', logLevels, 'info'),
    databaseUrl: read.url('DATABASE_URL', ['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/dosisflow'),
    databasePool: read.integer('DATABASE_POOL', 16, 2, 500),
    redisUrl: read.url('REDIS_URL', ['redis:', 'rediss:'], 'redis://host:6379'),
    dataFolder,
    registerFolder: registerFolder && resolve(registerFolder),
    clock: read.oneOf('DOSISFLOW_CLOCK', ['real', 'simulated'], 'real'),
    batchSize: read.integer('BATCH_SIZE', 64, 1, 1_000),
    oidc: {
      issuer: read.url('OIDC_ISSUER', ['https:'], 'https://login.example.dk'),
      audience: read.text('OIDC_AUDIENCE') ?? 'dosisflow',
    },
    masterKey: read.masterKey(dataFolder),
  };

  if (production) read.productionFaults(config);
  read.unknownFaults();
  if (read.faults.length > 0) throw new ConfigFault(read.faults);
  return config;
}

/** The 32 bytes that seal every citizen's key. Generated once where the configuration allows it. */
export async function loadMasterKey(source: MasterKeySource): Promise<Buffer> {
  if (source.kind === 'given') return source.key;
  if (source.kind === 'generated') await generateMasterKey(source.path);
  const text = await readFile(source.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigFault([
      `The master key file ${source.path} cannot be read (${error.code}); make it readable, or correct DOSISFLOW_MASTER_KEY_FILE.`,
    ]);
  });
  const key = decodeKey(text);
  if (!key) {
    throw new ConfigFault([
      `The master key file ${source.path} must hold base64 of 32 bytes; restore it from your backup.`,
    ]);
  }
  return key;
}

/** Written aside and linked into place: of two processes that start together, both read the same whole key. */
async function generateMasterKey(path: string): Promise<void> {
  const keys = dirname(path);
  await mkdir(dirname(keys), { recursive: true });
  await mkdir(keys, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await unlink(draft);
}

function decodeKey(text: string): Buffer | undefined {
  const key = Buffer.from(text.trim(), 'base64');
  return key.length === 32 && key.toString('base64') === text.trim() ? key : undefined;
}

/** Collects faults instead of stopping at the first, and never repeats a value that may hold a secret. */
class SettingsReader {
  readonly faults: string[] = [];

  constructor(private readonly env: Environment) {}

  /** An empty setting counts as absent: compose files write `NAME=`. */
  text(name: string): string | undefined {
    return this.env[name]?.trim() || undefined;
  }

  oneOf<const Choice extends string>(name: string, choices: readonly Choice[], fallback: Choice): Choice {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const choice = choices.find((each) => each === text);
    if (!choice) this.fault(`${name} is "${text}", expected ${choices.join(' or ')}; write ${name}=${fallback}.`);
    return choice ?? fallback;
  }

  integer(name: string, fallback: number, min: number, max: number): number {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    this.fault(`${name} is "${text}", expected a whole number from ${min} to ${max}; write ${name}=${fallback}.`);
    return fallback;
  }

  url(name: string, protocols: readonly string[], example: string): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
    const expected = protocols.map((protocol) => `${protocol}//`).join(' or ');
    this.fault(`${name} is not an address that begins with ${expected}; write for example ${name}=${example}.`);
    return undefined;
  }

  masterKey(dataFolder: string): MasterKeySource {
    const given = this.text('DOSISFLOW_MASTER_KEY');
    const file = this.text('DOSISFLOW_MASTER_KEY_FILE');
    if (given && file) {
      this.fault('DOSISFLOW_MASTER_KEY and DOSISFLOW_MASTER_KEY_FILE are both set, expected one; remove the other.');
    }
    if (file) return { kind: 'file', path: resolve(file) };
    if (!given) return { kind: 'generated', path: join(dataFolder, 'keys', 'master.key') };
    const key = decodeKey(given);
    if (!key) {
      this.fault(
        'DOSISFLOW_MASTER_KEY is not base64 of 32 bytes; write the output of "openssl rand -base64 32", and keep a copy of it.',
      );
    }
    return { kind: 'given', key: key ?? Buffer.alloc(32) };
  }

  productionFaults(config: Config): void {
    if (config.clock === 'simulated') {
      this.fault('DOSISFLOW_CLOCK is "simulated", expected real in production; write DOSISFLOW_CLOCK=real.');
    }
    this.requireInProduction(
      'DATABASE_URL',
      'the address of PostgreSQL 15 or newer',
      'postgres://user:password@host:5432/dosisflow',
    );
    this.requireInProduction('OIDC_ISSUER', 'the https address of your identity provider', 'https://login.example.dk');
    if (config.masterKey.kind === 'generated') {
      this.fault(
        'DOSISFLOW_MASTER_KEY is absent, expected in production; write the output of "openssl rand -base64 32", or set DOSISFLOW_MASTER_KEY_FILE.',
      );
    }
  }

  unknownFaults(): void {
    for (const name of Object.keys(this.env)) {
      if (!name.startsWith('DOSISFLOW_') || ownSettings.includes(name)) continue;
      this.fault(`${name} is not a setting; remove it, or write one of ${ownSettings.join(', ')}.`);
    }
  }

  private requireInProduction(name: string, expected: string, example: string): void {
    if (this.text(name)) return;
    this.fault(`${name} is absent, expected ${expected} in production; write for example ${name}=${example}.`);
  }

  private fault(sentence: string): void {
    this.faults.push(sentence);
  }
}
