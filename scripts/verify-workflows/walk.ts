/**
 * Walks everything a family of cases can reach over a stated alphabet, breadth first, so that the first failure found has
 * a shortest path. It runs the engine's own `decideFamily`: what is proven is what runs. `xstate/graph` is not used, as it
 * does not fire `after`.
 */
import type { AnyMachineSnapshot, AnyStateNode } from 'xstate';
import { decideFamily } from '../../src/engine/decide-family.ts';
import type { Family, Member, Step, Target } from '../../src/engine/decide-family.ts';
import { open, withEnv } from '../../src/engine/decide.ts';
import type { CaseContext, Env, Instant, JsonObject, Message, WorkflowDefinition } from '../../workflows/definition.ts';
import { systemActor } from '../../workflows/definition.ts';
import { current } from '../../workflows/policy/current.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import type { Rule } from './rules.ts';
import { areAlike, noteRules, watch } from './rules.ts';

/** A family at a moment. */
export interface World {
  family: Family;
  at: Instant;
  /** The rules in force; those of today where it is left out. */
  policy?: PolicySet | undefined;
  /** How it came about, for whoever records it: with what its case was opened, or by which move from which world. */
  came?: { data: JsonObject } | { from: World; by: Move };
}

/** One thing that may happen. */
export interface Move {
  name: string;
  target: Target;
  message: Message;
  /** The rules that are in force from this message on: a running case meets them at its next decision. */
  policy?: PolicySet;
  /** What is said instead where the walk is made again under a set that changes this rule. */
  under?: { rule: Rule; move: Move };
}

export interface Edge {
  before: World;
  move: Move;
  steps: readonly Step[];
  after: World;
}

/** Says what is wrong, or nothing. */
export interface Check {
  name: string;
  /** Says the same under all rules, though it looks at them. */
  whateverRules?: true;
  state?: (world: World) => string | undefined;
  edge?: (edge: Edge) => string | undefined;
  /** At the end, over all that was found; `from` is the number of the state it complains about. */
  graph?: (graph: Graph) => { from: number; sentence: string } | undefined;
}

interface Graph {
  worlds: readonly World[];
  /** Numbers of the states that a state leads to. */
  next: readonly (readonly number[])[];
  /** Numbers of the states from which the walk did not follow everything, as it stopped at its bound. */
  cut: ReadonlySet<number>;
}

export interface Walk {
  start: World;
  definitions: readonly WorkflowDefinition[];
  /** Facts and commands that may happen in any state; timers are added from what is armed. */
  moves: readonly Move[];
  /** Timers left out, for parts that others stand for. */
  leaveOut?: (timerKey: string) => boolean;
  /** A member's context without what cannot make a difference to what happens next. */
  essence?: (context: CaseContext, at: Instant) => unknown;
  maxStates: number;
  maxDepth?: number;
  /** For a chart known to be broken: the first failure is enough. */
  stopAtFailure?: boolean;
  /** What walks from the same start by the same messages have followed under other rules; this one adds to it. */
  followed?: Followed;
}

/**
 * The steps of a walk, by the family that each began with. Under rules that differ only in what a step did not look at it is
 * the same step, and so with what the checks did not look at: a walk under another set costs what that set may change.
 */
export type Followed = WeakMap<Family, Map<string, FollowedStep>>;

interface FollowedStep {
  policy: PolicySet;
  /** Rules that the charts looked at. */
  rules: ReadonlySet<Rule>;
  at: Instant;
  family: Family;
  steps: readonly Step[];
  /** What tells the family from others; none where the message did nothing. */
  essence?: string;
  /** Under which rules each check saw the step and the family, and at which of the rules it looked. */
  seen: { edge: Map<string, Seen>; state: Map<string, Seen> };
}

interface Seen {
  policy: PolicySet;
  rules: ReadonlySet<Rule>;
}

export interface Report {
  states: number;
  transitions: number;
  depth: number;
  milliseconds: number;
  /** Whether nothing more can be reached, or the walk stopped at its bound. */
  complete: boolean;
  worlds: readonly World[];
  /** `workflow type` of every message that some state accepted. */
  accepted: ReadonlySet<string>;
  /** Names of the moves that did something in some state. */
  moved: ReadonlySet<string>;
  /** Rules that some set of those shipped changes and that the charts looked at on the way. */
  rulesRead: ReadonlySet<Rule>;
  /** Those, and the ones at which the checks looked. */
  rulesThatMatter: ReadonlySet<Rule>;
  failures: { check: string; sentence: string; path: string[] }[];
}

/** Of the root of every family walked. */
export const rootId = '6ef2055a-fea5-4d9d-8b1b-3cf1b4a3b2a0';

const holidays: readonly string[] = [];

export function envAt(at: Instant, policy: PolicySet = current): Env {
  return { at, policy: watch(policy), calendar: { holidays } };
}

