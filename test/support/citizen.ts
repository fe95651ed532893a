import { responsibleOf } from '../../src/engine/decide.ts';
import { decideFamily } from '../../src/engine/decide-family.ts';
import type { Member, Step, Target } from '../../src/engine/decide-family.ts';
import type { Instant, JsonObject, Message, OpenTask, WorkflowName } from '../../workflows/definition.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { message } from '../../scripts/verify-workflows/moves.ts';
import { rollOf } from '../../scripts/verify-workflows/period-facts.ts';
import { requestOf } from '../../scripts/verify-workflows/request-facts.ts';
import { stayOf } from '../../scripts/verify-workflows/stay-facts.ts';
import type { World } from '../../scripts/verify-workflows/walk.ts';
import { envAt, rootId, startWith } from '../../scripts/verify-workflows/walk.ts';

/** One citizen whose dose packing runs, in memory: tell it things, and look. */
export class Citizen {
  world: World;
  lastSteps: readonly Step[] = [];

  constructor(at: Instant, data: JsonObject = {}, policy?: PolicySet) {
    this.world = startWith(definitionOf('dose-dispensing'), at, data, policy);
  }

  /** From now on these rules are in force; the case meets them at its next decision. */
  under(policy: PolicySet): this {
    this.world = { ...this.world, policy };
    return this;
  }

  hears(...facts: readonly Message[]): this {
    for (const fact of facts) this.take(this.addressOf(fact), fact);
    return this;
  }

  /** A command to the case, or to its only stay, roll or request; refused ones fail the test. */
  does(type: string, data: JsonObject = {}): this {
    const knows = (name: WorkflowName): boolean => type in definitionOf(name).messages;
    const child = (): Member =>
      knows('dispensing-period') ? this.roll : knows('prescription-request') ? this.request : this.stay;
    const to = knows('dose-dispensing') ? this.case : ({ kind: 'case', caseId: child().id } as const);
    const command = { ...message('command', type, this.world.at, data), key: `${type}:${this.world.at}` };
    const answer = this.take(to, command).find((step) => step.message === command)?.decision;
    if (answer?.kind !== 'accepted') throw new Error(`Expected ${type}, but it was ${JSON.stringify(answer)}`);
    return this;
  }

  /** Moves the clock, firing what falls due on the way, in order. */
  waitsUntil(at: Instant): this {
    for (;;) {
      const due = this.world.family
        .flatMap(({ id, state }) => state.timers.map((timer) => ({ id, ...timer })))
        .filter(({ dueAt }) => Date.parse(dueAt) <= Date.parse(at))
        .toSorted((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))[0];
      if (!due) break;
      this.world = { ...this.world, at: due.dueAt };
      this.take({ kind: 'case', caseId: due.id }, message('timer', due.key, due.dueAt));
    }
    this.world = { ...this.world, at };
    return this;
  }

  get stay(): Member {
    return this.only('hospital-stay');
  }

  get roll(): Member {
    return this.only('dispensing-period');
  }

  get request(): Member {
    return this.only('prescription-request');
  }

  /** The values of the case's regions, or of its only stay's. */
  region(name: string, of: Member | undefined = this.world.family[0]): unknown {
    return of && (of.state.snapshot.value as Record<string, unknown>)[name];
  }

  get tasks(): OpenTask[] {
    return this.world.family.flatMap(({ state }) => state.tasks);
  }

  /** The keys of the open tasks, without the ends that are the same for all. */
  get open(): string[] {
    return this.tasks.map(({ key }) => key.replace(/\.open\.due$/, '').replace('.open.overdue', ' overdue')).toSorted();
  }

  get responsible(): ReturnType<typeof responsibleOf> {
    return responsibleOf(this.tasks);
  }

  private only(name: WorkflowName): Member {
    const found = this.world.family.filter(({ definition }) => definition.name === name);
    const [child] = found;
    if (!child || found.length > 1) throw new Error(`Expected one ${name}, but there are ${found.length}`);
    return child;
  }

  private addressOf(fact: Message): Target {
    if ('episodes' in fact.data) return stayOf(fact);
    if ('requestId' in fact.data) return requestOf(fact);
    return 'periodId' in fact.data ? rollOf(fact) : this.case;
  }

  private readonly case: Target = { kind: 'case', caseId: rootId };

  private take(target: Target, given: Message): readonly Step[] {
    const { family, steps } = decideFamily(
      this.world.family,
      definitionOf,
      target,
      given,
      envAt(this.world.at, this.world.policy),
    );
    this.world = { ...this.world, family };
    this.lastSteps = steps;
    return steps;
  }
}
