import { citizenIdentities } from '../db/citizen-identities.query.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { birthDate, checkCpr } from '../kernel/cpr.ts';
import type { Bands } from './small-cells.ts';

const page = 1_000;
/** Months that late facts may still change; what is older stays as it was counted. */
const openMonths = 3;

interface User {
  id: string;
  citizenId: string;
  municipality: string;
  careSetting: string | null;
  started: Date;
  ended: Date | null;
}
type Count = Bands & { usersSocial: number };

/**
 * Counts the users of each open month by municipality: whose dose packing had begun and not ended at the month's end, and
 * today for the running month; and of them those aged 65 and 75 that day. Ages come from sealed identities, so that they
 * stand nowhere but in sums. An erased citizen counts without an age. Returns how many months were counted.
 */
export async function countUptake({ pool, keys, clock }: Pick<Store, 'pool' | 'keys' | 'clock'>): Promise<number> {
  const at = await clock(pool);
  const { rows } = await pool.query<{ last: string | null; first: Date | null }>(
    `select (select to_char(max(month), 'YYYY-MM') from uptake_month) as last,
       (select min(opened_at) from "case" where workflow = 'dose-dispensing') as first`,
  );
  const [{ last, first } = { last: null, first: null }] = rows;
  if (!first) return 0;
  const current = at.slice(0, 7);
  const oldest = monthBefore(current, openMonths - 1);
  // Never counted, or long not counted: everything since then is.
  const from = last === null ? first.toISOString().slice(0, 7) : last < oldest ? last : oldest;
  const months = monthsBetween(from, current).map((month) => ({
    month,
    end: endOf(month, at),
    counts: new Map<string, Count>(),
  }));
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const users = await usersAfter(pool, after);
    const identities = await citizenIdentities({ pool, keys }, [...new Set(users.map(({ citizenId }) => citizenId))]);
    for (const user of users) for (const month of months) add(month, user, bornOn(identities.get(user.citizenId)?.cpr));
    const lastUser = users.at(-1);
    if (!lastUser || users.length < page) break;
    after = lastUser.id;
  }
  const counted = months.flatMap(({ month, counts }) =>
    [...counts].map(([municipality, count]) => ({ month: `${month}-01`, municipality, ...count })),
  );
  await inTransaction(pool, async (client) => {
    await client.query('delete from uptake_month where month >= $1', [`${from}-01`]);
    await client.query(
      `insert into uptake_month (month, municipality_id, users_all, users_65, users_75, users_social, counted_at)
       select *, $7 from unnest($1::date[], $2::uuid[], $3::int[], $4::int[], $5::int[], $6::int[])
       on conflict (month, municipality_id) do nothing`,
      [
        counted.map(({ month }) => month),
        counted.map(({ municipality }) => municipality),
        ...(['usersAll', 'users65', 'users75', 'usersSocial'] as const).map((band) => counted.map((row) => row[band])),
        at,
      ],
    );
  });
  return months.length;
}

async function usersAfter(pool: Store['pool'], after: string): Promise<User[]> {
  const { rows } = await pool.query<User>({
    name: 'uptake-users',
    text: `select c.id, c.citizen_id as "citizenId", c.municipality_id as municipality, z.care_setting as "careSetting",
        s.occurred_at as started, e.occurred_at as ended
      from statistic s join "case" c on c.id = s.case_id join citizen z on z.id = c.citizen_id
      left join statistic e on e.case_id = s.case_id and e.key = 'ended'
      where s.key = 'started' and s.case_id > $1 order by s.case_id limit $2`,
    values: [after, page],
  });
  return rows;
}

function add({ end, counts }: { end: string; counts: Map<string, Count> }, user: User, born: string | undefined): void {
  if (user.started.toISOString() > end || (user.ended && user.ended.toISOString() < end)) return;
  const count = counts.get(user.municipality) ?? { usersAll: 0, users65: 0, users75: 0, usersSocial: 0 };
  const age = born ? ageOn(born, end.slice(0, 10)) : 0;
  counts.set(user.municipality, {
    usersAll: count.usersAll + 1,
    users65: count.users65 + Number(age >= 65),
    users75: count.users75 + Number(age >= 75),
    usersSocial: count.usersSocial + Number(user.careSetting === 'socialHousing'),
  });
}

function bornOn(cpr: string | undefined): string | undefined {
  const checked = cpr === undefined ? undefined : checkCpr(cpr);
  return checked && checked.kind !== 'invalid' ? birthDate(checked.cpr) : undefined;
}

/** Whole years, on dates such as `1950-02-28`. */
function ageOn(born: string, day: string): number {
  return Number(day.slice(0, 4)) - Number(born.slice(0, 4)) - Number(day.slice(4) < born.slice(4));
}

function monthBefore(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 - months, 1)).toISOString().slice(0, 7);
}

function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let month = from; month <= to; month = monthBefore(month, -1)) months.push(month);
  return months;
}

/** The end of the month, or now in the running one. In UTC: an hour or two of a month's last night changes no picture. */
function endOf(month: string, at: string): string {
  const end = `${monthBefore(month, -1)}-01T00:00:00.000Z`;
  return end < at ? end : at;
}
