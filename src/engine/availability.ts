import type { AnyMachineSnapshot } from 'xstate';
import { mayGive } from '../../workflows/assistants.ts';
import { roleNames } from '../../workflows/definition.ts';
import type { JsonObject, Refusal, Role, StateMeta, Text, WorkflowDefinition } from '../../workflows/definition.ts';

export { mayGive };

/**
 * Undefined where this role may give this command now; otherwise why not. The chart is the only rule book. Before a form
 * is filled in there is no data, and a guard that looks at data lets it pass.
 */
export function availability(
  definition: WorkflowDefinition,
  snapshot: AnyMachineSnapshot,
  type: string,
  role: Role,
  data: JsonObject = {},
): Refusal | undefined {
  const refusal = unknownOrForeign(definition, type, role);
  if (refusal || snapshot.can({ type, data })) return refusal;
  return unavailable(definition, snapshot, type);
}

/** A command that the workflow does not have, or that another role must give, whatever the state. */
export function unknownOrForeign(definition: WorkflowDefinition, type: string, role: Role): Refusal | undefined {
  const spec = definition.messages[type];
  if (spec?.kind !== 'command') {
    return {
      code: 'unknownCommand',
      message: {
        da: `Kommandoen ${type} findes ikke i ${definition.title.da}`,
        en: `Expected a command of ${definition.name}, but it has none named ${type}`,
      },
    };
  }
  if (mayGive(role, type, spec.roles)) return undefined;
  return {
    code: 'roleNotAllowed',
    message: {
      da: `”${spec.label.da}” udføres af ${namesOf(spec.roles, 'da', ' eller ')}, ikke af ${roleNames[role].da}`,
      en: `Expected “${spec.label.en}” from ${namesOf(spec.roles, 'en', ' or ')}, but you are ${roleNames[role].en}`,
    },
  };
}

function namesOf(roles: readonly Role[], language: keyof Text, or: string): string {
  return roles.map((role) => roleNames[role][language]).join(or);
}

/** Why the states do not take this command: a guard says no, or none of them knows it. */
export function unavailable(definition: WorkflowDefinition, snapshot: AnyMachineSnapshot, type: string): Refusal {
  const label = definition.messages[type]?.label ?? { da: type, en: type };
  const guard = guardsOf(snapshot, type)[0];
  if (guard) {
    const reason: Text = definition.guardReasons[guard] ?? { da: guard, en: guard };
    return {
      code: 'guardFailed',
      message: {
        da: `”${label.da}” er ikke muligt: ${reason.da}`,
        en: `Expected to ${lower(label.en)}, but ${reason.en}`,
      },
    };
  }
  return notAllowedHere(definition, snapshot, type);
}

export function notAllowedHere(definition: WorkflowDefinition, snapshot: AnyMachineSnapshot, type: string): Refusal {
  const label = definition.messages[type]?.label ?? { da: type, en: type };
  const here = titlesOf(definition, snapshot);
  return {
    code: 'notAllowedInState',
    message: {
      da: `”${label.da}” er ikke muligt: forløbet er ${here.da}`,
      en: `Expected to ${lower(label.en)}, but the case is ${here.en}`,
    },
  };
}

/** Whether some active state knows the command, whatever its guards say: such a command is shown, disabled with a reason. */
export function isKnownHere(snapshot: AnyMachineSnapshot, type: string): boolean {
  return snapshot._nodes.some((node) => (node.transitions.get(type)?.length ?? 0) > 0);
}

function guardsOf(snapshot: AnyMachineSnapshot, type: string): string[] {
  return snapshot._nodes
    .toReversed()
    .flatMap((node) => node.transitions.get(type) ?? [])
    .flatMap(({ guard }) => {
      if (typeof guard === 'string') return [guard];
      return guard && typeof guard === 'object' && 'type' in guard ? [guard.type] : [];
    });
}

/** The titles of the active states, in the words of the chart. */
export function titlesOf(definition: WorkflowDefinition, snapshot: AnyMachineSnapshot): Text {
  const titles = snapshot._nodes.flatMap((node) => {
    const { title, quiet } = (node.meta ?? {}) as StateMeta;
    return title && !quiet ? [title] : [];
  });
  if (titles.length === 0) return definition.title;
  return { da: titles.map((title) => title.da).join(', '), en: titles.map((title) => title.en).join(', ') };
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
