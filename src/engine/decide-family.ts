import { v5 as uuidv5 } from 'uuid';
import type {
  CaseContext,
  Env,
  JsonObject,
  Message,
  Parties,
  Refusal,
  Tell,
  WorkflowDefinition,
  WorkflowName,
} from '../../workflows/definition.ts';
import { systemActor } from '../../workflows/definition.ts';
import { NeverRetryFault } from '../kernel/faults.ts';
import { addressedElsewhere } from './addressed-elsewhere.ts';
import { administer } from './administer.ts';
import { decide, open } from './decide.ts';
import type { Accepted, CaseState, Decision } from './decide.ts';
import type { Definitions } from './load-family.ts';

/** One case of a citizen's family, in memory. */
export interface Member {
  id: string;
  parentId: string | undefined;
  /** The name under which the parent and later messages know a child. */
  childKey: string | undefined;
  definition: WorkflowDefinition;
  state: CaseState;
  /** Counts accepted messages. */
  revision: number;
}

/** The cases of one citizen, or one product: the unit of locking. The first member is the root. */
export type Family = readonly Member[];

/** To a case known by id, by its chart or an administrator; to the child that goes by one of these outside identifiers, opened where there is none; or a new root. */
export type Target =
  | { kind: 'case'; caseId: string }
  /** To a case known by id, from an administrator and outside its chart: see `administer.ts`. */
  | { kind: 'administration'; caseId: string }
  | { kind: 'child'; root: string; workflow: WorkflowName; aliases: readonly string[]; data: JsonObject }
  | { kind: 'root'; caseId: string; workflow: WorkflowName; parties: Parties };

/** One message and what it did to one case; a new case's first step has `opened`. */
export interface Step {
  member: Member;
  message: Message;
  decision: Decision;
  opened: boolean;
}

const maxDepth = 8;

/**
 * What a message does to a family: to the case it is for, and through internal messages to its relatives. Pure.
 * The first step whose message is the given one is the answer; the steps come in the order they are journalled.
 */
