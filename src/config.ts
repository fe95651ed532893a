/** Every setting, read from the environment and checked once. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { assurances } from './kernel/assurance.ts';
import type { Assurance } from './kernel/assurance.ts';
import { crashPoints } from './kernel/crash-point.ts';
import type { CrashAt } from './kernel/crash-point.ts';
import { isLoopback } from './kernel/loopback.ts';
import type { KeptDays } from './runtime/retention.ts';
import type { LoadLimits } from './shed-load.ts';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export interface Config {
  production: boolean;
  /** `http` leaves queue work to worker processes; `all` does everything in one. */
  role: 'all' | 'http';
  host: string;
  port: number;
  logLevel: (typeof logLevels)[number];
  /** Where metrics and health are served, in every process. Undefined: nowhere but `/health` of the HTTP port. */
  operationsPort: number | undefined;
  /** From being told to stop until nothing more is taken, so that a load balancer can hear of it. */
  drainSeconds: number;
  kept: KeptDays;
  /** Where spans are sent, by OTLP over HTTP. Undefined: nothing is traced. */
  traceCollector: string | undefined;
  /** How much may wait before more is answered with 429. */
  limits: LoadLimits;
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
  /** Where a test lets the process end as `kill -9` would. */
  crashAt: CrashAt | undefined;
  /** The origin under which browsers know us, without a path. Undefined: the loopback address they came to. */
  publicUrl: string | undefined;
  /** Addresses and ranges of proxies whose `X-Forwarded-For` is believed. */
  trustedProxies: string | undefined;
  /** Requests a minute of one person, or of one address that is nobody; an integration client has a hundred times as many. */
  rateLimit: number;
  /** `local` sends webhooks to private addresses too, over http. */
  webhooks: 'public' | 'local';
  /** Undefined: no e-mail is sent. */
  mail: MailConfig | undefined;
  oidc: OidcConfig;
  masterKey: MasterKeySource;
  /** Undefined: FMK is not asked; what it sends is taken all the same. */
  fmk: FmkSource | undefined;
  /** While the master key is being changed: opens what it wrapped, too. */
  otherMasterKey: MasterKeySource | undefined;
}

interface MailConfig {
  smtpUrl: string;
  /** An address, with a name before it or not. */
  from: string;
}

interface OidcConfig {
  /** Whom an access token must be meant for. */
  audience: string;
  /** The level of NSIS, below which a person is not let in. */
  assurance: Assurance;
  /** Undefined: the development provider. */
  provider: { issuer: string; clientId: string; clientSecret: SecretSource } | undefined;
}

export type SecretSource = { kind: 'given'; secret: string } | { kind: 'file'; path: string };

