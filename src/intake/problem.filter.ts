import { Catch, Logger } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { describeError } from '../kernel/describe-error.ts';
import { problemOf } from './problem-of.ts';

const retryAfterSeconds = '2';

interface Request {
  id: string;
  url: string;
}

interface Reply {
  sent: boolean;
  raw: { headersSent: boolean };
  code(status: number): Reply;
  header(name: string, value: string): Reply;
  send(body: string): unknown;
}

/** Answers every error as RFC 9457 problem details, and logs what is our own fault. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger(ProblemFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const reply = host.switchToHttp().getResponse<Reply>();
    const { status, type, title, detail, extra } = problemOf(thrown);

    if (status >= 500) {
      const cause = thrown instanceof Error && thrown.cause ? { cause: describeError(thrown.cause) } : {};
      this.#logger.error({ msg: title, requestId: request.id, status, type, error: describeError(thrown), ...cause });
    }
    // An event stream that breaks has its head sent already: there is nobody left to tell.
    if (reply.sent || reply.raw.headersSent) return;

    if (status === 503) reply.header('Retry-After', retryAfterSeconds);
    const { retryAfterSeconds: told } = extra;
    if (status === 429) reply.header('Retry-After', typeof told === 'number' ? String(told) : retryAfterSeconds);
    // The path alone: a query may hold what somebody searched for.
    const instance = request.url.split('?', 1)[0];
    const body = { type: `/problems/${type}`, title, status, detail, instance, requestId: request.id, ...extra };
    reply.code(status).header('Content-Type', 'application/problem+json; charset=utf-8').send(JSON.stringify(body));
  }
}
