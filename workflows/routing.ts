/**
 * Who does what where a collaboration agreement says so (R36, R39, §8.1.6). Agreements are not settled by law, so they are
 * data; which tasks they may move, and to whom, is not: a task that rests on a hospital notification is no routable kind (P3).
 */
import { regionCodeOn } from './reference/regions.ts';
import type { AgreedCutOff } from './dispensing-period/change-cut-off.ts';
import type { Parties, Party, Role, TaskMeta } from './definition.ts';

export type { AgreedCutOff };

/** A role of one of the parties of a case. */
export interface Assignee {
  role: Role;
  party: Party;
}

const nurse: Assignee = { role: 'municipalNurse', party: 'municipality' };
const regionalNurse: Assignee = { role: 'municipalNurse', party: 'region' };
const gp: Assignee = { role: 'gp', party: 'gpPractice' };
const pharmacist: Assignee = { role: 'prescribingPharmacist', party: 'pharmacy' };

/** The kinds of tasks that may be given to another, each with those whose role may answer it. */
export const routable = {
  suitability: [nurse, regionalNurse, gp, pharmacist],
  consent: [nurse, regionalNurse],
  fee: [nurse, regionalNurse],
  prescribing: [nurse, regionalNurse],
  firstRoll: [nurse, regionalNurse],
  discrepancy: [nurse, regionalNurse],
  renewal: [gp, nurse, regionalNurse],
  orderEnd: [gp, nurse, regionalNurse],
  tidying: [gp, nurse, regionalNurse],
  planning: [nurse, regionalNurse, pharmacist],
} as const satisfies Record<string, readonly Assignee[]>;

export type RoutableKind = keyof typeof routable;
export const routableKinds = Object.keys(routable) as RoutableKind[];

/** One line of an agreement: this kind of task is this party's, where the case's own is among those who agreed. */
export interface Route extends Assignee {
  kind: RoutableKind;
  /** Organisations bound by the agreement; left out where a region's default binds all. */
  bound?: readonly string[];
}

/** The lines in force for a municipality, those that count first at the front. */
export type Routing = readonly Route[];
/** By id of the municipality. */
export type Routings = ReadonlyMap<string, Routing>;

export function mayBeRouted({ kind, role, party }: Route): boolean {
  return routable[kind].some((assignee) => assignee.role === role && assignee.party === party);
}

/**
 * Whose a task is: as the first line in force says that fits the case, else as the chart says. A case without that party
 * has nobody there to do it: the municipality's nurse does.
 */
export function assigneeOf(
  { role, party, routed, basis }: Assignee & Pick<TaskMeta, 'routed' | 'basis'>,
  parties: Parties,
  routing: Routing = [],
): Assignee & { organisationId: string } {
  const fits = (route: Route): boolean => {
    const organisationId = parties[route.party];
    return route.kind === routed && organisationId !== undefined && (route.bound?.includes(organisationId) ?? true);
  };
  const route = basis === 'hospitalNotification' ? undefined : routing.find((each) => fits(each) && mayBeRouted(each));
  const wanted = route ?? { role, party };
  const organisationId = parties[wanted.party];
  return organisationId
    ? { role: wanted.role, party: wanted.party, organisationId }
    : { ...nurse, organisationId: parties.municipality };
}

/** An agreement as recorded; of several records of one agreement the last one counts. */
export interface Agreement {
  id: string;
  /** Its municipality, or the region whose default it is. */
  municipalityId: string | undefined;
  regionCode: string | undefined;
  /** Organisations that agreed; a region's default binds all of the region. */
  parties: readonly string[];
  routes: readonly Omit<Route, 'bound'>[];
  /** Of the rolls of the pharmacies that agreed; the policy's number stands where none is agreed. */
  changeCutOff?: AgreedCutOff | undefined;
  /** Danish dates, both included. */
  validFrom: string;
  validTo: string | undefined;
}

export interface Recorded {
  /** In the order recorded. */
  agreements: readonly Agreement[];
  municipalities: readonly { id: string; regionCode: string | undefined }[];
}

/**
 * What holds on this Danish date: a municipality's agreements before its region's default, the one that began last first.
 * Pure: the same records, in the order recorded, and the same date give the same answer.
 */
export function routingsOn(
  date: string,
  agreements: Recorded['agreements'],
  municipalities: Recorded['municipalities'],
): Routings {
  const inForce = inForceOn(date, agreements);
  return new Map(
    municipalities.flatMap((municipality) => {
      const lines = agreementsOf(municipality, date, inForce).flatMap(({ routes, parties, regionCode }) =>
        routes.map((route) => ({ ...route, ...(regionCode === undefined && { bound: parties }) })),
      );
      return lines.length > 0 ? [[municipality.id, lines] as const] : [];
    }),
  );
}

/** When the rolls of this pharmacy can be changed last, as agreed for citizens of the municipality; undefined where nobody agreed. */
export function agreedCutOffOn(
  date: string,
  { agreements, municipalities }: Recorded,
  { municipality, pharmacy }: { municipality: string; pharmacy: string | undefined },
): AgreedCutOff | undefined {
  const own = municipalities.find(({ id }) => id === municipality);
  if (!own || pharmacy === undefined) return undefined;
  return agreementsOf(own, date, inForceOn(date, agreements)).find(
    ({ changeCutOff, parties, regionCode }) => changeCutOff && (regionCode !== undefined || parties.includes(pharmacy)),
  )?.changeCutOff;
}

/** The one that began last first; of several records of one agreement the last one counts. */
function inForceOn(date: string, recorded: readonly Agreement[]): Agreement[] {
  const latest = new Map(recorded.map((agreement) => [agreement.id, agreement]));
  return [...latest.values()]
    .filter(({ validFrom, validTo }) => validFrom <= date && (validTo === undefined || date <= validTo))
    .toSorted((a, b) => (`${a.validFrom} ${a.id}` > `${b.validFrom} ${b.id}` ? -1 : 1));
}

/** A municipality's own first, then its region's default. */
function agreementsOf(
  { id, regionCode }: Recorded['municipalities'][number],
  date: string,
  inForce: readonly Agreement[],
): Agreement[] {
  // From the reform on the merged region's default binds both; one of before goes on for those whom it bound.
  const codes = regionCode === undefined ? [] : [regionCode, regionCodeOn(regionCode, date)];
  return [
    ...inForce.filter(({ municipalityId }) => municipalityId === id),
    ...inForce.filter((each) => each.regionCode !== undefined && codes.includes(each.regionCode)),
  ];
}