export function decideFamily(
  family: Family,
  definitions: Definitions,
  target: Target,
  message: Message,
  env: Env,
  expectedRevision?: number,
): { family: Family; steps: Step[] } {
  let members = [...family];
  const steps: Step[] = [];

  const take = (member: Member, given: Message, decision: Decision, opened: boolean): Member => {
    const moved: Member =
      decision.kind === 'accepted' ? { ...member, state: decision.next, revision: member.revision + 1 } : member;
    members = members.some(({ id }) => id === moved.id)
      ? members.map((other) => (other.id === moved.id ? moved : other))
      : [...members, moved];
    steps.push({ member: moved, message: given, decision, opened });
    return moved;
  };

  const follow = (from: Member, decision: Accepted, depth: number): void => {
    for (const [n, tell] of decision.tells.entries()) {
      if (depth >= maxDepth)
        throw new NeverRetryFault(
          `Expected a family to settle within ${maxDepth} messages, but ${from.definition.name} goes on telling ${tell.type}`,
        );
      const to =
        tell.to === 'parent'
          ? members.find(({ id }) => id === from.parentId)
          : (members.find(
              (other) => other.parentId === from.id && other.childKey === (tell.to as { child: string }).child,
            ) ?? opened(from, tell, n, depth));
      if (!to) continue;
      const internal: Message = {
        kind: 'internal',
        type: tell.type,
        data: tell.data,
        occurredAt: env.at,
        by: systemActor,
        key: `${from.id}:${from.revision}:${n}`,
      };
      deliver(to, internal, depth + 1);
    }
  };

  /** The child that a parent tells of for the first time. */
  const opened = (from: Member, { to }: Tell, n: number, depth: number): Member | undefined => {
    if (to === 'parent' || !to.open) return undefined;
    const { child: childKey, open: as } = to;
    const newborn = {
      id: uuidv5(childKey, from.id),
      parentId: from.id,
      childKey,
      definition: definitions(as.workflow),
    };
    const opening: Message = {
      kind: 'internal',
      type: 'opened',
      data: as.data,
      occurredAt: env.at,
      by: systemActor,
      key: `${from.id}:${from.revision}:${n}:opened`,
    };
    return birth(newborn, partiesOf(from), opening, depth + 1);
  };

  const deliver = (to: Member, given: Message, depth: number): void => {
    const outside = target.kind === 'administration' && given === message;
    const { definition, decision } = outside
      ? administer(to.definition, to.state, given, definitions, env)
      : { definition: to.definition, decision: decide(to.definition, to.state, given, env) };
    const moved = take(definition === to.definition ? to : { ...to, definition }, given, decision, false);
    if (decision.kind === 'accepted') follow(moved, decision, depth);
  };

  const birth = (newborn: Omit<Member, 'state' | 'revision'>, parties: Parties, given: Message, depth = 0): Member => {
    const opening = open(newborn.definition, { env, caseId: newborn.id, parties, data: given.data });
    const moved = take({ ...newborn, state: opening.next, revision: 0 }, given, opening, true);
    follow(moved, opening, depth);
    return find(members, moved.id);
  };

  const childFor = (root: string, workflow: WorkflowName, aliases: readonly string[], data: JsonObject): Member => {
    const known = childOf(members, workflow, aliases);
    if (known) return known;
    const childKey = childKeys(workflow, aliases)[0] ?? `${workflow}:${message.key}`;
    const newborn = { id: uuidv5(childKey, root), parentId: root, childKey, definition: definitions(workflow) };
    const opened: Message = { ...message, kind: 'internal', type: 'opened', data, by: systemActor };
    return birth(newborn, partiesOf(find(members, root)), opened);
  };

  if (target.kind === 'root') {
    const definition = definitions(target.workflow);
    const root = { id: target.caseId, parentId: undefined, childKey: undefined, definition };
    birth(root, target.parties, message);
    return { family: members, steps };
  }
  const member =
    target.kind === 'case' || target.kind === 'administration'
      ? find(members, target.caseId)
      : childFor(target.root, target.workflow, target.aliases, target.data);
  if (expectedRevision !== undefined && expectedRevision !== member.revision) {
    take(member, message, { kind: 'refused', refusal: revisionConflict(expectedRevision, member.revision) }, false);
    return { family: members, steps };
  }
  const elsewhere = target.kind === 'case' && message.kind === 'command' ? elsewhereOf(member, message) : undefined;
  if (elsewhere) take(member, message, { kind: 'refused', refusal: elsewhere }, false);
  else deliver(member, message, 0);
  return { family: members, steps };
}

/** Asked where a message comes in, and not of a replay: whose a task was follows agreements, which a replay does not read. */
function elsewhereOf({ definition, state }: Member, { type, by }: Message): Refusal | undefined {
  return addressedElsewhere(definition, state.snapshot, state.tasks, type, by);
}

function find(members: readonly Member[], id: string): Member {
  const found = members.find((member) => member.id === id);
  if (!found) throw new NeverRetryFault(`Expected the case ${id} in its family, but it is not there`);
  return found;
}

/** What a family calls a child that came under one of these outside identifiers. */
export function childKeys(workflow: WorkflowName, aliases: readonly string[]): string[] {
  return aliases.map((alias) => `${workflow}:${alias}`);
}

/** The child that goes by one of these outside identifiers. The one it was opened with needs no look into the case. */
export function childOf(members: Family, workflow: WorkflowName, aliases: readonly string[]): Member | undefined {
  const keys = childKeys(workflow, aliases);
  const children = members.filter(({ definition }) => definition.name === workflow);
  return (
    children.find(({ childKey }) => childKey !== undefined && keys.includes(childKey)) ??
    children.find((child) => aliasesOf(child).some((alias) => aliases.includes(alias)))
  );
}

/** A workflow without aliases is not opened for them: a family keeps every period it ever had. */
function aliasesOf(member: Member): string[] {
  const { aliases } = member.definition;
  return aliases ? aliases(member.state.snapshot.context as never) : [];
}

function partiesOf(member: Member): Parties {
  return (member.state.snapshot.context as CaseContext).parties;
}

function revisionConflict(expected: number, actual: number): Refusal {
  return {
    code: 'revisionConflict',
    message: {
      da: `Forløbet er ændret, siden siden blev vist (udgave ${expected}, nu ${actual}). Se det nye, og prøv igen`,
      en: `Expected revision ${expected}, but the case is at ${actual}: someone else has moved it`,
    },
  };
}
