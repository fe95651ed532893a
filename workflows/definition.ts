/**
 * What a workflow is: a pure statechart, the messages it understands, and what the engine must know to run it.
 * The engine asks the chart everything; nothing here touches time, randomness, the database or the network.
 */
import type { AnyStateMachine } from 'xstate';
import type { Calendar } from './calendar.ts';
import type { CutOffDerivation } from './dispensing-period/change-cut-off.ts';
import type { OpenStage } from './prescription-request/derive-request.ts';
import type { PolicySet } from './policy/policy-set.ts';
import type { RoutableKind, Routings } from './routing.ts';

export type { RoutableKind };

export type WorkflowName =
  'dose-dispensing' | 'dispensing-period' | 'hospital-stay' | 'prescription-request' | 'back-order' | 'substitution';

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
  | 'municipalPlanner'
  | 'gp'
  | 'practiceStaff'
  | 'prescribingPharmacist'
  | 'pharmacyStaff'
  | 'hospitalWard'
  | 'coordinator'
  | 'administrator'
  | 'dataProtectionOfficer'
  | 'client'
  | 'system';

/** How a role is spoken of. */
export const roleNames: Readonly<Record<Role, Text>> = {
  municipalNurse: { da: 'kommunens sygeplejerske', en: 'the municipal nurse' },
  municipalPlanner: { da: 'kommunens planlægger', en: 'the municipal planner' },
  gp: { da: 'praktiserende læge', en: 'the general practitioner' },
  practiceStaff: { da: 'praksispersonale', en: 'the practice staff' },
  prescribingPharmacist: { da: 'behandlerfarmaceut', en: 'the prescribing pharmacist' },
  pharmacyStaff: { da: 'apotekets personale', en: 'the pharmacy staff' },
  hospitalWard: { da: 'hospitalsafdeling', en: 'the hospital ward' },
  coordinator: { da: 'koordinator', en: 'the coordinator' },
  administrator: { da: 'administrator', en: 'the administrator' },
  dataProtectionOfficer: { da: 'databeskyttelsesrådgiver', en: 'the data protection officer' },
  client: { da: 'andet it-system', en: 'another IT system' },
  system: { da: 'Dosisflow selv', en: 'Dosisflow itself' },
};

/** Whose tasks a role sees and takes: that of a helper who works for another role of the same organisation, else its own. */
export function worksAs(role: Role): Role {
  return helps[role] ?? role;
}

/** What these may do of it themselves stands in `assistants.ts`. */
export const helps: Readonly<Partial<Record<Role, Role>>> = {
  municipalPlanner: 'municipalNurse',
  practiceStaff: 'gp',
  pharmacyStaff: 'prescribingPharmacist',
};

/**
 * The organisations that take part in a case. A case always has a municipality; it is the fallback for the others. The case
 * of a product has no citizen: in the municipality's place stands whoever runs Dosisflow.
 */
export type Party = 'municipality' | 'gpPractice' | 'pharmacy' | 'hospital' | 'region';
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
  /** What the collaboration agreements in force say of who does what, by municipality; none where nobody agreed. */
  routings?: Routings;
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

/** `meta` of a state. A state with a `task` waits for its deadline's role until it is due; the chart must handle the timer. */
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
  /** The name of one of the workflow's deadlines, which says whose the task is and when it is due. */
  deadline: string;
  basis: LegalBasis;
  /** The kind under which a collaboration agreement may give the task to another party; see `routing.ts`. */
  routed?: RoutableKind;
}

/** Where a named wait ends: at whom, and when. Context is the chart's, with `env`. */
export interface Deadline<Context> {
  role: Role;
  party: Party;
  due: (context: Context) => Instant;
}

/** Something to do in the outside world, delivered at least once under a stable key. */
export interface Effect {
  kind: 'notice';
  /** The organisation told, in its part of this case. */
  party: Party;
  /** What the notice says, as a code: notices carry no personal data. */
  code: string;
}

/**
 * A message to another case of the family, handled in the same transaction. A child that is not there is opened first where
 * `open` says as what; its key stands in clear and tells nothing about the citizen.
 */
