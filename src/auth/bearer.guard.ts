import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Problem } from '../kernel/problem.ts';
import { accessKey } from './access.ts';
import type { AccessRule } from './access.ts';
import type { Caller } from './caller.ts';
import type { FindCaller } from './find-caller.ts';
import { verifyToken } from './verify-token.ts';
import type { TokenRules } from './verify-token.ts';

export const TOKEN_RULES = Symbol('token rules');
export const FIND_CALLER = Symbol('find caller');

interface Request {
  headers: { authorization?: string };
  caller?: Caller;
}

interface Reply {
  header(name: string, value: string): unknown;
}

/** Stands before every route: one that carries neither @Access nor @Public is closed. */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(TOKEN_RULES) private readonly rules: TokenRules,
    @Inject(FIND_CALLER) private readonly findCaller: FindCaller,
  ) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(accessKey, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!rule) throw forbidden('Expected an access rule on this route, but it has none: it is closed to everyone');
    if (rule.kind === 'public') return true;

    const http = context.switchToHttp();
    const challenge = (value = ''): unknown =>
      http.getResponse<Reply>().header('WWW-Authenticate', `Bearer realm="dosisflow"${value}`);
    const request = http.getRequest<Request>();

    const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!token) {
      challenge();
      throw unauthorized('Expected the header "Authorization: Bearer <token>", but there is none that can be read');
    }
    const verified = await verifyToken(token, this.rules);
    if (verified.kind === 'invalid') {
      challenge(`, error="invalid_token", error_description="${verified.reason}"`);
      throw unauthorized(verified.reason);
    }
    if (!verified.claims.scopes.includes(rule.scope)) {
      challenge(`, error="insufficient_scope", scope="${rule.scope}"`);
      throw forbidden(`Expected a token with the scope "${rule.scope}", but this one lacks it`);
    }
    const caller = await this.findCaller(verified.claims);
    if (rule.roles !== 'any' && !rule.roles.includes(caller.role)) {
      throw forbidden(`Expected the role ${rule.roles.join(' or ')}, but yours is ${caller.role}`);
    }
    request.caller = caller;
    return true;
  }
}

function unauthorized(detail: string): Problem {
  return new Problem(401, 'unauthorized', 'You are not signed in', detail);
}

function forbidden(detail: string): Problem {
  return new Problem(403, 'forbidden', 'You may not do this', detail);
}
