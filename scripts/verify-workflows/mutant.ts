import { createMachine } from 'xstate';
import type { WorkflowDefinition } from '../../workflows/definition.ts';

/** A chart as written, open to damage. */
export interface Chart {
  states: Record<string, Chart>;
  [part: string]: unknown;
}

/** The workflow with a damaged chart, to prove that a check sees the damage. */
export function mutant(definition: WorkflowDefinition, damage: (chart: Chart) => void): WorkflowDefinition {
  const chart = copy(definition.machine.config) as Chart;
  damage(chart);
  return { ...definition, machine: createMachine(chart as never, definition.machine.implementations as never) };
}

/** The state at a path such as `course.active`. */
export function stateAt(chart: Chart, path: string): Chart {
  return path.split('.').reduce<Chart>((at, key) => {
    const next = at.states[key];
    if (!next) throw new Error(`Expected the chart to have ${path}, but ${key} is missing`);
    return next;
  }, chart);
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)]));
}