export interface Tell {
  to: 'parent' | { child: string; open?: { workflow: WorkflowName; data: JsonObject } };
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
  /** Open tasks go to whom the agreement in force now names; otherwise a running task stays where it is. */
  reroute: (_: unknown): void => {},
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

/** A hospital department and its part of a stay; without an end it goes on. */
export interface Department {
  /** SOR id. */
  sor: string;
  from: Instant;
  until?: Instant;
}

interface Charge {
  key: string;
  /** Id of the tariff that the amounts follow. */
  tariff: string;
  /** Whole øre. `unknown`: the region’s share has not been told, so that nobody can say whose it is. */
  payers: { region: number; citizen: number; municipality: number; unknown: number };
}

/** What a roll that was handed out costs, and who pays. VAT included; the parts and the payers have the same sum. */
export interface RollCharge extends Charge {
  kind: 'roll';
  /** Danish date. */
  handedOutOn: string;
  days: number;
  components: { dispatch: number; packing: number; delivery: number };
  /** Who pays what the subsidy leaves of the dispatch and packing fees. */
  ownShare: 'citizen' | 'municipality';
}

/** What the region pays for a start, to the GP (code 4500), or for a pharmacist's re-prescription. */
export interface ServiceCharge extends Charge {
  kind: 'gpStart' | 'rePrescription';
  /** Danish date. */
  on: string;
}

export type FeeCharge = RollCharge | ServiceCharge;

/** A draft report of an adverse event (utilsigtet hændelse), without who it happened to. */
export interface AdverseEvent {
  draftedAt: Instant;
  /** A failed delivery: a roll that does not arrive is not a back-order. */
  cause: 'leveringssvigt';
  happened: 'notDispensed' | 'notDelivered' | 'discarded' | 'notReceived' | 'late';
  roll: { startDate: string; endDate: string; status: string; isAcute: boolean };
  changeCutOffAt?: Instant;
  expectedDelivery?: string;
  /** Kinds of organisations. */
  places: ('kommune' | 'apotek' | 'pakkeapotek')[];
}

/** How a case comes onto this version from the one before it (E8). Pure, in a file of its own in the workflow's folder. */
export interface VersionMigration {
  from: number;
  /**
   * What each state of the version before is here, by paths such as `course.active`: a path stands for the states below it
   * too, and the longest one counts. A state not named keeps its path; null where its region is no more. A region that is
   * new begins where it begins for a new case.
   */
  states: Readonly<Record<string, string | null>>;
  /** What the case knows, as this version keeps it; without it the same. */
  context?: (context: never) => object;
}

/** What an administrator may do to a case outside its chart, as the journal names it. No chart has messages of these names. */
export const administration = {
  migrateCase: { da: 'Forløbet er flyttet til en ny udgave', en: 'The case was migrated to another version' },
  repairCase: { da: 'Forløbet er rettet af en administrator', en: 'The case was repaired by an administrator' },
} as const satisfies Record<string, Text>;
export type Administration = keyof typeof administration;

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
  /** The waits by name. Tasks take role, party and due instant from here, the chart's delays the due instant. */
  deadlines: Readonly<Record<string, Deadline<never>>>;
  /** What opens a case: an API call with this data, or a first fact for the family. */
  open:
    | { kind: 'command'; type: string; data: DataClass; roles: readonly Role[] }
    /** `child` says under which outside identifiers a fact knows its case, and what a new case is opened with. */
    | {
        kind: 'fact';
        child: (fact: JsonObject) => { aliases: string[]; data: JsonObject };
        /** Opened also in a family that has ended: what this fact tells is never refused. */
        afterEnding?: true;
      }
    /** Its parent, which tells it something for the first time. */
    | { kind: 'parent' }
    /** The first fact of this type about a product: the case has no citizen. What the fact means for whom is read beside it. */
    | { kind: 'product'; type: string; data: DataClass };
  /** Of a version after the first. */
  migration?: VersionMigration;
  /** Further outside identifiers under which later messages find this case inside its family, beside the one it was opened with. */
  aliases?: (context: never) => string[];
  statistics?: (context: never) => Statistic[];
  /** The hospital departments that the case is about, each with its time: they take part as long. */
  departments?: (context: never) => Department[];
  /** The fees that stand, as amounts were when they arose. */
  charges?: (context: never) => FeeCharge[];
  /** The draft report of an adverse event that someone has had made, as data and as text in Danish. */
  adverseEvent?: (context: never) => (AdverseEvent & { text: string }) | undefined;
  /** Drug ids whose back-orders and price-list changes concern this case. */
  packedDrugs?: (context: never) => string[];
  /** The dispensing period that this case is about, as read. */
  period?: (context: never) => PeriodFacts | undefined;
  /** The prescription request that this case is about, as read. */
  request?: (context: never) => RequestFacts | undefined;
  /** The case that this one, a duplicate, was merged into, while that stands. */
  mergedInto?: (context: never) => string | undefined;
  /** What FMK should show as well. */
  knownOfFmk?: (context: never) => KnownOfFmk;
  /** Whether a fact tells only what the case shows already: a comparison with FMK leaves it out. */
  isOldNews?: (context: never, type: string, data: JsonObject, occurredAt: Instant) => boolean;
  /** What the tasks of this case may ask about, for those who answer without opening the whole case. */
  questions?: (context: never) => Question[];
  /** What this open task is about, where its title, the same for everyone, cannot say. */
  aboutTask?: (context: never, task: string) => AboutTask | undefined;
  /** Drug ids that the citizen has marked private: no answer about any case of the family names them. */
  privateDrugs?: (context: never) => string[];
  /** By command and field: what it can be about now, for whoever cannot know an outside identifier by heart. */
  choices?: Readonly<Record<string, Readonly<Record<string, (context: never) => readonly Choice[]>>>>;
  /** Day by day what the citizen's drugs come from; `withStays` tells hospital days, which not everyone may know of (P3). */
  coverage?: (context: never, withStays: boolean) => Coverage | undefined;
}

/** An identifier that a command can be given, with the drug that it stands for. */
export interface Choice {
  value: string;
  drugId: string;
}