/** A family of one case, as its first message will find it. */
export function startWith(definition: WorkflowDefinition, at: Instant, data: JsonObject, policy?: PolicySet): World {
  const parties = { municipality: '0101', gpPractice: '999901', pharmacy: '99901' };
  const { next } = open(definition, { env: envAt(at, policy), caseId: rootId, parties, data });
  const member: Member = { id: rootId, parentId: undefined, childKey: undefined, definition, state: next, revision: 0 };
  return { family: [member], at, policy, came: { data } };
}

export function walk(options: Walk, checks: readonly Check[]): Report {
  const { start, moves, maxStates, maxDepth = Infinity, followed } = options;
  const rulesRead = new Set<Rule>();
  const rulesThatMatter = new Set<Rule>();
  const definitionOf = (name: string): WorkflowDefinition => {
    const found = options.definitions.find((definition) => definition.name === name);
    if (!found) throw new Error(`Expected the walk to know ${name}, but it was not given`);
    return found;
  };
  const began = performance.now();
  /** By rules and essence: what makes two worlds the same. */
  const numbers = new Map<string | undefined, Map<string, number>>();
  const numbersUnder = (policy: PolicySet | undefined): Map<string, number> => {
    const known = numbers.get(policy?.id) ?? new Map<string, number>();
    numbers.set(policy?.id, known);
    return known;
  };
  numbersUnder(start.policy).set(essenceOf(start, options), 0);
  const worlds = [start];
  const cameBy: { from: number; name: string; depth: number }[] = [{ from: -1, name: '', depth: 0 }];
  const next: number[][] = [];
  const accepted = new Set<string>();
  const moved = new Set<string>();
  const cut = new Set<number>();
  const failures: Report['failures'] = [];
  let transitions = 0;
  let depth = 0;

  const pathTo = (state: number): string[] => {
    const path: string[] = [];
    for (let at = state; at > 0; at = cameBy[at]?.from ?? 0) path.unshift(cameBy[at]?.name ?? '');
    return path;
  };
  const fail = (check: Check, sentence: string | undefined, path: () => string[]): void => {
    if (sentence && !failures.some((failure) => failure.check === check.name))
      failures.push({ check: check.name, sentence, path: path() });
  };
  /** Lets each check see what is as it was only where rules at which it looked are others now. */
  const show = (seen: Map<string, Seen>, policy: PolicySet, see: (check: Check) => void): void => {
    for (const check of checks) {
      let last = seen.get(check.name);
      if (!last || !areAlike(last.policy, policy, last.rules)) {
        const rules = new Set<Rule>();
        noteRules(rules, () => see(check));
        last = { policy, rules };
        seen.set(check.name, last);
      }
      if (!check.whateverRules) for (const rule of last.rules) rulesThatMatter.add(rule);
    }
  };
  const follow = (before: World, move: Move, policy: PolicySet): FollowedStep => {
    const steps = followed?.get(before.family) ?? new Map<string, FollowedStep>();
    followed?.set(before.family, steps);
    // A timer of the same name may be armed in several members.
    const name = `${move.name} ${move.target.kind === 'case' ? move.target.caseId : ''}`;
    const known = steps.get(name);
    if (known && areAlike(known.policy, policy, known.rules)) return known;
    const at = laterOf(before.at, move.message.kind === 'timer' ? move.message.occurredAt : before.at);
    const rules = new Set<Rule>();
    const decided = noteRules(rules, () =>
      decideFamily(before.family, definitionOf, move.target, move.message, envAt(at, policy)),
    );
    const isNews = !known || exactly(known.family) !== exactly(decided.family);
    const step = {
      policy,
      rules,
      at,
      ...(isNews ? decided : known),
      steps: decided.steps,
      seen: { edge: new Map(), state: new Map() },
    };
    steps.set(name, step);
    return step;
  };

  show(new Map(), start.policy ?? current, (check) => fail(check, check.state?.(inForce(start)), () => []));
  for (let from = 0; from < worlds.length; from += 1) {
    if (options.stopAtFailure && failures.length > 0) break;
    const before = worlds[from] as World;
    const distance = cameBy[from]?.depth ?? 0;
    const reached: number[] = [];
    next.push(reached);
    if (distance >= maxDepth) {
      cut.add(from);
      continue;
    }
    for (const move of [...moves, ...timersOf(before, options)]) {
      if (!mayMove(before, move)) continue;
      const { policy = before.policy } = move;
      const step = follow(before, move, policy ?? current);
      for (const rule of step.rules) rulesRead.add(rule);
      const { at, family, steps } = step;
      const answer = steps.find(({ message }) => message === move.message)?.decision.kind;
      if (answer === 'refused' || (answer === 'ignored' && move.message.kind !== 'timer')) continue;
      transitions += 1;
      moved.add(move.name);
      for (const { decision, member, message } of steps)
        if (decision.kind === 'accepted') accepted.add(`${member.definition.name} ${message.type}`);
      const after: World = { family, at, policy, came: { from: before, by: move } };
      const path = (): string[] => [...pathTo(from), move.name];
      show(step.seen.edge, policy ?? current, (check) =>
        fail(check, check.edge?.({ before: inForce(before), move, steps, after: inForce(after) }), path),
      );
      step.essence ??= essenceOf(after, options);
      const alike = numbersUnder(policy);
      const known = alike.get(step.essence);
      if (known !== undefined) {
        reached.push(known);
        continue;
      }
      if (worlds.length >= maxStates) {
        cut.add(from);
        continue;
      }
      alike.set(step.essence, worlds.length);
      reached.push(worlds.length);
      worlds.push(after);
      cameBy.push({ from, name: move.name, depth: distance + 1 });
      depth = Math.max(depth, distance + 1);
      show(step.seen.state, policy ?? current, (check) => fail(check, check.state?.(inForce(after)), path));
    }
  }
  for (const check of checks) {
    const found = check.graph?.({ worlds, next, cut });
    if (found) fail(check, found.sentence, () => pathTo(found.from));
  }
  return {
    states: worlds.length,
    transitions,
    depth,
    milliseconds: Math.round(performance.now() - began),
    complete: cut.size === 0,
    worlds,
    accepted,
    moved,
    rulesRead,
    rulesThatMatter: new Set([...rulesThatMatter, ...rulesRead]),
    failures,
  };
}

