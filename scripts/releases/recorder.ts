/** Writes down what is decided of cases, with what that shows of their charts. */
import type { AnyStateNode } from 'xstate';
import { decideFamily } from '../../src/engine/decide-family.ts';
import type { Member, Step } from '../../src/engine/decide-family.ts';
import type { Actor, Env, Message } from '../../workflows/definition.ts';
import { definitionOf } from '../../workflows/registry.ts';
import type { History } from './history.ts';
import { newHistory, recorded } from './history.ts';

export interface Recording {
  history: History;
  /** Leaf states, messages with what came of them, and the rules: by these the most telling are chosen. */
  shows: Set<string>;
}

const mostSteps = 80;
const administrator: Actor = { kind: 'person', id: 'recorded-administrator', role: 'administrator' };

export class Recorder {
  readonly #cases = new Map<string, Recording & { last: Member; env: Env }>();

  readonly observe = (steps: readonly Step[], env: Env): void => {
    for (const step of steps) {
      const { member, message, decision } = step;
      const known = this.#cases.get(member.id);
      const { history, shows } = known ?? {
        history: newHistory(step, env),
        shows: new Set([`rules ${env.policy.id}`]),
      };
      if (history.steps.length >= mostSteps) continue;
      history.steps.push(recorded(step, env));
      for (const leaf of leavesOf(member)) shows.add(leaf);
      shows.add(`${decision.kind} ${message.type}`);
      this.#cases.set(member.id, { history, shows, last: member, env });
    }
  };

  /** Each case, with an administrator's repair at the end where something waits: it is put where it is, and waits anew. */
  recordings(): Recording[] {
    for (const { last, env } of [...this.#cases.values()]) {
      const waiting = leavesOf(last).find((leaf) => last.state.tasks.some(({ key }) => key === leaf));
      if (!waiting) continue;
      const states = [last.definition.machine.getStateNodeById(waiting).path.join('.')];
      const message: Message = {
        kind: 'command',
        type: 'repairCase',
        data: { states, reason: 'Optaget: fristen sættes igen' },
        occurredAt: env.at,
        by: administrator,
        key: 'repair',
      };
      this.observe(
        decideFamily([last], definitionOf, { kind: 'administration', caseId: last.id }, message, env).steps,
        env,
      );
    }
    return [...this.#cases.values()].map(({ history, shows }) => ({ history, shows }));
  }
}

/** Ids of the innermost states that the case is in. */
export function leavesOf({ state }: Member): string[] {
  return state.snapshot._nodes.filter(({ type }: AnyStateNode) => type === 'atomic').map(({ id }: AnyStateNode) => id);
}
