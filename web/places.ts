import type { Role, Text } from './api.ts';
import { texts } from './texts.ts';

type Path =
  | '/arbejdsliste'
  | '/recepter'
  | '/dosisruller'
  | '/patient'
  | '/forloeb'
  | '/forloeb/nyt'
  | '/kandidater'
  | '/forloeb-i-staa'
  | '/udbredelse'
  | '/programmet'
  | '/snitflader'
  | '/stamdata'
  | '/adgang';

interface Place {
  to: Path;
  title: Text;
  roles: readonly Role[] | 'all';
  /** What the page asks for is refused to every other role. */
  isTheirsAlone?: true;
}

/** The pages of the menu, the first one of a role being the one that its day begins on. */
const places: readonly Place[] = [
  {
    to: '/arbejdsliste',
    title: texts.worklist,
    roles: [
      'municipalNurse',
      'municipalPlanner',
      'gp',
      'practiceStaff',
      'prescribingPharmacist',
      'pharmacyStaff',
      'hospitalWard',
    ],
  },
  { to: '/recepter', title: texts.prescriptions, roles: ['gp', 'practiceStaff'], isTheirsAlone: true },
  {
    to: '/dosisruller',
    title: texts.rollsAtRisk,
    roles: ['prescribingPharmacist', 'pharmacyStaff'],
    isTheirsAlone: true,
  },
  { to: '/patient', title: texts.myPatient, roles: ['hospitalWard'] },
  { to: '/forloeb-i-staa', title: texts.stuck, roles: ['coordinator', 'administrator'], isTheirsAlone: true },
  { to: '/adgang', title: texts.oversight, roles: ['dataProtectionOfficer'], isTheirsAlone: true },
  { to: '/forloeb', title: texts.cases, roles: 'all' },
  {
    to: '/kandidater',
    title: texts.candidates,
    roles: ['municipalNurse', 'municipalPlanner'],
    isTheirsAlone: true,
  },
  { to: '/forloeb/nyt', title: texts.newCase, roles: ['municipalNurse'], isTheirsAlone: true },
  { to: '/udbredelse', title: texts.uptake, roles: 'all' },
  { to: '/programmet', title: texts.programme, roles: 'all' },
  { to: '/snitflader', title: texts.interfaces, roles: ['administrator'] },
  { to: '/stamdata', title: texts.masterData, roles: ['coordinator', 'administrator'] },
];

export function placesOf(role: string): readonly Place[] {
  return places.filter(({ roles }) => roles === 'all' || roles.some((each) => each === role));
}

/** The page at `path`, where it is of no use to `role`: nothing is asked of the server for it. */
export function refusedPlace(path: string, role: string): Place | undefined {
  return places.find((place) => place.to === path && place.isTheirsAlone && !placesOf(role).includes(place));
}

export function firstPageOf(role: string): Path {
  return placesOf(role)[0]?.to ?? '/forloeb';
}
