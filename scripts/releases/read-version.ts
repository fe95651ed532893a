import type { WorkflowDefinition } from '../../workflows/definition.ts';
import { allDefinitions } from '../../workflows/registry.ts';

/** `dose-dispensing@2` as the definition it names. Throws where there is none such, and says which there are. */
export function readVersion(given: string): WorkflowDefinition {
  const found = allDefinitions.find(({ name, version }) => `${name}@${version}` === given);
  if (found) return found;
  const known = allDefinitions.map(({ name, version }) => `${name}@${version}`).join(', ');
  throw new Error(`Expected a version as workflow@number, but ${given} is none of ${known}`);
}
