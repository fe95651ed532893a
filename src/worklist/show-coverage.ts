import type { ReadCase } from '../engine/read-family.ts';
import { named } from './drug-names.query.ts';
import type { DrugNames } from './drug-names.query.ts';
import { Restricted } from './redact.ts';

/** The citizen's medicine is for those who treat; that today is a hospital day only for those who may know of the stay (P3). */
export function showCoverage({ row, definition, state }: ReadCase, names: DrugNames) {
  const coverage = (withStays: boolean) => {
    const found = definition.coverage?.(state.snapshot.context as never, withStays);
    return found && { ...found, drugs: found.drugs.map((each) => named(each, names)) };
  };
  const owner = row.municipalityId;
  return new Restricted(
    'identity',
    owner,
    new Restricted('hospitalNotification', owner, coverage(true), coverage(false)),
  );
}

/** Until when, for lists. It counts no hospital day, so it needs no other ground than treating. Nothing where it is unknown. */
export function showCover({ firstGap, coveredUntil, hasPrivateDrugs }: ListedCover, owner: string) {
  const isKnown = firstGap !== null || coveredUntil !== null || hasPrivateDrugs;
  const cover = { firstGap, coveredUntil, ...(hasPrivateDrugs && { hasPrivateDrugs }) };
  return new Restricted('identity', owner, isKnown ? cover : undefined);
}

interface ListedCover {
  firstGap: string | null;
  coveredUntil: string | null;
  hasPrivateDrugs: boolean;
}