/** Where FMK is read, and how often without being told: both are inferences [I], agreed with its owner. */
export type FmkSource = ({ kind: 'http'; url: string } | { kind: 'folder'; path: string }) & {
  /** Between two searches for requests, which no notification tells of. */
  pollMinutes: number;
  /** Between two comparisons of all citizens. */
  reconcileHours: number;
  /** Citizens that one process reads at the same time. */
  lanes: number;
};

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
  'DOSISFLOW_CRASH_AT',
  'DOSISFLOW_DATA',
  'DOSISFLOW_MASTER_KEY',
  'DOSISFLOW_MASTER_KEY_FILE',
  'DOSISFLOW_OTHER_MASTER_KEY',
  'DOSISFLOW_OTHER_MASTER_KEY_FILE',
  'DOSISFLOW_REGISTER',
  'DOSISFLOW_ROLE',
  'DOSISFLOW_WEBHOOKS',
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
    operationsPort: read.text('OPERATIONS_PORT') ? read.integer('OPERATIONS_PORT', 9464, 0, 65_535) : undefined,
    drainSeconds: read.integer('DRAIN_SECONDS', 0, 0, 300),
    traceCollector: read.url('OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:'], 'http://collector:4318'),
    kept: {
      messages: read.integer('KEEP_MESSAGES_DAYS', 365, 30, 3_650),
      deliveries: read.integer('KEEP_DELIVERIES_DAYS', 90, 30, 3_650),
      incidents: read.integer('KEEP_INCIDENTS_DAYS', 365, 30, 3_650),
    },
    limits: {
      commits: read.integer('MAX_COMMIT_QUEUE', 2_000, 1, 1_000_000),
      connections: read.integer('MAX_CONNECTION_QUEUE', 500, 1, 1_000_000),
      inbox: read.integer('MAX_INBOX_QUEUE', 10_000, 1, 10_000_000),
    },
    databaseUrl: read.url('DATABASE_URL', ['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/dosisflow'),
    databasePool: read.integer('DATABASE_POOL', 16, 2, 500),
    redisUrl: read.url('REDIS_URL', ['redis:', 'rediss:'], 'redis://host:6379'),
    dataFolder,
    registerFolder: registerFolder && resolve(registerFolder),
    clock: read.oneOf('DOSISFLOW_CLOCK', ['real', 'simulated'], 'real'),
    batchSize: read.integer('BATCH_SIZE', 64, 1, 1_000),
    crashAt: read.crashAt(),
    publicUrl: read.origin('PUBLIC_URL', 'https://dosisflow.example.dk'),
    trustedProxies: read.networks('TRUSTED_PROXIES'),
    rateLimit: read.integer('RATE_LIMIT', 1_200, 1, 1_000_000),
    webhooks: read.oneOf('DOSISFLOW_WEBHOOKS', ['public', 'local'], production ? 'public' : 'local'),
    oidc: {
      audience: read.text('OIDC_AUDIENCE') ?? 'dosisflow',
      assurance: read.oneOf('OIDC_ASSURANCE', assurances, 'substantial'),
      provider: read.provider(),
    },
    fmk: read.fmk(),
    mail: read.mail(),
    masterKey: read.givenKey('DOSISFLOW_MASTER_KEY') ?? {
      kind: 'generated',
      path: join(dataFolder, 'keys', 'master.key'),
    },
    otherMasterKey: read.givenKey('DOSISFLOW_OTHER_MASTER_KEY'),
  };

  if (production) read.productionFaults(config);
  else if (!read.text('OIDC_ISSUER')) read.developmentProviderFaults(config);
  read.unknownFaults();
  if (read.faults.length > 0) throw new ConfigFault(read.faults);
  return config;
}

/**
 * Throws where HTTP is about to be served by the development provider beside what only an installation with citizens has. Not
 * part of reading: a script that keeps such an installation serves nobody.
 */
export function refuseDevelopmentProvider({ production, oidc, databaseUrl, redisUrl, webhooks, mail }: Config): void {
  if (production || oidc.provider) return;
  const because = 'but without OIDC_ISSUER anyone signs in as anyone; set OIDC_ISSUER, or';
  const addresses = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, SMTP_URL: mail?.smtpUrl };
  const faults = Object.entries(addresses).flatMap(([name, address]) =>
    address && !isOfThisMachine(address) ? [`${name} names another machine, ${because} remove ${name}.`] : [],
  );
  if (webhooks === 'public') {
    faults.push(`DOSISFLOW_WEBHOOKS is "public", ${because} write DOSISFLOW_WEBHOOKS=local.`);
  }
  if (faults.length > 0) throw new ConfigFault(faults);
}

/** PostgreSQL takes a host in the query too, which then counts; a path is a socket. */
function isOfThisMachine(address: string): boolean {
  const { hostname, searchParams } = new URL(address);
  const hosts = [hostname, ...searchParams.getAll('host'), ...searchParams.getAll('hostaddr')];
  return hosts.every((host) => host === '' || host.startsWith('/') || isLoopback(decodeURIComponent(host)));
}

/** The secret that the identity provider knows us by. */
export async function loadSecret(source: SecretSource): Promise<string> {
  if (source.kind === 'given') return source.secret;
  const text = await readFile(source.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigFault([
      `The file ${source.path} cannot be read (${error.code}); make it readable, or correct OIDC_CLIENT_SECRET_FILE.`,
    ]);
  });
  if (text.trim()) return text.trim();
  throw new ConfigFault([
    `The file ${source.path} is empty, expected the secret of the client at the identity provider.`,
  ]);
}

