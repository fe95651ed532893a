import type { Pool } from 'pg';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import type { Store } from '../db/store.ts';
import { danishDateOf } from '../engine/check-supply.ts';
import { Problem } from '../kernel/problem.ts';
import type { StuckFilter } from './list-stuck.query.ts';
import { stuckScope } from './stuck-scope.query.ts';
import type { StuckScope } from './stuck-scope.query.ts';
import type { StuckFilterGiven } from './stuck-work-views.ts';

interface Asked {
  scope: StuckScope;
  filter: StuckFilter;
  /** As the caller may read it. */
  seen: Store;
  now: string;
}

/** What a caller asks for, in what he may see. */
export async function stuckAsked(
  store: Store,
  caller: Caller,
  { cause, municipality, careRecord, organisation, state, minDays }: StuckFilterGiven,
): Promise<Asked> {
  const seen = seenBy(store, caller);
  const { pool, clock } = seen;
  const [scope, now] = await Promise.all([stuckScope(seen, caller), clock(pool)]);
  const before = minDays === undefined ? undefined : new Date(Date.parse(now) - minDays * 86_400_000).toISOString();
  const withRecord = careRecord && (await municipalitiesWith(pool, careRecord, danishDateOf(now)));
  const named = municipality ? [municipality] : undefined;
  const municipalities = withRecord ? withRecord.filter((id) => !named || named.includes(id)) : named;
  return { scope, now, filter: { cause, municipalities, organisation, state, before }, seen };
}

/** Regional and national coordinators see numbers, and do nothing to cases. */
export function expectCases({ numbersOnly }: StuckScope): void {
  if (!numbersOnly) return;
  const detail = 'Expected a municipality’s coordinator: others see numbers';
  throw new Problem(403, 'forbidden', 'You may not do this', detail);
}

/** Municipalities whose care record (EOJ) this is on the day; `unknown` for those that nobody has said it of. */
async function municipalitiesWith(pool: Pool, careRecord: string, day: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select o.id from organisation o where o.kind = 'municipality' and coalesce((
       select r.value from care_record r where r.organisation_id = o.id and r.valid_from <= $2
         and (r.valid_to is null or $2 <= r.valid_to) order by r.valid_from desc limit 1), 'unknown') = $1`,
    [careRecord, day],
  );
  return rows.map(({ id }) => id);
}
