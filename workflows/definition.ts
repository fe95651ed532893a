/**
 * What a workflow is: a pure statechart, the messages it understands, and what the engine must know to run it.
 * The engine asks the chart everything; nothing here touches time, randomness, the database or the network.
 */
import type { AnyStateMachine } from 'xstate';
import type { Calendar } from './calendar.ts';
import type { PolicySet } from './policy/policy-set.ts';

export type WorkflowName = 'dose-dispensing' | 'dispensing-period' | 'hospital-stay';

/** A text a person reads: Danish first, English second. */
export interface Text {
  da: string;
  en: string;
}

/** An ISO 8601 instant in UTC, such as `2026-11-21T08:00:00Z`. */
export type Instant = string;

/** Who a person is when acting; an integration client acts as `client`, the engine itself as `system`. */
export type Role =
  | 'municipalNurse'
  | 'gp'
  | 'prescribingPharmacist'
  | 'hospitalWard'
  | 'coordinator'
  | 'administrator'
  | 'client'
  | 'system';

/** How a role is spoken of. */
export const roleNames: Readonly<Record<Role, Text>> = {
  municipalNurse: { da: 'kommunens sygeplejerske', en: 'the municipal nurse' },
  gp: { da: 'praktiserende læge', en: 'the general practitioner' },
  prescribingPharmacist: { da: 'behandlerfarmaceut', en: 'the prescribing pharmacist' },
  hospitalWard: { da: 'hospitalsafdeling', en: 'the hospital ward' },
  coordinator: { da: 'koordinator', en: 'the coordinator' },
  administrator: { da: 'administrator', en: 'the administrator' },
  client: { da: 'andet it-system', en: 'another IT system' },
  system: { da: 'Dosisflow selv', en: 'Dosisflow itself' },
};

/** The organisations that take part in a case. A case always has a municipality; it is the fallback for the others. */
type Party = 'municipality' | 'gpPractice' | 'pharmacy' | 'hospital';
export type Parties = { municipality: string } & Partial<Record<Exclude<Party, 'municipality'>, string>>;

/** Why a fact may be held, and hence who may see what it causes (P3). */
export type LegalBasis = 'fmk' | 'hospitalNotification' | 'municipal' | 'product';

export interface Actor {
  kind: 'person' | 'client' | 'system';
  id: string;
  organisationId?: string;
  role: Role;
}

export const systemActor: Actor = { kind: 'system', id: 'dosisflow', role: 'system' };

export type MessageKind = 'command' | 'fact' | 'timer' | 'internal';
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };
export type JsonObject = { [key: string]: Json | undefined };

/** Anything that may move a case. `key` makes it happen once; `occurredAt` is when it happened in the world. */
export interface Message {
  kind: MessageKind;
  type: string;
  data: JsonObject;
  occurredAt: Instant;
  by: Actor;
  key: string;
}

/** What a decision may depend on besides the case and the message. Placed in `context.env` for the chart to read. */
export interface Env {
  /** Decision time. Deadlines run from here; clinical order follows `occurredAt`. */
  at: Instant;
  policy: PolicySet;
  calendar: Calendar;
}

/** Every chart's context holds these. `env` is stripped before the snapshot is stored. */
export interface CaseContext {
  env: Env;
  caseId: string;
  parties: Parties;
}

/** The event a machine sees for every message but timers, whose event is only their key. */
export interface CaseEvent<Type extends string = string, Data = JsonObject> {
  type: Type;
  data: Data;
  occurredAt: Instant;
  by: Actor;
  key: string;
}

export interface CaseInput {
  env: Env;
  caseId: string;
  parties: Parties;
  data: JsonObject;
}

/** `meta` of a state. A state with a `task` waits for that role until the deadline, whose timer the chart must handle. */
export interface StateMeta {
  title?: Text;
  /** Leaves the title out of refusals: it says nothing about why. Diagrams and pages show it. */
  quiet?: true;
  task?: TaskMeta;
}

/** Gives a chart's `meta` its type in `setup`; the value is not used. */
export const stateMeta: StateMeta = {};

export interface TaskMeta {
  title: Text;
  role: Role;
  party: Party;
  /** The name of one of the workflow's deadlines. */
  deadline: string;
  basis: LegalBasis;
}

/** Something to do in the outside world, delivered at least once under a stable key. */
export interface Effect {
  kind: 'notice';
  /** The organisation told, in its part of this case. */
  party: Party;
  /** What the notice says, as a code: notices carry no personal data. */
  code: string;
}

/** A message to another case of the family, handled in the same transaction. */
export interface Tell {
  to: 'parent' | { child: string };
  type: string;
  data: JsonObject;
}

/** A message to every case that packs one of these products, paged by workers. */
export interface Broadcast {
  selector: { drugIds: string[] };
  type: string;
  data: JsonObject;
}

