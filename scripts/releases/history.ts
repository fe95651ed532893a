/** A case's life as it was once decided: recorded once, replayed for ever, so that a released version goes on deciding the same. */
import { administer, isAdministration } from '../../src/engine/administer.ts';
import { decide, open, persist, regionsOf } from '../../src/engine/decide.ts';
import type { CaseState, Decision } from '../../src/engine/decide.ts';
import { environmentWith } from '../../src/engine/environment.ts';
import type { Step } from '../../src/engine/decide-family.ts';
import type { Definitions } from '../../src/engine/load-family.ts';
import { canonicalJson } from '../../src/kernel/canonical-json.ts';
import { createHash } from 'node:crypto';
import type { CaseContext, Env, Instant, Message, Parties, WorkflowName } from '../../workflows/definition.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';

export interface History {
  workflow: WorkflowName;
  version: number;
  caseId: string;
  parties: Parties;
  /** Whole, so that a history stands by itself. */
  policy: PolicySet;
  steps: HistoryStep[];
}

export interface HistoryStep {
  at: Instant;
  opened: boolean;
  message: Message;
  came: Outcome;
}

/** What a step came to, in words and with the whole context by its hash. */
interface Outcome {
  outcome: Decision['kind'];
  state: Record<string, string>;
  timers: string[];
  tasks: string[];
  context: string;
}

export function recorded({ member, message, decision, opened }: Step, env: Env): HistoryStep {
  return { at: env.at, opened, message, came: outcomeOf(member.state, decision.kind) };
}

/** Each step anew, by today's code, from the messages alone. */
export function replayHistory(history: History, definitions: Definitions): Outcome[] {
  const { workflow, version, caseId, parties, policy } = history;
  let definition = definitions(workflow, version);
  let state: CaseState | undefined;
  return history.steps.map(({ at, opened, message }) => {
    const env = environmentWith(at, policy);
    if (opened) {
      state = open(definition, { env, caseId, parties, data: message.data }).next;
      return outcomeOf(state, 'accepted');
    }
    if (!state) throw new Error(`Expected the history of ${caseId} to begin with its opening`);
    const decided = isAdministration(message.type)
      ? administer(definition, state, message, definitions, env)
      : { definition, decision: decide(definition, state, message, env) };
    if (decided.decision.kind === 'accepted') [state, definition] = [decided.decision.next, decided.definition];
    return outcomeOf(state, decided.decision.kind);
  });
}

function outcomeOf({ snapshot, timers, tasks }: CaseState, outcome: Decision['kind']): Outcome {
  return {
    outcome,
    state: regionsOf(snapshot),
    timers: timers.map(({ key, dueAt }) => `${dueAt} ${key}`).toSorted(),
    tasks: tasks.map(({ key, deadlineAt, organisationId }) => `${deadlineAt} ${key} ${organisationId}`).toSorted(),
    context: createHash('sha256')
      .update(canonicalJson(JSON.parse(JSON.stringify(persist(snapshot)))))
      .digest('hex')
      .slice(0, 16),
  };
}

export function newHistory({ member }: Step, { policy }: Env): History {
  return {
    workflow: member.definition.name,
    version: member.definition.version,
    caseId: member.id,
    parties: (member.state.snapshot.context as CaseContext).parties,
    policy,
    steps: [],
  };
}
