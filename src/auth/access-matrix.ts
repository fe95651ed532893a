/**
 * Who reaches what by which route: the statement that a reviewer reads, beside what the guard and the queries do. A test
 * walks every route with everyone and compares (`test/attacks/access-matrix.spec.ts`); `npm run access-matrix` prints it.
 */
import type { Role } from '../../workflows/definition.ts';
import type { OrganisationKind } from '../db/tables.ts';

/** A role at a kind of organisation, by the development account that has it. */
export const personas = {
  nurse: { role: 'municipalNurse', kind: 'municipality' },
  planner: { role: 'municipalPlanner', kind: 'municipality' },
  gp: { role: 'gp', kind: 'gpPractice' },
  'practice-staff': { role: 'practiceStaff', kind: 'gpPractice' },
  pharmacist: { role: 'prescribingPharmacist', kind: 'pharmacy' },
  'pharmacy-staff': { role: 'pharmacyStaff', kind: 'pharmacy' },
  ward: { role: 'hospitalWard', kind: 'hospital' },
  coordinator: { role: 'coordinator', kind: 'municipality' },
  'regional-coordinator': { role: 'coordinator', kind: 'region' },
  'national-coordinator': { role: 'coordinator', kind: 'authority' },
  administrator: { role: 'administrator', kind: 'supplier' },
  dpo: { role: 'dataProtectionOfficer', kind: 'municipality' },
  adapter: { role: 'client', kind: 'supplier' },
} as const satisfies Record<string, { role: Role; kind: OrganisationKind }>;
export type Persona = keyof typeof personas;

export const reaches = {
  whole: 'all that the route has: it tells of no citizen',
  ownCases: 'the cases that the own organisation takes part in, each fact by its legal basis',
  ownRows: 'what belongs to the own organisation',
  unnamed: 'every organisation’s, without who the citizen is',
  sums: 'sums, and none over fewer than five citizens',
  unmatched:
    'messages that nobody here has a case for, as whoever must find out why; each opening with its reason is logged',
  nothing: 'the route answers, but tells of no citizen: an empty list, or 404',
  tells: 'tells facts and is told what became of them',
} as const;
type Reach = keyof typeof reaches;

/** Whoever is not named is refused with 403. `public` needs no sign-in. */
export type RouteAccess = 'public' | Readonly<Partial<Record<Persona, Reach>>>;

const give = (reach: Reach, ...who: Persona[]): Partial<Record<Persona, Reach>> =>
  Object.fromEntries(who.map((persona) => [persona, reach]));

const treating = ['nurse', 'planner', 'gp', 'practice-staff', 'pharmacist', 'pharmacy-staff', 'ward'] as const;
const elsewhere = ['regional-coordinator', 'national-coordinator', 'dpo'] as const;
const coordinators = ['coordinator', 'regional-coordinator', 'national-coordinator'] as const;
const people = [...treating, ...coordinators, 'administrator', 'dpo'] as const;

const whole = give('whole', ...people);
const cases = {
  ...give('ownCases', ...treating, 'coordinator'),
  ...give('nothing', ...elsewhere),
  ...give('unnamed', 'administrator'),
};
/** A change of a case: who may give which command stands in the second table. */
const tasks = { ...give('ownRows', ...treating, 'coordinator'), ...give('nothing', ...elsewhere, 'administrator') };
const administrators = give('whole', 'administrator');
const incidents = { ...give('unnamed', 'administrator'), ...give('ownRows', ...coordinators) };
const agreements = { ...give('ownRows', ...coordinators), ...administrators };
const tells = give('tells', 'adapter');

