/** What the chart's own step costs, with no database at all. */
import { randomUUID } from 'node:crypto';
import { decide, open } from '../../src/engine/decide.ts';
import type { CaseState } from '../../src/engine/decide.ts';
import { environmentAt } from '../../src/engine/environment.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { fullRound, messageOf, opening, preparation } from './workload.ts';
import type { Step } from './workload.ts';

/** Processor time in microseconds of a decision, the mean over so many rounds after as many to warm up. */
export function stepOfTheChart(rounds: number): number {
  const definition = definitionOf('dose-dispensing');
  const env = environmentAt(new Date().toISOString());
  const after = (state: CaseState, step: Step): CaseState => {
    const decision = decide(definition, state, messageOf(step), env);
    if (decision.kind !== 'accepted') throw new Error(`Expected ${step.type} to be accepted`);
    return decision.next;
  };
  const parties = { municipality: randomUUID() };
  const opened = open(definition, { env, caseId: randomUUID(), parties, data: opening.data });
  let state = preparation.reduce(after, opened.next);
  const walk = (): void => {
    for (let n = 0; n < rounds; n += 1) state = fullRound.reduce(after, state);
  };
  walk();
  const before = process.cpuUsage();
  walk();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (rounds * fullRound.length);
}