/** What a case rests on that FMK shows too, by FMK's ids. */
export interface KnownOfFmk {
  /** FMK may be read: the citizen is in care here (§8.1.14). */
  isLive: boolean;
  holds: { registrationId: string; from: Instant }[];
  notSuited: { registrationId: string; from: Instant }[];
  prescriptions: { prescriptionId: string; drugId: string }[];
  /** The drug of each drug medication. */
  drugs: Record<string, string>;
  /** Not over, and not deleted. */
  periods: { periodId: string }[];
}

export interface AboutTask {
  /** LMS drug ids. */
  drugs: readonly string[];
  /** What the same task asks for when this is settled. */
  next: readonly Text[];
}

export type QuestionKind = 'renewal' | 'orderEnd' | 'tidying' | 'prescribing' | 'gpWord' | 'substitution';

/** What a task asks about, in the citizen's own data. */
export interface Question {
  kind: QuestionKind;
  /** How the key of its task begins. */
  task: string;
  drugs: {
    drugId: string;
    prescriptionId?: string;
    drugMedicationId?: string;
    /** Instant or day on which it ends. */
    until?: string;
  }[];
  /** It asks about more, which the citizen has marked private. */
  hasPrivateDrugs?: true;
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
  /** The same as ordered, where the pharmacy packs others instead. */
  orderedDrugIds?: string[];
  /** Packed as well, and private: FMK does not tell what it is. */
  hiddenDrugs?: { drugMedicationId: string; warningCode?: string }[];
  orderedAtPharmacy?: string;
  packedAtOrganisation?: string;
  /** When FMK says that the card was made. */
  cardCreatedOn?: string;
  changeCutOffAt: Instant;
  /** Whether FMK told the instant, the card its days, an agreement says it, or the policy's number stands in. */
  changeCutOffFrom: CutOffDerivation;
  receivedAt?: Instant;
  /** Changes of status that FMK's own operations do not explain. */
  unexpectedChanges: { from: string; to: string; at: Instant }[];
}

export interface RequestFacts {
  requestId: string;
  /** FMK's word, as `createdBy`. */
  status: string;
  createdBy: string;
  askedAt: Instant;
  drugId: string;
  /** With the way that a request takes there, by the unit's region (R62, R63). */
  addressedTo: { source: string; id: string; name?: string; route: string }[];
  prescriptionId?: string;
  validTo?: Instant;
  /** The last change cut-off before the prescription runs out. */
  lastCutOffAt?: Instant;
  /** The latest one; `seen` is what the municipality's care record lets its staff see of it (R64). */
  rejection?: { at: Instant; reason?: string; seen: 'shown' | 'findable' | 'invisible' };
}

/** Danish dates throughout, each span with its first and last day. */
export interface Coverage {
  from: string;
  to: string;
  drugs: DrugCoverage[];
  /** The first day ahead on which a drug comes from nowhere, also after `to`; null where none is in sight. */
  firstGap: string | null;
  /** The first day ahead on which some drug may be missing from the roll that should hold it. */
  firstRisk: Risk | null;
  /** The day before `firstGap`; null where today is not covered, no gap is in sight, or some drug is not known. */
  coveredUntil: string | null;
  /** The last working day before the first gap, today included; null where none lies before it, or no gap is seen. */
  lastWorkingDay: string | null;
  /** The citizen has marked medicine in the rolls private: FMK does not tell what it is, so this is not all (§4.1.4). */
  hasPrivateDrugs?: true;
}

export interface DrugCoverage {
  drugId: string;
  spans: CoveredSpan[];
  firstGap: string | null;
  firstRisk: Risk | null;
  /** Its prescriptions are cancelled or expired: from this day at the latest no roll may hold it (BEK 827/2024 §115). */
  goneFrom?: string;
  /** No price list held it when it was recorded: its D mark is the word of whoever recorded it. */
  isUnlisted?: true;
}

export interface CoveredSpan {
  from: string;
  to: string;
  by: 'roll' | 'sideDosing' | 'hospital' | 'nothing';
  /** FMK's id of the period whose roll covers. */
  period?: string;
  /** No roll comes for these days, as the dose packing is on hold: someone must plan them. */
  onHold?: true;
  /**
   * Why the roll may come without the drug: it is not packed yet, and nothing has renewed the prescription that runs out before
   * these days; or the drug is on back-order.
   */
  atRisk?: 'prescription' | 'backOrder';
  /** Where the prescription runs out: how far FMK's request to renew it is; absent where none is known. */
  renewal?: OpenStage;
}

/** A day, Danish date, that a roll may not cover after all, and why: see `CoveredSpan`. */
export interface Risk extends Pick<CoveredSpan, 'renewal'> {
  day: string;
  cause: NonNullable<CoveredSpan['atRisk']>;
}

export type Refusal = { code: RefusalCode; message: Text };
type RefusalCode =
  | 'notAllowedInState'
  | 'guardFailed'
  | 'revisionConflict'
  | 'unknownCommand'
  | 'roleNotAllowed'
  /** The command answers a task that another organisation of the case has. */
  | 'organisationNotAllowed';

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
