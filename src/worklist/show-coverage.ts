import type { ReadCase } from '../engine/read-family.ts';
import { Restricted } from './redact.ts';

/** The citizen's medicine is for those who treat; that today is a hospital day only for those who may know of the stay (P3). */
export function showCoverage({ row, definition, state }: ReadCase) {
  const coverage = (withStays: boolean) => definition.coverage?.(state.snapshot.context as never, withStays);
  const owner = row.municipalityId;
  return new Restricted(
    'identity',
    owner,
    new Restricted('hospitalNotification', owner, coverage(true), coverage(false)),
  );
}
