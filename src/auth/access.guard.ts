import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Problem } from '../kernel/problem.ts';
import { accessKey, costKey, unattendedKey } from './access.ts';
import type { AccessRule, CostRule, Scope } from './access.ts';
import type { Caller } from './caller.ts';
import { readCookie, writeCookie } from './cookies.ts';
import type { FindCaller } from './find-caller.ts';
import type { OriginOf } from './origin.ts';
import type { RateLimits } from './rate-limits.ts';
import { mayComeFrom } from './same-origin.ts';
import { scopesOf, scopesOfSession } from './session-scopes.ts';
import type { Session } from './sessions.ts';
import { verifyToken } from './verify-token.ts';
import type { TokenRules } from './verify-token.ts';

/** Everything that finding out who calls rests on. */
export interface Doorkeeping {
  rules: TokenRules;
  findCaller: FindCaller;
  findSession(secret: string, attended: boolean): Promise<Session | undefined>;
  endSessions(subject: string): Promise<unknown>;
  originOf: OriginOf;
  limits: RateLimits;
}

export const DOORKEEPING = Symbol('doorkeeping');

interface Request {
  method: string;
  ip: string;
  body?: unknown;
  headers: {
    host?: string;
    authorization?: string;
    cookie?: string;
    origin?: string;
    'sec-fetch-site'?: string;
    'dosisflow-unattended'?: string;
  };
  socket: { localPort?: number };
  caller?: Caller;
  session?: Session;
}

interface Reply {
  header(name: string, value: string): unknown;
}

/**
 * Stands before every route: one that carries neither @Access nor @Public is closed. A bearer token says who an adapter or
 * a script is, a session who sits at a browser; the caller that comes of either is the same.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(DOORKEEPING) private readonly door: Doorkeeping,
  ) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const route = [context.getHandler(), context.getClass()];
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(accessKey, route);
    if (!rule) throw forbidden('Expected an access rule on this route, but it has none: it is closed to everyone');

    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const reply = http.getResponse<Reply>();
    if (rule.kind === 'public') {
      if (rule.counted) await this.door.limits.ofAddress(request.ip);
      return true;
    }
    const byItself = this.reflector.getAllAndOverride<true | undefined>(unattendedKey, route) ?? false;
    const caller = await this.#identify(request, reply, rule.scopes, byItself).catch(async (error: unknown) => {
      // Whoever tries tokens tries many.
      if (error instanceof Problem && error.status < 500) await this.door.limits.ofAddress(request.ip);
      throw error;
    });
    const cost = this.reflector.getAllAndOverride<CostRule | undefined>(costKey, route) ?? 1;
    await this.door.limits.ofCaller(caller, typeof cost === 'number' ? cost : cost(request.body));
    if (rule.roles !== 'any' && !rule.roles.includes(caller.role)) {
      throw forbidden(`Expected the role ${rule.roles.join(' or ')}, but yours is ${caller.role}`);
    }
    request.caller = caller;
    return true;
  }

  async #identify(request: Request, reply: Reply, scopes: readonly Scope[], byItself: boolean): Promise<Caller> {
    const { authorization, cookie } = request.headers;
    const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
    if (token) return this.#byToken(token, reply, scopes);
    if (authorization === undefined && cookie) return this.#bySession(request, reply, scopes, byItself);
    challenge(reply);
    throw unauthorized('Expected the header "Authorization: Bearer <token>", or a browser that is signed in');
  }

  async #byToken(token: string, reply: Reply, scopes: readonly Scope[]): Promise<Caller> {
    const verified = await verifyToken(token, this.door.rules);
    if (verified.kind === 'invalid') {
      challenge(reply, `, error="invalid_token", error_description="${verified.reason}"`);
      throw unauthorized(verified.reason);
    }
    if (!scopes.some((scope) => verified.claims.scopes.includes(scope))) {
      challenge(reply, `, error="insufficient_scope", scope="${scopes.join(' ')}"`);
      throw forbidden(`Expected a token with the scope ${anyOf(scopes)}, but this one lacks it`);
    }
    const caller = await this.door.findCaller(verified.claims);
    const may = scopesOf(caller);
    const held = verified.claims.scopes.filter((scope) => may.some((own) => own === scope));
    if (!scopes.some((scope) => held.includes(scope))) {
      throw forbidden(`Expected someone who may use ${anyOf(scopes)}, but your role may not`);
    }
    return { ...caller, scopes: held };
  }

  async #bySession(request: Request, reply: Reply, scopes: readonly Scope[], byItself: boolean): Promise<Caller> {
    const { door } = this;
    const origin = door.originOf(request);
    const secret = readCookie(request.headers.cookie, 'session', origin);
    const attended = !byItself && request.headers['dosisflow-unattended'] === undefined;
    const session = secret && (await door.findSession(secret, attended));
    if (!session) {
      challenge(reply);
      throw unauthorized('Expected a browser that is signed in, but its session has ended; sign in again');
    }
    if (!mayComeFrom(request, origin)) {
      throw forbidden('Expected a request from a page of ours, but the browser does not say that it is');
    }
    const { subject } = session;
    const caller = await door.findCaller({ subject, scopes: [] }).catch(async (error: unknown) => {
      if (!(error instanceof Problem) || error.status !== 403) throw error;
      // Dismissed: out of every browser, and back only through the identity provider.
      await door.endSessions(subject);
      reply.header('Set-Cookie', writeCookie('session', origin, '', 0));
      challenge(reply);
      throw unauthorized(error.detail);
    });
    const own = scopesOfSession[caller.role];
    if (!scopes.some((scope) => own.includes(scope)))
      throw forbidden(`Expected someone who may use ${anyOf(scopes)}, but your role may not`);
    request.session = session;
    return { ...caller, scopes: own };
  }
}

function anyOf(scopes: readonly Scope[]): string {
  return scopes.map((scope) => `"${scope}"`).join(' or ');
}

function challenge(reply: Reply, value = ''): void {
  reply.header('WWW-Authenticate', `Bearer realm="dosisflow"${value}`);
}

function unauthorized(detail: string): Problem {
  return new Problem(401, 'unauthorized', 'You are not signed in', detail);
}

function forbidden(detail: string): Problem {
  return new Problem(403, 'forbidden', 'You may not do this', detail);
}
