import type { Role, Text, WorkflowDefinition } from '../../workflows/definition.ts';
import { addressedElsewhere } from './addressed-elsewhere.ts';
import type { Giver } from './addressed-elsewhere.ts';
import { availability, isKnownHere } from './availability.ts';
import type { CaseState } from './decide.ts';
import { schemaOf } from './message-schema.ts';
import type { JsonSchema } from './message-schema.ts';

/** A command as a page offers it: a form from its schema, or a disabled button that says why. */
export interface AllowedCommand {
  type: string;
  label: Text;
  help?: Text;
  roles: readonly Role[];
  schema: JsonSchema;
  disabledReason?: Text;
}

/** The commands that the active states know, asked of the chart for this role and of the open tasks for this organisation. Commands of other states are not listed. */
export function allowedCommands(
  definition: WorkflowDefinition,
  { snapshot, tasks }: CaseState,
  giver: Giver,
): AllowedCommand[] {
  return Object.entries(definition.messages).flatMap(([type, spec]) => {
    if (spec.kind !== 'command' || !isKnownHere(snapshot, type)) return [];
    const refusal =
      addressedElsewhere(definition, snapshot, tasks, type, giver) ??
      availability(definition, snapshot, type, giver.role);
    return [
      {
        type,
        label: spec.label,
        ...(spec.help && { help: spec.help }),
        roles: spec.roles,
        schema: schemaOf(spec.data),
        ...(refusal && { disabledReason: refusal.message }),
      },
    ];
  });
}
