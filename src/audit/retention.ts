import type { LegalBasis } from '../../workflows/definition.ts';

/**
 * Years by what a fact rests on, from the day on which the citizen's last case closed (§5.2, §8.1.15). Of a product there is no
 * citizen. An installation whose data controller has another time for one of them changes it here; nothing else names a number.
 */
export const yearsByBasis: Readonly<Record<Exclude<LegalBasis, 'product'>, number>> = {
  /** [K] What nurses, GPs and pharmacies wrote: health professionals' records are kept ten years, five for some groups. */
  municipal: 10,
  /** [I] What FMK told, and they acted on: as long as the record that rests on it. FMK itself keeps the original. */
  fmk: 10,
  /** [I] What hospitals told the municipality: no source gives it a time of its own; its nurses act on it, so it is kept as theirs. */
  hospitalNotification: 10,
};

/** How long each kind of personal data is kept, and what removes it: the one table (docs/retention.md prints nothing else). */
export const retention = {
  /**
   * Cases with their events, messages and keys, from the day on which the citizen's last case closed: the longest of the
   * bases holds for all, as one key seals what nurses, GPs and pharmacies did, and a case without some of its events could not
   * be told again.
   */
  recordYears: Math.max(...Object.values(yearsByBasis)),
  /** Who was let in beside the parties (treating coordinators, emergency openings), from the end of the permission: as long as the record. */
  personalAccessYears: 10,
  /** [I] Who saw and changed what, from when it was sealed into the chain: as long as the record that it speaks of. */
  accessLogYears: 10,
  /** A citizen written down for a case that was then not opened, and of whom nothing else is known. */
  citizenWithoutCaseDays: 30,
} as const;