/**
 * The actions through which a chart asks for something. They run nothing: the engine reads them from the transition.
 * Spread into `setup({ actions })`.
 */
export const requests = {
  effect: (_: unknown, _effect: Effect): void => {},
  tell: (_: unknown, _tell: Tell): void => {},
  broadcast: (_: unknown, _broadcast: Broadcast): void => {},
};

/** A class-validator class: one per message, the source of API, OpenAPI and forms. */
export type DataClass = new () => object;

export type MessageSpec =
  | { kind: 'command'; label: Text; help?: Text; roles: readonly Role[]; data: DataClass }
  | { kind: 'fact'; label: Text; basis: LegalBasis; data: DataClass }
  /** From a relative in the family; the basis is that of the fact which made the relative tell. */
  | { kind: 'internal'; label: Text; basis: LegalBasis };

/** A countable fact, written and withdrawn with the decision that causes or undoes it (R69). */
export interface Statistic {
  key: string;
  kind: string;
  occurredAt: Instant;
  /** SOR id of the department or organisation counted, where there is one. */
  unit?: string;
}

export interface WorkflowDefinition {
  name: WorkflowName;
  version: number;
  title: Text;
  machine: AnyStateMachine;
  messages: Readonly<Record<string, MessageSpec>>;
  /**
   * Facts and internal messages that some state does not know. Every other one is known in every state: a guard may say that
   * what it tells is no news. The walks check the list both ways.
   */
  ignored: readonly string[];
  /** Why a command's guard says no. Such a guard reads context, and data only to refuse: before a form is filled in, data is empty. */
  guardReasons: Readonly<Record<string, Text>>;
  /** Due instants by name, for tasks; the chart's delays are computed from the same functions. */
  deadlines: Readonly<Record<string, (context: never) => Instant>>;
  /** What opens a case: an API call with this data, or a first fact for the family. */
  open:
    | { kind: 'command'; type: string; data: DataClass; roles: readonly Role[] }
    /** `child` says under which outside identifiers a fact knows its case, and what a new case is opened with. */
    | { kind: 'fact'; child: (fact: JsonObject) => { aliases: string[]; data: JsonObject } };
  /** Further outside identifiers under which later messages find this case inside its family, beside the one it was opened with. */
  aliases?: (context: never) => string[];
  statistics?: (context: never) => Statistic[];
  /** Drug ids whose back-orders and price-list changes concern this case. */
  packedDrugs?: (context: never) => string[];
  /** The dispensing period that this case is about, as read. */
  period?: (context: never) => PeriodFacts | undefined;
  /** Day by day what the citizen's drugs come from; `withStays` tells hospital days, which not everyone may know of (P3). */
  coverage?: (context: never, withStays: boolean) => Coverage | undefined;
}

export interface PeriodFacts {
  periodId: string;
  cardId: string;
  startDate: string;
  endDate: string;
  /** FMK's word. */
  status: string;
  expectedDelivery?: string;
  acutePacking?: string;
  discardReason?: string;
  drugIds?: string[];
  orderedAtPharmacy?: string;
  packedAtOrganisation?: string;
  changeCutOffAt: Instant;
  /** Whether FMK told the instant, the card its days, or our default stands in. */
  changeCutOffFrom: 'absolute' | 'cardDays' | 'agreementDefault';
  receivedAt?: Instant;
  /** Changes of status that FMK's own operations do not explain. */
  unexpectedChanges: { from: string; to: string; at: Instant }[];
}

/** Danish dates throughout, each span with its first and last day. */
export interface Coverage {
  from: string;
  to: string;
  drugs: DrugCoverage[];
  /** The first day ahead on which a drug comes from nowhere. */
  firstGap: string | null;
  /** The last day until which every drug comes from somewhere; null where today is not covered. */
  coveredUntil: string | null;
}

export interface DrugCoverage {
  drugId: string;
  spans: CoveredSpan[];
  firstGap: string | null;
}

export interface CoveredSpan {
  from: string;
  to: string;
  by: 'roll' | 'sideDosing' | 'hospital' | 'nothing';
  /** FMK's id of the period whose roll covers. */
  period?: string;
  /** No roll comes for these days, as the dose packing is on hold: someone must plan them. */
  onHold?: true;
}

export type Refusal = { code: RefusalCode; message: Text };
type RefusalCode = 'notAllowedInState' | 'guardFailed' | 'revisionConflict' | 'unknownCommand' | 'roleNotAllowed';

export interface Timer {
  key: string;
  dueAt: Instant;
}

export interface OpenTask {
  /** The id of the waiting state. */
  key: string;
  title: Text;
  role: Role;
  party: Party;
  organisationId: string;
  deadlineAt: Instant;
  basis: LegalBasis;
}

/** Who is next to act; nobody while the case waits for nothing. */
export type Responsible = { role: Role; organisationId: string } | undefined;
