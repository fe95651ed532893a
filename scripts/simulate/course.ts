/** How a citizen's life has come so far. Each step is looked at and counted, decided in memory or on a database alike. */
import { createHash } from 'node:crypto';
import { decideFamily } from '../../src/engine/decide-family.ts';
import type { Family, Step, Target } from '../../src/engine/decide-family.ts';
import { regionsOf } from '../../src/engine/decide.ts';
import type { Definitions } from '../../src/engine/load-family.ts';
import { environmentAt } from '../../src/engine/environment.ts';
import { plusDays } from '../../workflows/calendar.ts';
import { systemActor } from '../../workflows/definition.ts';
import type { Env, Instant, Message } from '../../workflows/definition.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { rootId } from '../verify-workflows/walk.ts';
import { parties } from './happening.ts';
import type { Address } from './happening.ts';
import { Inspection } from './inspection.ts';
import type { Complained } from './inspection.ts';
import type { Complaint } from './invariants.ts';
import type { Act, Done, Story } from './life.ts';
import { Watch } from './watch.ts';
import type { Tally } from './tally.ts';

export interface Played {
  tally: Tally;
  /** The same for the same end. */
  digest: string;
  complaint?: Complained;
}

export interface Options {
  /** Sees each step as it is taken, for those who write histories. */
  observe?: (steps: readonly Step[], env: Env) => void;
  /** Other charts than the registered ones. */
  definitions?: Definitions;
}

/** What an act comes to. Without steps: what has been heard before changes nothing (E2). */
export interface Decided {
  target: Target;
  message: Message;
  family: Family;
  steps: readonly Step[];
}

/** [I] As the engine loads families: a child closed longer ago is not told of anything by itself. */
const atHandDays = 90;

export class Course {
  family: Family = [];
  readonly #inspection: Inspection;
  readonly #policy: PolicySet;
  readonly #options: Options;
  readonly #watch: Watch;
  readonly #envs = new Map<string, Env>();
  readonly #closedAt = new Map<string, Instant>();
  readonly #heard = new Set<string>();
  readonly #endsAt: Instant;

  constructor({ fate }: Story, policy: PolicySet, options: Options = {}) {
    this.#policy = policy;
    this.#options = options;
    this.#watch = new Watch(fate);
    this.#endsAt = fate.endsAt;
    this.#inspection = new Inspection(fate.opensAt, this.envAt);
  }

  readonly envAt = (at: Instant): Env => {
    const day = at.slice(0, 10);
    const known = this.#envs.get(day) ?? { ...environmentAt(at), policy: this.#policy };
    this.#envs.set(day, known);
    return { ...known, at };
  };

  get complaint(): Complained | undefined {
    return this.#inspection.complaint;
  }

  /** Time has come this far: each day before is over, and is looked at. Whether the life goes on is the answer. */
  comesTo(at: Instant): boolean {
    this.#inspection.comesTo(at, this.family);
    return !this.complaint;
  }

  decide(act: Act): Decided {
    const { family } = this;
    const { definitions = definitionOf } = this.#options;
    const { target, message } = asked(act, family);
    if (act.kind === 'say' && this.#heard.has(message.key)) return { target, message, family, steps: [] };
    const atHand = family.filter(({ id }) => this.#isAtHand(id, act.at) || isMeant(target, id, family));
    const { family: moved, steps } = decideFamily(atHand, definitions, target, message, this.envAt(act.at));
    return {
      target,
      message,
      steps,
      family: [
        ...family.map((member) => moved.find(({ id }) => id === member.id) ?? member),
        ...moved.filter(({ id }) => !family.some((member) => member.id === id)),
      ],
    };
  }

  /** The act is done: the family is where it was decided to be, or where a database now has it. Answers as `comesTo`. */
  settle({ at }: Act, { target, message, steps, family: decided }: Decided, family = decided): boolean {
    const before = this.family;
    this.family = family;
    this.#heard.add(message.key);
    for (const { member } of steps) {
      const now = family.find(({ childKey }) => childKey === member.childKey);
      if (!now?.state.snapshot.hasTag('closed')) this.#closedAt.delete(now?.id ?? member.id);
      else if (!this.#closedAt.has(now.id)) this.#closedAt.set(now.id, at);
    }
    this.#options.observe?.(steps, this.envAt(at));
    this.#watch.see(steps, family, at);
    if (before.length > 0 && steps.length > 0)
      this.#inspection.sees(before, { name: message.type, target, message }, steps, family, at);
    return !this.complaint;
  }

  complain(wrong: Complaint, at?: Instant, act?: string): void {
    this.#inspection.complain(wrong, at, act);
  }

  /** The time simulated is over; a life that was complained about has not come so far. */
  end(done: Done = { gpContacts: 0, covered: [] }): Played {
    this.#inspection.end(this.family, this.#endsAt);
    const digest = createHash('sha256')
      .update(JSON.stringify(endOf(this.family)))
      .digest('hex')
      .slice(0, 16);
    const { complaint } = this;
    return { tally: this.#watch.result(this.family, done), digest, ...(complaint && { complaint }) };
  }

  #isAtHand(id: string, now: Instant): boolean {
    const closed = this.#closedAt.get(id);
    return closed === undefined || plusDays(closed, atHandDays) > now;
  }
}

/** Where each case of a citizen has come to, whatever ids it has. */
export function endOf(family: Family): unknown {
  return family
    .map(({ childKey, definition, revision, state: { snapshot, timers, tasks } }) => ({
      case: childKey ?? 'root',
      workflow: `${definition.name}@${definition.version}`,
      revision,
      state: Object.entries(regionsOf(snapshot))
        .map(([region, value]) => `${region} ${value}`)
        .toSorted(),
      timers: timers.map(({ key, dueAt }) => `${key} ${new Date(dueAt).toISOString()}`).toSorted(),
      tasks: tasks.map(({ key, deadlineAt }) => `${key} ${new Date(deadlineAt).toISOString()}`).toSorted(),
    }))
    .toSorted((a, b) => (a.case < b.case ? -1 : 1));
}

export function idOf(childKey: string | undefined, family: Family): string {
  const found = family.find((member) => member.childKey === childKey);
  if (!found) throw new Error(`Expected ${childKey ?? 'a root'} in the family, but it is not there`);
  return found.id;
}

function asked(act: Act, family: Family): { target: Target; message: Message } {
  switch (act.kind) {
    case 'open':
      return {
        target: { kind: 'root', caseId: rootId, workflow: 'dose-dispensing', parties },
        message: act.message,
      };
    case 'say':
      return { target: targetOf(act.happening.to, family), message: act.happening.message };
    case 'fire': {
      const { key, at } = act;
      return {
        target: { kind: 'case', caseId: idOf(act.childKey, family) },
        message: { kind: 'timer', type: key, data: {}, occurredAt: at, by: systemActor, key: `${key} ${at}` },
      };
    }
  }
}

function targetOf(to: Address, family: Family): Target {
  if (to.kind === 'child') return { ...to, root: idOf(undefined, family) };
  return { kind: 'case', caseId: idOf(to.kind === 'member' ? to.childKey : undefined, family) };
}

function isMeant(target: Target, id: string, family: Family): boolean {
  const member = family.find((other) => other.id === id);
  return (
    member?.parentId === undefined ||
    (target.kind === 'case' && target.caseId === id) ||
    (target.kind === 'child' && target.aliases.some((alias) => member.childKey === `${target.workflow}:${alias}`))
  );
}
