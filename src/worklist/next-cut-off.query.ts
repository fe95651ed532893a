/** The stages of a roll that nobody has begun to pack, as its chart names them. */
export const beforePacking = ['unknown', 'planned', 'handlingStarted', 'readyForPacking'] as const;

/**
 * The first change cut-off after `at` (a parameter such as `$2`) of a roll not packed yet, in the family of the row `member`
 * of a case: what someone must have done before it cannot wait longer (index case_rolls).
 */
export const nextCutOffSql = (member: string, at: string): string =>
  `(select min(roll.change_cut_off_at) from "case" roll
    where roll.family_id = ${member}.family_id and roll.workflow = 'dispensing-period' and roll.closed_at is null
      and roll.state ->> 'roll' in (${beforePacking.map((stage) => `'${stage}'`).join(', ')})
      and roll.change_cut_off_at > ${at}::timestamptz)`;