/** What the firing of this timer is called on a path. */
export function timerName(key: string): string {
  return `the timer ${key.replace('xstate.after.', '')}`;
}

/** A member whose state does not know the message at all need not be asked: most commands, in most states. */
function mayMove({ family }: World, { target, message }: Move): boolean {
  if (target.kind !== 'case' || message.kind === 'timer') return true;
  const member = family.find(({ id }) => id === target.caseId);
  return member !== undefined && member.state.snapshot._nodes.some((node) => node.transitions.has(message.type));
}

/** Any armed timer may be the next to fire, as after an outage: so the order of due times need not be remembered. */
function timersOf({ family }: World, { leaveOut }: Walk): Move[] {
  return family.flatMap(({ id, state }) =>
    state.timers
      .filter(({ key }) => !leaveOut?.(key))
      .map(({ key, dueAt }) => ({
        name: timerName(key),
        target: { kind: 'case', caseId: id } as const,
        message: { kind: 'timer', type: key, data: {}, occurredAt: dueAt, by: systemActor, key } as const,
      })),
  );
}

function laterOf(a: Instant, b: Instant): Instant {
  return Date.parse(a) < Date.parse(b) ? b : a;
}

/** Where the charts stand, what they know, what is armed. Times are told apart by `essence`. */
function essenceOf({ family, at }: World, { essence = withoutEnv }: Walk): string {
  return JSON.stringify(
    family.map(({ childKey, state: { snapshot, timers, tasks } }): unknown[] => [
      childKey,
      snapshot.value as unknown,
      remembered(snapshot),
      essence(snapshot.context as CaseContext, at),
      timers.map(({ key }) => key).toSorted(),
      tasks.map(({ key }) => key).toSorted(),
    ]),
  );
}

/** All that is known of a family but the rules by which it came about. */
export function exactly(family: Family): string {
  return JSON.stringify(
    family.map(({ id, revision, state: { snapshot, timers, tasks } }): unknown[] => [
      ...[id, revision, snapshot.value as unknown, withoutEnv(snapshot.context as CaseContext), timers, tasks],
      Object.entries(snapshot.historyValue).map(([key, nodes]) => [key, nodes.map((node) => node.id)]),
    ]),
  );
}

/** The world with its rules in every member, for the checks: a step that is the same under several has those of the first. */
function inForce(world: World): World {
  const policy = watch(world.policy ?? current);
  const family = world.family.map((member): Member => {
    const { env } = member.state.snapshot.context as CaseContext;
    if (env.policy === policy) return member;
    return { ...member, state: { ...member.state, snapshot: withEnv(member.state.snapshot, { ...env, policy }) } };
  });
  return { ...world, family };
}

/**
 * History counts only while a state that goes back to it is active: each such state is entered straight from what the
 * history remembers, so what was remembered longer ago is never used.
 */
function remembered({ _nodes, historyValue }: AnyMachineSnapshot): string[] {
  return _nodes.flatMap(historiesOf).flatMap((id) => historyValue[id]?.map((node) => node.id) ?? []);
}

const histories = new WeakMap<AnyStateNode, string[]>();

/** Ids of the history states that this state goes back to by itself. */
function historiesOf(node: AnyStateNode): string[] {
  let ids = histories.get(node);
  if (!ids) {
    const targets = (node.always ?? []).flatMap(({ target }) => target ?? []);
    ids = targets.filter(({ type }) => type === 'history').map(({ id }) => id);
    histories.set(node, ids);
  }
  return ids;
}

function withoutEnv({ env: _, ...rest }: CaseContext): unknown {
  return rest;
}
