import type { Actor, Instant, JsonObject, Message, Role, WorkflowName } from '../../workflows/definition.ts';

/** Where something said goes: the citizen's case, or the child of these outside identifiers. */
export type Address =
  | { kind: 'case' }
  /** A child that is there, by the name that the family has for it. */
  | { kind: 'member'; childKey: string }
  | { kind: 'child'; workflow: WorkflowName; aliases: readonly string[]; data: JsonObject };

/** One thing said to a citizen's family, when it arrives. */
export interface Happening {
  at: Instant;
  /** Who says it, for stories: a source of events, or the person who answers. */
  from: string;
  to: Address;
  message: Message;
  /** What FMK's fact is about: a later reading shows the latest of each. */
  object?: string;
}

/** Ids of the register that a simulation has of its own; artificial, as the citizens are. */
export const organisations = {
  municipality: '00000000-0000-4000-8000-000000000101',
  otherMunicipality: '00000000-0000-4000-8000-000000000102',
  gpPractice: '00000000-0000-4000-8000-000000000103',
  pharmacy: '00000000-0000-4000-8000-000000000104',
} as const;

export const parties = {
  municipality: organisations.municipality,
  gpPractice: organisations.gpPractice,
  pharmacy: organisations.pharmacy,
};

export function personAs(role: Role): Actor {
  return { kind: 'person', id: `simulated-${role}`, role };
}

const adapter: Actor = { kind: 'client', id: 'simulated-adapter', role: 'client' };

/** A fact of FMK or a hospital: it arrives as it happens, until the network has had it. */
export function fact(
  from: string,
  to: Address,
  type: string,
  data: JsonObject,
  occurredAt: Instant,
  key: string,
): Happening {
  const message: Message = { kind: 'fact', type, data, occurredAt, by: adapter, key };
  return { at: occurredAt, from, to, message };
}

export function command(
  from: string,
  to: Address,
  type: string,
  data: JsonObject,
  at: Instant,
  role: Role = 'municipalNurse',
): Happening {
  const by = personAs(role);
  const message: Message = { kind: 'command', type, data, occurredAt: at, by, key: `${from}:${type}:${at}` };
  return { at, from, to, message };
}

export const toCase: Address = { kind: 'case' };

export function toRoll(periodId: string): Address {
  return { kind: 'child', workflow: 'dispensing-period', aliases: [periodId], data: { periodId } };
}

export function toStay(episode: string): Address {
  return { kind: 'child', workflow: 'hospital-stay', aliases: [episode], data: { episodes: [episode] } };
}

export function toRequest(requestId: string): Address {
  return { kind: 'child', workflow: 'prescription-request', aliases: [requestId], data: { requestId } };
}
