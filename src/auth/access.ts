import { SetMetadata, createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Role } from '../../workflows/definition.ts';
import type { Caller } from './caller.ts';
import type { Session } from './sessions.ts';

/** Scopes name a surface; roles say who may use a route of it. */
export type Scope = 'cases' | 'integration' | 'operations';

export type AccessRule =
  | { kind: 'public'; reason: string; counted: boolean }
  | { kind: 'caller'; scopes: readonly [Scope, ...Scope[]]; roles: readonly Role[] | 'any' };

export const accessKey = 'dosisflow:access';

/** Who may call this route: by one scope, or any of several. The guard closes every route that says nothing. */
export const Access = (
  scope: Scope | readonly [Scope, ...Scope[]],
  ...roles: Role[]
): MethodDecorator & ClassDecorator =>
  SetMetadata(accessKey, {
    kind: 'caller',
    scopes: typeof scope === 'string' ? [scope] : scope,
    roles: roles.length > 0 ? roles : 'any',
  } satisfies AccessRule);

/** Open to everyone; `counted` against how many requests an address may send. */
export const Public = (reason: string, counted = true): MethodDecorator & ClassDecorator =>
  SetMetadata(accessKey, { kind: 'public', reason, counted } satisfies AccessRule);

export const costKey = 'dosisflow:cost';

export type CostRule = number | ((body: unknown) => number);

/** A request that counts as many against its caller's limit: one that could be used to try out numbers, say. */
export const Cost = (requests: CostRule): MethodDecorator & ClassDecorator => SetMetadata(costKey, requests);

export const unattendedKey = 'dosisflow:unattended';

/** A route that a page asks by itself, over and over: being asked keeps nobody signed in. */
export const Unattended = (): MethodDecorator => SetMetadata(unattendedKey, true);

/** The session that the guard found; undefined for a caller with a token. */
export const CurrentSession = createParamDecorator(
  (_: unknown, context: ExecutionContext): Session | undefined =>
    context.switchToHttp().getRequest<{ session?: Session }>().session,
);

/** The caller that the guard found, as a controller's parameter. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<{ caller?: Caller }>();
  if (!caller) throw new Error('Expected a caller: a public route has none');
  return caller;
});
