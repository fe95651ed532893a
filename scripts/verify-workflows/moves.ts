import { decideFamily } from '../../src/engine/decide-family.ts';
import type { JsonObject, Message, WorkflowDefinition, WorkflowName } from '../../workflows/definition.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { codeOf, stayOf } from './stay-facts.ts';
import type { Move, World } from './walk.ts';
import { envAt, rootId } from './walk.ts';

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

/** The world after these moves, as a start for a walk. */
export function having(world: World, moves: readonly Move[]): World {
  const { at, policy } = world;
  const definitions = (name: WorkflowName): WorkflowDefinition =>
    world.family.find(({ definition }) => definition.name === name)?.definition ?? definitionOf(name);
  return moves.reduce<World>((before, move) => {
    const { name, target, message: given } = move;
    const next = decideFamily(before.family, definitions, target, given, envAt(at, policy));
    if (next.steps.some(({ message, decision }) => message === given && decision.kind === 'refused'))
      throw new Error(`Expected ${name} on the way to the start of a walk, but it is refused`);
    return { ...before, family: next.family, came: { from: before, by: move } };
  }, world);
}

/** What a hospital tells of a stay. */
export function told(fact: Message, of = ''): Move {
  return { name: of ? `${codeOf(fact)} of ${of}` : codeOf(fact), target: stayOf(fact), message: fact };
}

/** What the root case is told or commanded. */
export function toCase(kind: Message['kind'], type: string, on: string, data: JsonObject = {}, name = type): Move {
  return { name, target: { kind: 'case', caseId: rootId }, message: message(kind, type, on, data) };
}