/** The 32 bytes that seal every citizen's key. Generated once where the configuration allows it. */
export async function loadMasterKey(source: MasterKeySource): Promise<Buffer> {
  if (source.kind === 'given') return source.key;
  if (source.kind === 'generated') await generateMasterKey(source.path);
  const text = await readFile(source.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigFault([
      `The master key file ${source.path} cannot be read (${error.code}); make it readable, or correct the setting that names it.`,
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

/** Encrypted, or never leaving this machine. */
function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
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

  /** An origin alone, so that nothing is lost when paths are put after it. Plain http is for this machine only. */
  origin(name: string, example: string): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url && isSafe(url) && url.href === `${url.origin}/`) return url.origin;
    this.fault(`${name} is not an https address without a path; write for example ${name}=${example}.`);
    return undefined;
  }

  /** Addresses and ranges, divided by commas. */
  networks(name: string): string | undefined {
    const text = this.text(name);
    const parts = text?.split(',').map((part) => part.trim()) ?? [];
    const isNetwork = (part: string): boolean => {
      const [address = '', bits, ...more] = part.split('/');
      const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
      return most > 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
    };
    if (parts.every(isNetwork)) return parts.length > 0 ? parts.join(',') : undefined;
    this.fault(`${name} is not a list of addresses or ranges; write for example ${name}=10.0.0.0/8,192.168.1.4.`);
    return undefined;
  }

  provider(): OidcConfig['provider'] {
    const issuer = this.issuer();
    const clientId = this.text('OIDC_CLIENT_ID');
    const secret = this.text('OIDC_CLIENT_SECRET');
    const file = this.text('OIDC_CLIENT_SECRET_FILE');
    if (!this.text('OIDC_ISSUER')) {
      if (clientId ?? secret ?? file) {
        this.fault(
          'OIDC_CLIENT_ID or its secret is set without OIDC_ISSUER; name the identity provider, or remove it.',
        );
      }
      return undefined;
    }
    if (!issuer) return undefined;
    if (!clientId) {
      this.fault('OIDC_CLIENT_ID is absent, expected beside OIDC_ISSUER; write the id that the provider knows us by.');
    }
    // An identity token is meant for the client. If that were the audience of access tokens too, it would count as one.
    if (clientId === (this.text('OIDC_AUDIENCE') ?? 'dosisflow')) {
      this.fault('OIDC_CLIENT_ID equals OIDC_AUDIENCE, expected two names: give the API one of its own.');
    }
    if (!secret === !file) {
      this.fault(
        `OIDC_CLIENT_SECRET and OIDC_CLIENT_SECRET_FILE are ${secret ? 'both' : 'neither'} set, expected one beside OIDC_ISSUER.`,
      );
    }
    if (!clientId) return undefined;
    const clientSecret: SecretSource = file
      ? { kind: 'file', path: resolve(file) }
      : { kind: 'given', secret: secret ?? '' };
    return { issuer, clientId, clientSecret };
  }

  private issuer(): string | undefined {
    const text = this.text('OIDC_ISSUER');
    if (text === undefined) return undefined;
    if (URL.canParse(text) && isSafe(new URL(text))) return text;
    this.fault(
      'OIDC_ISSUER is not an address that begins with https://; write for example OIDC_ISSUER=https://login.example.dk.',
    );
    return undefined;
  }

  /** A master key in the setting itself, or in the file that `NAME_FILE` names. */
  givenKey(name: string): MasterKeySource | undefined {
    const given = this.text(name);
    const file = this.text(`${name}_FILE`);
    if (given && file) this.fault(`${name} and ${name}_FILE are both set, expected one; remove the other.`);
    if (file) return { kind: 'file', path: resolve(file) };
    if (!given) return undefined;
    const key = decodeKey(given);
    if (!key) {
      this.fault(
        `${name} is not base64 of 32 bytes; write the output of "openssl rand -base64 32", and keep a copy of it.`,
      );
    }
    return { kind: 'given', key: key ?? Buffer.alloc(32) };
  }

  fmk(): FmkSource | undefined {
    const url = this.url('FMK_URL', ['https:', 'http:'], 'https://fmk.example.dk/MedicineCard');
    const folder = this.text('FMK_FOLDER');
    const pollMinutes = this.integer('FMK_POLL_MINUTES', 15, 1, 1_440);
    const reconcileHours = this.integer('FMK_RECONCILE_HOURS', 24, 1, 168);
    if (url && !isSafe(new URL(url)))
      this.fault(
        'FMK_URL is an http address of another machine: numbers of citizens would go there in clear; write https://.',
      );
    const lanes = this.integer('FMK_LANES', 4, 1, 64);
    if (url && folder) this.fault('FMK_URL and FMK_FOLDER are both set, expected one; remove the other.');
    if (url) return { kind: 'http', url, pollMinutes, reconcileHours, lanes };
    return folder ? { kind: 'folder', path: resolve(folder), pollMinutes, reconcileHours, lanes } : undefined;
  }

  mail(): MailConfig | undefined {
    const smtpUrl = this.url('SMTP_URL', ['smtp:', 'smtps:'], 'smtps://user:password@mail.example.dk');
    const from = this.text('MAIL_FROM');
    if (from && !/^[^@\r\n]*[^@\s<]@[^@\s>]+>?$/.test(from))
      this.fault('MAIL_FROM is not an e-mail address; write for example MAIL_FROM=dosisflow@example.dk.');
    if (smtpUrl && from) return { smtpUrl, from };
    if (smtpUrl ?? from)
      this.fault('SMTP_URL and MAIL_FROM go together; set both to send e-mails, or remove the one that is set.');
    return undefined;
  }

  /** `point`, or `point:n` for the nth time that it is come to. */
  crashAt(): CrashAt | undefined {
    const text = this.text('DOSISFLOW_CRASH_AT');
    if (text === undefined) return undefined;
    const [name, nth = '1', ...more] = text.split(':');
    const point = crashPoints.find((each) => each === name);
    if (point && more.length === 0 && /^[1-9]\d{0,5}$/.test(nth)) return { point, nth: Number(nth) };
    this.fault(
      `DOSISFLOW_CRASH_AT is "${text}", expected one of ${crashPoints.join(', ')}, with :n for the nth time; or remove it.`,
    );
    return undefined;
  }

  productionFaults(config: Config): void {
    if (config.crashAt) {
      this.fault('DOSISFLOW_CRASH_AT ends the process on purpose, expected only in tests; remove it.');
    }
    if (config.clock === 'simulated') {
      this.fault('DOSISFLOW_CLOCK is "simulated", expected real in production; write DOSISFLOW_CLOCK=real.');
    }
    this.requireInProduction(
      'DATABASE_URL',
      'the address of PostgreSQL 15 or newer',
      'postgres://user:password@host:5432/dosisflow',
    );
    this.requireInProduction('OIDC_ISSUER', 'the https address of your identity provider', 'https://login.example.dk');
    this.requireInProduction('PUBLIC_URL', 'the https address that browsers use', 'https://dosisflow.example.dk');
    for (const [name, address] of [
      ['OIDC_ISSUER', config.oidc.provider?.issuer],
      ['PUBLIC_URL', config.publicUrl],
    ] as const) {
      if (address?.startsWith('http:')) this.fault(`${name} is an http address, expected https:// in production.`);
    }
    if (config.webhooks === 'local') {
      this.fault('DOSISFLOW_WEBHOOKS is "local", expected public in production; write DOSISFLOW_WEBHOOKS=public.');
    }
    if (config.masterKey.kind === 'generated') {
      this.fault(
        'DOSISFLOW_MASTER_KEY is absent, expected in production; write the output of "openssl rand -base64 32", or set DOSISFLOW_MASTER_KEY_FILE.',
      );
    }
  }

  /** The development provider signs anyone in as anyone: nobody but this machine may reach it. */
  developmentProviderFaults({ host, publicUrl, trustedProxies, fmk }: Config): void {
    const because = 'but without OIDC_ISSUER whoever reaches it signs in as anyone';
    if (!isLoopback(host)) {
      this.fault(`HOST is "${host}", ${because}; set OIDC_ISSUER, or write HOST=127.0.0.1.`);
    }
    if (publicUrl && !isLoopback(new URL(publicUrl).hostname)) {
      this.fault(`PUBLIC_URL is "${publicUrl}", ${because}; set OIDC_ISSUER, or remove PUBLIC_URL.`);
    }
    if (trustedProxies) {
      this.fault(`TRUSTED_PROXIES is set, so others reach it, ${because}; set OIDC_ISSUER, or remove TRUSTED_PROXIES.`);
    }
    if (fmk?.kind === 'http' && !isLoopback(new URL(fmk.url).hostname)) {
      this.fault(`FMK_URL names another machine, ${because}; set OIDC_ISSUER, or read FMK from FMK_FOLDER.`);
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
