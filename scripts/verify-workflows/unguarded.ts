/** Which guarantee is walked for which charts, and why some are not. */
import { allGuarantees, catalogue } from './guarantees.ts';
import { byCharts } from './rules.ts';
import type { Subject } from './subject.ts';

/** Sentences about guarantees that some charts are neither walked for nor said to be silent about, and about those said twice. */
export function unguarded(subjects: readonly Subject[]): string[] {
  return byCharts(subjects).flatMap(({ name, group }) =>
    allGuarantees.flatMap(({ id }) => {
      // Charts that talk to each other are each walked alone with the whole catalogue.
      if (id === catalogue.id && (group[0]?.charts.length ?? 0) > 1) return [];
      const isWalked = group.some(({ guarantees }) => guarantees.some((each) => each.id === id));
      const isSilent = group.some(({ silent = {} }) => Object.hasOwn(silent, id));
      if (isWalked && isSilent) return [`Expected ${name} to be silent about ${id} or walked for it, but it is both`];
      return isWalked || isSilent ? [] : [`Expected a walk of ${name} for ${id}, or why there is none`];
    }),
  );
}
