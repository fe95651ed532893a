import type { JsonObject, Message } from '../../workflows/definition.ts';
import { message } from './guarantees.ts';
import { codeOf, stayOf } from './stay-facts.ts';
import type { Move } from './walk.ts';
import { rootId } from './walk.ts';

/** What a hospital tells of a stay, in a walk. */
export function told(fact: Message, of = ''): Move {
  return { name: of ? `${codeOf(fact)} of ${of}` : codeOf(fact), target: stayOf(fact), message: fact };
}

/** What the root case is told or commanded, in a walk. */
export function toCase(kind: 'command' | 'fact', type: string, on: string, data: JsonObject = {}, name = type): Move {
  return { name, target: { kind: 'case', caseId: rootId }, message: message(kind, type, on, data) };
}
