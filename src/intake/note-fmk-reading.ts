import type { Store } from '../db/store.ts';

/** [I] What FMK's list of changes does not have, such as what only time changes, is seen after so long all the same. */
const wholeEveryDays = 7;

/** A citizen's case, and the keyed hash of what FMK said of its changes before it was read. */
interface Seen {
  citizenId: string;
  caseId: string;
  /** Undefined where FMK does not tell. */
  changes: Buffer | undefined;
}

type Pooled = Pick<Store, 'pool'>;

/** Whether FMK knows what it knew when this case was last given all of it. */
export async function isUnchanged({ pool }: Pooled, { citizenId, caseId, changes }: Seen): Promise<boolean> {
  if (!changes) return false;
  const { rowCount } = await pool.query(
    `select from fmk_reading where citizen_id = $1 and case_id = $2 and changes = $3
       and read_at > clock_timestamp() - interval '${wholeEveryDays} days'`,
    [citizenId, caseId, changes],
  );
  return rowCount === 1;
}

export async function noteReading({ pool }: Pooled, { citizenId, caseId, changes }: Seen): Promise<void> {
  if (!changes) return;
  await pool.query(
    `insert into fmk_reading (citizen_id, case_id, changes, read_at) values ($1, $2, $3, clock_timestamp())
     on conflict (citizen_id) do update set case_id = excluded.case_id, changes = excluded.changes, read_at = excluded.read_at`,
    [citizenId, caseId, changes],
  );
}

/** `told` are facts that no notification had told the case, `gone` those of what FMK no longer shows. */
export type ReadOutcome =
  /** No case, or none that FMK may be read for. */
  | { kind: 'notOurs' | 'unchanged' }
  /** `ended` where the referral of the open case has, by what FMK told now or before. */
  | { kind: 'read' | 'ended'; caseId: string; told: readonly string[]; gone: readonly string[] };

/** What a walk over all citizens found at one of them: what is otherwise at FMK is a discrepancy. */
export async function noteRead({ pool }: Pooled, walk: string, outcome: ReadOutcome): Promise<void> {
  await pool.query(
    'update fmk_resync set read = read + 1, unchanged = unchanged + case when $2 then 1 else 0 end where id = $1',
    [walk, outcome.kind === 'unchanged'],
  );
  if (outcome.kind !== 'read' && outcome.kind !== 'ended') return;
  const { caseId, told, gone } = outcome;
  await pool.query(
    `insert into fmk_difference (walk, case_id, fact, change, number)
     select $1, $2, fact, change, count(*) from (select unnest($3::text[]), 'told' union all select unnest($4::text[]), 'gone')
       as difference(fact, change) group by fact, change
     on conflict (walk, case_id, fact, change) do update set number = fmk_difference.number + excluded.number`,
    [walk, caseId, told, gone],
  );
}
