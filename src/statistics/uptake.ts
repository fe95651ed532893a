import { geographyOn } from '../directory/reference/geography.ts';
import { populations } from '../directory/reference/populations.ts';
import { isSmall } from '../kernel/small-cells.ts';
import type { Figure } from './figures.query.ts';
import type { MunicipalMonth } from './own-uptake.query.ts';
import { paceOf } from './pace.ts';
import type { Pace } from './pace.ts';
import type { Parameter, ParameterKey } from './parameters.ts';
import { shown, shownBands, sumOfShown } from './small-cells.ts';
import type { ShownBands } from './small-cells.ts';

interface OwnMonth extends ShownBands {
  month: string;
  usersSocial: number | null;
}

interface MunicipalUptake extends ShownBands {
  code: string;
  name: string;
  regionCode: string;
  /** None before 2027. */
  healthCouncil: string | null;
  tile: { column: number; row: number };
  /** An estimate for 2026. */
  aged75: number;
  /** Our latest month; null where we count nobody. */
  month: string | null;
  usersSocial: number | null;
  /** Users aged 75 and over in percent of all who are, by our counts. */
  share75: number | null;
  /** Users aged 75 and over, now beside a year ago or our first month. */
  risen75: number | null;
  /** The latest figure from elsewhere. */
  figure: Figure | null;
}

export interface Uptake {
  own: OwnMonth[];
  figures: Figure[];
  target: { users: number; month: string; source: string } | null;
  pace: Pace | null;
  municipalities: MunicipalUptake[];
}

/** How far dose packing has come, from our own counts, others' figures and what the programme aims at, on a day. */
export function uptakeOf(
  months: readonly MunicipalMonth[],
  figures: readonly Figure[],
  parameters: readonly Parameter[],
  day: string,
): Uptake {
  const target = targetOf(parameters);
  const country = figures.flatMap(({ area, month, usersAll }) =>
    area === 'DK' && usersAll !== null ? [{ month, users: usersAll }] : [],
  );
  const byCode = grouped(months, ({ code }) => code);
  return {
    own: [...grouped(months, ({ month }) => month)].map(([month, rows]) => ({ month, ...totalOf(rows) })),
    figures: [...figures],
    target,
    pace: paceOf(country, target) ?? null,
    municipalities: geographyOn(day).municipalities.map((place) => {
      const population = populations.get(place.code);
      if (!population) throw new Error(`Expected a population of the municipality ${place.code}`);
      const own = byCode.get(place.code) ?? [];
      const last = own.at(-1);
      const bands = last ? shownBands(last) : { usersAll: null, users65: null, users75: null };
      const aged75 = population.aged75In2026;
      return {
        ...place,
        tile: population.tile,
        aged75,
        month: last?.month ?? null,
        ...bands,
        usersSocial: last ? shown(last.usersSocial) : null,
        share75: bands.users75 === null ? null : percent(bands.users75, aged75),
        risen75: risenOf(own),
        figure:
          figures
            .filter(({ area }) => area === place.code)
            .toSorted(byMonth)
            .at(-1) ?? null,
      };
    }),
  };
}

function totalOf(rows: readonly MunicipalMonth[]): ShownBands & { usersSocial: number | null } {
  const bands = rows.map((row) => ({ ...shownBands(row), usersSocial: shown(row.usersSocial) }));
  const sum = (band: keyof (typeof bands)[number]): number | null => sumOfShown(bands.map((row) => row[band]));
  return {
    usersAll: sum('usersAll'),
    users65: sum('users65'),
    users75: sum('users75'),
    usersSocial: sum('usersSocial'),
  };
}

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

const percent = (part: number, whole: number): number => Math.round((part / whole) * 10_000) / 100;
const byMonth = (a: { month: string }, b: { month: string }): number => (a.month < b.month ? -1 : 1);

/** A hidden end hides the difference too, and so does a difference of a few citizens. */
function risenOf(own: readonly MunicipalMonth[]): number | null {
  const last = own.at(-1);
  const yearAgo = last && `${Number(last.month.slice(0, 4)) - 1}${last.month.slice(4)}`;
  const first = own.findLast(({ month }) => yearAgo !== undefined && month <= yearAgo) ?? own[0];
  if (!last || !first || first === last) return null;
  const [now, before] = [shownBands(last).users75, shownBands(first).users75];
  return now === null || before === null || isSmall(Math.abs(now - before)) ? null : now - before;
}

function targetOf(parameters: readonly Parameter[]): Uptake['target'] {
  const of = (key: ParameterKey) => parameters.find((parameter) => parameter.key === key);
  const [users, month] = [of('targetUsers'), of('targetMonth')];
  if (!users || typeof users.value !== 'number' || typeof month?.value !== 'number') return null;
  const text = String(month.value);
  return { users: users.value, month: `${text.slice(0, 4)}-${text.slice(4)}`, source: users.source };
}
