import type { ReadCase } from '../engine/read-family.ts';

/** What the citizen of these cases, the root among them, has marked private: to be named in no answer. */
export function privateDrugsIn(family: readonly ReadCase[]): ReadonlySet<string> {
  return new Set(
    family.flatMap(({ definition, state }) => definition.privateDrugs?.(state.snapshot.context as never) ?? []),
  );
}
