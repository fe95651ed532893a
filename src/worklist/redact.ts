import type { LegalBasis, Role } from '../../workflows/definition.ts';
import type { OrganisationKind } from '../db/tables.ts';

/** Who looks, for which organisation. That the organisation takes part in the case is checked before. */
export interface Viewer {
  role: Role;
  organisationId: string;
  organisationKind: OrganisationKind;
  /** A coordinator who treats this citizen: sees as a nurse of the municipality. */
  treats?: boolean;
  /** Of this family, the stays that the viewer's own department has part in. */
  stays?: readonly string[];
}

/** Whose a fact is: the case's municipality's, a colleague's employer's, or of a stay the department's too. */
export type Owner = string | readonly string[];

/** The owners of what a case tells, as far as this viewer may be one. */
export function ownersOf({ id, municipalityId }: { id: string; municipalityId: string }, viewer: Viewer): Owner {
  return viewer.stays?.includes(id) ? [municipalityId, viewer.organisationId] : municipalityId;
}

/** What entitles to a fact: a legal basis, knowing who the citizen is, the whole CPR number, or being the actor's colleague. */
export type Ground = LegalBasis | 'identity' | 'wholeCpr' | 'colleague';

/**
 * A fact that not everyone may see, with the ground that entitles to it and the organisation that owns it: the case's
 * municipality, or the employer of a colleague. Others get `otherwise`, or nothing in its place.
 */
export class Restricted<V, O = undefined> {
  constructor(
    readonly ground: Ground,
    readonly owner: Owner,
    readonly value: V,
    readonly otherwise?: O,
  ) {}

  toJSON(): never {
    throw new Error('Expected every answer to pass redact: a restricted fact was about to leave');
  }
}

export type Redacted<T> =
  T extends Restricted<infer V, infer O>
    ? Redacted<V> | Redacted<O>
    : T extends readonly (infer E)[]
      ? Exclude<Redacted<E>, undefined>[]
      : T extends Date
        ? string
        : T extends object
          ? { [K in keyof T]: Redacted<T[K]> }
          : T;

/** The roles that treat the citizen. */
export const treating: readonly Role[] = [
  'municipalNurse',
  'municipalPlanner',
  'gp',
  'practiceStaff',
  'prescribingPharmacist',
  'pharmacyStaff',
  'hospitalWard',
];
const municipal: readonly Role[] = ['municipalNurse', 'municipalPlanner'];

/**
 * P3. What a hospital notification causes is the municipality's own: its nurses, its own systems, the hospitals' systems
 * and the administrator, who sees no names; of its own stay the department's as well. A coordinator sees as a nurse where
 * he treats the citizen, which someone has written down.
 */
export function covers(viewer: Viewer, ground: Ground, owner: Owner): boolean {
  const { organisationId, organisationKind } = viewer;
  const role = viewer.treats ? 'municipalNurse' : viewer.role;
  const owns = typeof owner === 'string' ? organisationId === owner : owner.includes(organisationId);
  switch (ground) {
    case 'fmk':
    case 'municipal':
    case 'product':
      return true;
    case 'hospitalNotification':
      if (role === 'client') return owns || organisationKind === 'hospital' || organisationKind === 'region';
      return role === 'administrator' || (owns && (municipal.includes(role) || role === 'hospitalWard'));
    case 'identity':
      return treating.includes(role);
    case 'wholeCpr':
      return owns && municipal.includes(role);
    case 'colleague':
      return owns;
  }
}

/** The view as this viewer may have it. Pure; every answer about a case passes here. */
export function redact<T>(view: T, viewer: Viewer): Redacted<T> {
  return walk(view, viewer) as Redacted<T>;
}

function walk(view: unknown, viewer: Viewer): unknown {
  if (view instanceof Restricted) {
    return walk(covers(viewer, view.ground, view.owner) ? view.value : view.otherwise, viewer);
  }
  if (Array.isArray(view)) return view.map((each) => walk(each, viewer)).filter((each) => each !== undefined);
  if (typeof view !== 'object' || view === null) return view;
  if (view instanceof Date) return view.toISOString();
  return Object.fromEntries(
    Object.entries(view).flatMap(([key, inner]) => {
      const kept = walk(inner, viewer);
      return kept === undefined ? [] : [[key, kept]];
    }),
  );
}
