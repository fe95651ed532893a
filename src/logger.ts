import type { LoggerService } from '@nestjs/common';
import pino from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { Config } from './config.ts';
import { requests } from './telemetry/metrics.ts';

/** What a request carries may be a citizen's, or a key to it. It stays out of the log even where someone passes it in. */
const secret = ['body', 'query', 'headers', 'authorization'];

export function createLogger(
  { production, logLevel }: Pick<Config, 'production' | 'logLevel'>,
  output: DestinationStream = process.stdout,
): Logger {
  return pino(
    {
      level: logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      redact: { paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), remove: true },
    },
    production ? output : { write: (line) => output.write(readable(line)) },
  );
}

interface Line {
  time: string;
  level: string;
  context?: string;
  msg?: string;
  [field: string]: unknown;
}

/** `08:00:00 warn  [Inbox] sentence key=value` */
function readable(line: string): string {
  const { time, level, context, msg, ...rest } = JSON.parse(line) as Line;
  const fields = Object.entries(rest).map(([key, value]) =>
    `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`.replaceAll('\n', '\n  '),
  );
  const head = [time.slice(11, 19), level.padEnd(5), context && `[${context}]`, msg];
  return `${[...head, ...fields].filter(Boolean).join(' ')}\n`;
}

/** Nest's logger over pino. Nest gives the context as the last text; an error comes with its stack before it. */
export class AppLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log = (message: unknown, ...more: unknown[]): void => this.#write('info', message, more);
  error = (message: unknown, ...more: unknown[]): void => this.#write('error', message, more);
  warn = (message: unknown, ...more: unknown[]): void => this.#write('warn', message, more);
  debug = (message: unknown, ...more: unknown[]): void => this.#write('debug', message, more);
  verbose = (message: unknown, ...more: unknown[]): void => this.#write('trace', message, more);
  fatal = (message: unknown, ...more: unknown[]): void => this.#write('fatal', message, more);

  #write(level: 'info' | 'error' | 'warn' | 'debug' | 'trace' | 'fatal', message: unknown, more: unknown[]): void {
    const context = typeof more.at(-1) === 'string' ? { context: more.at(-1) } : {};
    const [stack] = more.length > 1 ? more : [];
    const fields = { ...context, ...(typeof stack === 'string' && { stack }) };
    if (message instanceof Error) this.logger[level]({ ...fields, err: message }, message.message);
    else if (typeof message === 'object') this.logger[level]({ ...fields, ...message });
    else this.logger[level](fields, typeof message === 'string' ? message : JSON.stringify(message));
  }
}

interface AnsweredRequest {
  id: string;
  method: string;
  params: unknown;
  routeOptions: { url?: string | undefined };
}

const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/;

/** The case that an address names. What stands there and is no id of ours may be anything, a number of a citizen too. */
function caseOf(route: string, params: unknown): { caseId: string } | undefined {
  const { id } = (params ?? {}) as { id?: unknown };
  return route.startsWith('/api/cases/:id') && typeof id === 'string' && uuid.test(id) ? { caseId: id } : undefined;
}

/** Fastify's `onResponse` hook. It names the route's pattern and never the address, which holds ids. */
export function logResponses(
  logger: Logger,
): (request: AnsweredRequest, reply: { statusCode: number; elapsedTime: number }, done: () => void) => void {
  return ({ id, method, params, routeOptions }, { statusCode, elapsedTime }, done) => {
    const route = routeOptions.url ?? 'unknown';
    requests.observe({ method, route, status: statusCode }, elapsedTime / 1_000);
    const fields = { requestId: id, ...caseOf(route, params), ms: Math.round(elapsedTime) };
    logger.info(fields, `${method} ${route} ${statusCode}`);
    done();
  };
}
