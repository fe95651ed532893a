import { SetMetadata, createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Role } from '../../workflows/definition.ts';
import type { Caller } from './caller.ts';

/** Scopes name a surface; roles say who may use a route of it. */
export type Scope = 'cases' | 'integration' | 'operations';

export type AccessRule =
  { kind: 'public'; reason: string } | { kind: 'caller'; scope: Scope; roles: readonly Role[] | 'any' };

export const accessKey = 'dosisflow:access';

/** Who may call this route. The guard closes every route that says nothing. */
export const Access = (scope: Scope, ...roles: Role[]): MethodDecorator & ClassDecorator =>
  SetMetadata(accessKey, { kind: 'caller', scope, roles: roles.length > 0 ? roles : 'any' } satisfies AccessRule);

export const Public = (reason: string): MethodDecorator & ClassDecorator =>
  SetMetadata(accessKey, { kind: 'public', reason } satisfies AccessRule);

/** The caller that the guard found, as a controller's parameter. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<{ caller?: Caller }>();
  if (!caller) throw new Error('Expected a caller: a public route has none');
  return caller;
});
