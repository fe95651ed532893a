/** How long each kind of personal data is kept, and what removes it: the one table (docs/retention.md prints nothing else). */
export const retention = {
  /**
   * Cases with their events, messages and keys, from the day on which the citizen's last case closed. [K] Health
   * professionals' records are kept ten years, five for some groups (§8.1.15): the longest holds for all, as one key seals what
   * nurses, GPs and pharmacies did.
   */
  recordYears: 10,
  /** Who was let in beside the parties (treating coordinators, emergency openings), from the end of the permission: as long as the record. */
  personalAccessYears: 10,
  /** [I] Who saw and changed what, from when it was sealed into the chain: as long as the record that it speaks of. */
  accessLogYears: 10,
  /** A citizen written down for a case that was then not opened, and of whom nothing else is known. */
  citizenWithoutCaseDays: 30,
} as const;
