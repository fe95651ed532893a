import { useSpeech } from '../language.tsx';
import { texts } from '../programme-texts.ts';

interface Month {
  month: string;
  usersAll: number | null;
  users65: number | null;
  users75: number | null;
}

interface Point {
  month: string;
  users: number;
}

/** All, and of these the older: a line's dashes tell which, as its marks tell whose count it is. */
const ages = { usersAll: texts.all, users65: texts.aged65, users75: texts.aged75 } as const;
type Age = keyof typeof ages;
const short: Record<Age, string> = { usersAll: '', users65: '65+', users75: '75+' };

const width = 720;
const height = 300;
const margin = { left: 64, right: 16, top: 28, bottom: 32 };
const labelHeight = 15;
const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));

/** Users over time by source and age, and the target: lines and points that differ in form as well as in colour. */
export function UsersChart({
  own,
  published,
  target,
}: {
  own: readonly Month[];
  published: readonly Month[];
  target: Point | null;
}) {
  const { say, number, month } = useSpeech();
  const series = (['published', 'own'] as const).flatMap((source) =>
    (Object.keys(ages) as Age[]).map((age) => ({
      source,
      age,
      points: pointsOf(source === 'own' ? own : published, age),
    })),
  );
  const all = [...series.flatMap(({ points }) => points), ...(target ? [target] : [])];
  if (all.length === 0) return <p>{say(texts.noneYet)}</p>;
  const months = all.map(({ month }) => monthNumber(month));
  const [first, last] = [Math.min(...months), Math.max(...months)];
  const most = Math.max(...all.map(({ users }) => users), 1);
  const x = ({ month }: Point): number =>
    margin.left + ((monthNumber(month) - first) / Math.max(last - first, 1)) * (width - margin.left - margin.right);
  const y = (users: number): number => height - margin.bottom - (users / most) * (height - margin.top - margin.bottom);
  /** Above its point, and clear of the labels below it where a few users lie close together. */
  const labelAt = (source: 'own' | 'published', { users }: Point): number => {
    const ends = series.flatMap((each) => (each.source === source ? (each.points.at(-1)?.users ?? []) : []));
    const below = ends.filter((other) => other < users && y(other) - y(users) < labelHeight).length;
    return y(users) - 8 - below * labelHeight;
  };
  const line = (points: readonly Point[]): string => points.map((point) => `${x(point)},${y(point.users)}`).join(' ');
  const years = [...new Set(all.map(({ month }) => month.slice(0, 4)))].toSorted();
  const newest = pointsOf(published, 'usersAll').at(-1) ?? pointsOf(own, 'usersAll').at(-1);
  const told = (point: Point, source: 'own' | 'published', age: Age): string =>
    `${month(point.month)}: ${number(point.users)} (${say(ages[age])}, ${say(texts[source])})`;
  return (
    <figure className="chart users-chart">
      <section className="scrolls" tabIndex={0} aria-label={`${say(texts.development)}: ${say(texts.picture)}`}>
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={say(texts.development)}>
          {[0, 0.25, 0.5, 0.75, 1].map((part) => (
            <g key={part}>
              <line
                className="grid"
                x1={margin.left}
                x2={width - margin.right}
                y1={y(most * part)}
                y2={y(most * part)}
              />
              <text x={margin.left - 8} y={y(most * part) + 4} className="ends">
                {number(Math.round(most * part))}
              </text>
            </g>
          ))}
          {years.map((year) => {
            const point = { month: `${year}-01`, users: 0 };
            return x(point) < margin.left ? null : (
              <text key={year} x={x(point)} y={height - 8}>
                {year}
              </text>
            );
          })}
          {series.map(({ source, age, points }) => (
            <g key={`${source} ${age}`} className={`${source} ${age}`}>
              <polyline points={line(points)} />
              {points.map((point) =>
                source === 'own' ? (
                  <rect key={point.month} x={x(point) - 4} y={y(point.users) - 4} width="8" height="8">
                    <title>{told(point, source, age)}</title>
                  </rect>
                ) : (
                  <circle key={point.month} cx={x(point)} cy={y(point.users)} r="4">
                    <title>{told(point, source, age)}</title>
                  </circle>
                ),
              )}
              {points.slice(-1).map((point) => (
                <text key={point.month} x={x(point)} y={labelAt(source, point)} className="ends">
                  {short[age] || say(texts.all)}
                </text>
              ))}
            </g>
          ))}
          {target && newest && <polyline className="towards" points={line([newest, target])} />}
          {target && (
            <text x={x(target)} y={y(target.users) - 6} className="ends">
              {say(texts.target)}: {number(target.users)}
            </text>
          )}
        </svg>
      </section>
      <figcaption>
        <span className="key published" aria-hidden="true" /> {say(texts.published)} ·{' '}
        <span className="key own" aria-hidden="true" /> {say(texts.own)} ·{' '}
        <span className="key target" aria-hidden="true" /> {say(texts.target)}
        <br />
        {(Object.keys(ages) as Age[]).map((age) => (
          <span key={age} className="key-of">
            <svg className="key-line" aria-hidden="true" viewBox="0 0 32 4">
              <line className={age} x1="0" x2="32" y1="2" y2="2" />
            </svg>{' '}
            {say(ages[age])}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

function pointsOf(months: readonly Month[], age: Age): Point[] {
  return months.flatMap((each) => {
    const users = each[age];
    return users === null ? [] : [{ month: each.month, users }];
  });
}
