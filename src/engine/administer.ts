import type {
  Administration,
  Env,
  JsonObject,
  Message,
  Refusal,
  WorkflowDefinition,
} from '../../workflows/definition.ts';
import { administration, roleNames } from '../../workflows/definition.ts';
import type { CaseState, Decision } from './decide.ts';
import type { Definitions } from './load-family.ts';
import { migrate, repair } from './relocate.ts';
import type { Relocated } from './relocate.ts';

/** Which version the case stands on afterwards, and what was decided. */
export interface Administered {
  definition: WorkflowDefinition;
  decision: Decision;
}

/** `migrateCase`: both version numbers, so that a replay knows from where. `repairCase`: paths of states. Both: a reason. */
export interface MigrateCase extends JsonObject {
  from: number;
  to: number;
  reason: string;
}
interface RepairCase extends JsonObject {
  states: string[];
  reason: string;
}

type Handler = (
  definition: WorkflowDefinition,
  data: JsonObject,
  definitions: Definitions,
) => { to: WorkflowDefinition; relocate: (state: CaseState, env: Env) => Relocated };

const handlers: Record<Administration, Handler> = {
  migrateCase: (definition, data, definitions) => {
    const to = definitions(definition.name, (data as MigrateCase).to);
    return { to, relocate: (state, env) => migrate(definition, to, state, env) };
  },
  repairCase: (definition, data) => {
    const { states } = data as RepairCase;
    return { to: definition, relocate: (state, env) => repair(definition, states, state, env) };
  },
};

export function isAdministration(type: string): type is Administration {
  return Object.hasOwn(administration, type);
}

/** What an administrator's message does to a case, outside its chart. Pure; anyone else is refused. */
export function administer(
  definition: WorkflowDefinition,
  state: CaseState,
  message: Message,
  definitions: Definitions,
  env: Env,
): Administered {
  const { type, by } = message;
  if (!isAdministration(type)) throw new Error(`Expected an administrator's message, but got ${type}`);
  if (by.role !== 'administrator')
    return { definition, decision: { kind: 'refused', refusal: foreign(type, message) } };
  const { to, relocate } = handlers[type](definition, message.data, definitions);
  const decision = relocate(state, env);
  return { definition: decision.kind === 'accepted' ? to : definition, decision };
}

function foreign(type: Administration, { by }: Message): Refusal {
  const [who, what] = [roleNames.administrator, administration[type]];
  return {
    code: 'roleNotAllowed',
    message: {
      da: `”${what.da}” udføres af ${who.da}, ikke af ${roleNames[by.role].da}`,
      en: `Expected “${what.en}” from ${who.en}, but you are ${roleNames[by.role].en}`,
    },
  };
}
