import type { LegalBasis, Role } from '../../workflows/definition.ts';
import type { OrganisationKind } from '../db/tables.ts';

/** Who looks, for which organisation. That the organisation takes part in the case is checked before. */
export interface Viewer {
  role: Role;
  organisationId: string;
  organisationKind: OrganisationKind;
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
    readonly owner: string,
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

const treating: readonly Role[] = ['municipalNurse', 'gp', 'prescribingPharmacist', 'hospitalWard'];

/**
 * P3. What a hospital notification causes is the municipality's own: its nurses, its own systems, the hospitals' systems
 * and the administrator, who sees no names. A coordinator counts as treating only by a directory entry as a nurse.
 */
export function covers({ role, organisationId, organisationKind }: Viewer, ground: Ground, owner: string): boolean {
  switch (ground) {
    case 'fmk':
    case 'municipal':
    case 'product':
      return true;
    case 'hospitalNotification':
      if (role === 'client')
        return organisationId === owner || organisationKind === 'hospital' || organisationKind === 'region';
      return role === 'administrator' || (role === 'municipalNurse' && organisationId === owner);
    case 'identity':
      return treating.includes(role);
    case 'wholeCpr':
      return role === 'municipalNurse' && organisationId === owner;
    case 'colleague':
      return organisationId === owner;
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
