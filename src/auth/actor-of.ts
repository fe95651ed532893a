import type { Actor } from '../../workflows/definition.ts';
import type { Caller } from './caller.ts';

/** The caller as the journal names it. */
export function actorOf(caller: Caller): Actor {
  return { kind: caller.kind, id: caller.id, role: caller.role, organisationId: caller.organisationId };
}