export const accessMatrix: Readonly<Record<string, RouteAccess>> = {
  'GET /api/cases': cases,
  'POST /api/cases': give('ownRows', 'nurse'),
  'POST /api/cases/take-over': give('ownRows', 'nurse'),
  'GET /api/cases/{id}': cases,
  'GET /api/cases/{id}/care-messages': give('ownCases', 'nurse'),
  'GET /api/cases/{id}/pdf': cases,
  'GET /api/cases/{id}/notes': cases,
  'POST /api/cases/{id}/notes': give('ownRows', ...treating),
  'POST /api/cases/{id}/notes/withdraw': give('ownRows', ...treating),
  'GET /api/cases/{id}/journal': cases,
  'GET /api/cases/{id}/explain': cases,
  'GET /api/cases/{id}/charges': cases,
  'GET /api/cases/{id}/adverse-event': cases,
  'POST /api/cases/{id}/commands': cases,
  'POST /api/cases/{id}/repair': give('unnamed', 'administrator'),
  'POST /api/citizens/search': cases,
  'POST /api/citizens/access-log': { ...give('unnamed', 'administrator'), ...give('ownRows', 'dpo') },
  'POST /api/citizens/emergency-opening': give('ownCases', 'nurse', 'gp', 'pharmacist', 'ward'),
  'POST /api/cases/{id}/treating-coordinators': give('ownCases', 'nurse'),
  'GET /api/emergency-openings': give('ownRows', 'dpo'),
  'POST /api/emergency-openings/{id}/follow-up': give('ownRows', 'dpo'),

  'GET /api/tasks': { ...tasks, ...give('unnamed', 'administrator') },
  'POST /api/tasks/{id}/claim': tasks,
  'POST /api/tasks/{id}/release': tasks,
  'POST /api/tasks/{id}/hand-over': tasks,
  'POST /api/tasks/{id}/snooze': tasks,
  'POST /api/tasks/{id}/wake': tasks,
  'GET /api/tasks/colleagues': give('ownRows', ...people),
  'GET /api/deputies': give('ownRows', ...people),
  'POST /api/deputies': give('ownRows', ...people),
  'POST /api/deputies/{id}/end': give('ownRows', ...people),
  'GET /api/events/stream': cases,
  'GET /api/gp-questions': give('ownRows', 'gp', 'practice-staff'),
  'GET /api/rolls-at-risk': give('ownRows', 'pharmacist', 'pharmacy-staff'),
  'GET /api/substitution-proposals': give('ownRows', 'gp'),
  'POST /api/substitution-proposals/answers': give('ownRows', 'gp'),
  'GET /api/candidates': give('ownRows', 'nurse', 'planner'),
  'POST /api/candidates': give('ownRows', 'nurse', 'planner'),
  'POST /api/candidates/{id}/start': give('ownRows', 'nurse'),
  'POST /api/candidates/{id}/decline': give('ownRows', 'nurse', 'planner'),

  'GET /api/stuck': {
    ...give('ownCases', 'coordinator'),
    ...give('nothing', 'regional-coordinator', 'national-coordinator'),
    ...give('unnamed', 'administrator'),
  },
  'GET /api/stuck/summary': {
    ...give('ownRows', 'coordinator'),
    ...give('sums', 'regional-coordinator', 'national-coordinator'),
    ...give('unnamed', 'administrator'),
  },
  'POST /api/stuck/remind': { ...give('ownCases', 'coordinator'), ...give('unnamed', 'administrator') },
  'POST /api/stuck/reassign': { ...give('ownCases', 'coordinator'), ...give('unnamed', 'administrator') },
  'GET /api/stuck/staff': { ...give('ownRows', ...coordinators), ...administrators },
  'GET /api/stuck/soon': {
    ...give('ownCases', 'coordinator'),
    ...give('nothing', 'regional-coordinator', 'national-coordinator'),
    ...give('unnamed', 'administrator'),
  },
  'GET /api/stuck/views': give('ownRows', ...coordinators, 'administrator'),
  'POST /api/stuck/views': give('ownRows', ...coordinators, 'administrator'),
  'POST /api/stuck/views/{id}/delete': give('ownRows', ...coordinators, 'administrator'),
  'GET /api/stuck/csv': { ...give('ownCases', 'coordinator'), ...give('unnamed', 'administrator') },
  'GET /api/incidents': incidents,
  'POST /api/incidents/retry': incidents,
  'POST /api/incidents/{id}/retry': incidents,
  'GET /api/deliveries': give('unnamed', 'administrator'),
  'POST /api/deliveries/{id}/repeat': give('unnamed', 'administrator'),
  'GET /api/inbox': { ...give('unnamed', 'administrator'), ...give('ownRows', 'nurse') },
  'GET /api/inbox/summary': give('unnamed', 'administrator'),
  'GET /api/inbox/{id}': { ...give('unnamed', 'administrator'), ...give('ownRows', 'nurse') },
  'POST /api/inbox/{id}/raw': { ...give('unmatched', 'administrator'), ...give('ownRows', 'nurse') },
  'POST /api/inbox/{id}/replay': give('unnamed', 'administrator'),
  'GET /api/fmk-walks': administrators,
  'GET /api/broadcasts': { ...give('sums', ...coordinators), ...administrators },
  ...Object.fromEntries(
    ['uptake', 'flow', 'admissions', 'requests', 'supply', 'quality-clusters'].map((sums) => [
      `GET /api/statistics/${sums}`,
      give('sums', ...people),
    ]),
  ),
  'GET /api/statistics/recall': give('ownRows', 'nurse', 'planner'),
  'GET /api/statistics/parameters': whole,
  'POST /api/statistics/parameters': give('whole', 'national-coordinator', 'administrator'),
  'POST /api/statistics/figures': give('whole', 'national-coordinator', 'administrator'),
  'GET /api/programme': whole,
  'GET /api/programme/csv': whole,
  'POST /api/programme': give('whole', 'national-coordinator', 'administrator'),
  'GET /api/statistics/fees': { ...give('sums', ...coordinators, 'administrator') },

  'GET /api/agreements': { ...agreements, ...give('ownRows', 'nurse') },
  'POST /api/agreements': agreements,
  'POST /api/agreements/{id}/end': agreements,
  'POST /api/agreements/{id}/move-running-tasks': give('ownRows', ...coordinators, 'nurse'),
  'GET /api/policies': whole,
  'POST /api/policies/introductions': administrators,
  'POST /api/policies/introductions/{id}/end': administrators,
  'GET /api/tariffs': whole,
  'POST /api/tariffs': administrators,

  'POST /api/back-orders/check': { ...whole, ...give('whole', 'adapter') },
  'GET /api/back-orders': whole,
  'POST /api/back-orders': give('whole', 'pharmacist', ...coordinators, 'administrator'),
  'POST /api/back-orders/import': give('whole', 'pharmacist', ...coordinators, 'administrator'),
  'GET /api/charts/{workflow}/{version}': whole,
  'POST /api/drugs/search': whole,
  'GET /api/price-lists': administrators,
  'POST /api/price-lists': administrators,
  'GET /api/clock': whole,
  'GET /api/organisations': whole,
  'GET /api/organisations/{id}': whole,
  'GET /api/organisations/{id}/channels': administrators,
  'POST /api/organisations/{id}/channels': administrators,
  'GET /api/reference/contacts': whole,
  'GET /api/reference/eoj-visibility': whole,
  'GET /api/reference/geography': whole,
  'GET /api/reference/practice-systems': whole,
  'GET /api/reference/quality-clusters': whole,
  'GET /api/me': whole,
  'POST /api/me/end-sessions': give('ownRows', ...people),
  'POST /api/persons/{id}/end-sessions': administrators,
  'POST /auth/sign-out': give('ownRows', ...people),

  'POST /api/integration/events': tells,
  'POST /api/integration/fmk': tells,
  'POST /fhir/$process-message': tells,

  'GET /api/demonstration': 'public',
  'DELETE /api/demonstration': administrators,
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /auth/sign-in': 'public',
  'GET /auth/callback': 'public',
  'POST /auth/back-channel-logout': 'public',
};

/** Beside these while developing, and never in production. */
export const developmentMatrix: typeof accessMatrix = {
  'GET /api/dev/persons': 'public',
  'POST /api/dev/clock': administrators,
};
