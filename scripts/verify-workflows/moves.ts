import type { JsonObject, Message } from '../../workflows/definition.ts';
import { codeOf, stayOf } from './stay-facts.ts';
import type { Move } from './walk.ts';
import { rootId } from './walk.ts';

/** A message of a walk. The same move always says the same, so that a walk stays finite. */
export function message(kind: Message['kind'], type: string, occurredAt: string, data: Message['data'] = {}): Message {
  return {
    kind,
    type,
    data,
    occurredAt,
    by: {
      kind: kind === 'command' ? 'person' : 'client',
      id: 'walker',
      role: kind === 'command' ? 'municipalNurse' : 'client',
    },
    key: `${type}:${occurredAt}`,
  };
}

/** What a hospital tells of a stay. */
export function told(fact: Message, of = ''): Move {
  return { name: of ? `${codeOf(fact)} of ${of}` : codeOf(fact), target: stayOf(fact), message: fact };
}

/** What the root case is told or commanded. */
export function toCase(kind: Message['kind'], type: string, on: string, data: JsonObject = {}, name = type): Move {
  return { name, target: { kind: 'case', caseId: rootId }, message: message(kind, type, on, data) };
}
