import { useSpeech } from '../language.tsx';
import { texts } from '../programme-texts.ts';

interface Point {
  month: string;
  users: number;
}

const width = 720;
const height = 300;
const margin = { left: 64, right: 16, top: 16, bottom: 32 };
const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));

/** Users over time by source, and the target: lines and points that differ in form as well as in colour. */
export function UsersChart({
  own,
  published,
  target,
}: {
  own: readonly Point[];
  published: readonly Point[];
  target: Point | null;
}) {
  const { say, number } = useSpeech();
  const all = [...own, ...published, ...(target ? [target] : [])];
  if (all.length === 0) return <p>{say(texts.noneYet)}</p>;
  const months = all.map(({ month }) => monthNumber(month));
  const [first, last] = [Math.min(...months), Math.max(...months)];
  const most = Math.max(...all.map(({ users }) => users), 1);
  const x = ({ month }: Point): number =>
    margin.left + ((monthNumber(month) - first) / Math.max(last - first, 1)) * (width - margin.left - margin.right);
  const y = (users: number): number => height - margin.bottom - (users / most) * (height - margin.top - margin.bottom);
  const line = (points: readonly Point[]): string => points.map((point) => `${x(point)},${y(point.users)}`).join(' ');
  const years = [...new Set(all.map(({ month }) => month.slice(0, 4)))].toSorted();
  const newest = published.at(-1) ?? own.at(-1);
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
          <polyline className="published" points={line(published)} />
          {published.map((point) => (
            <circle key={point.month} className="published" cx={x(point)} cy={y(point.users)} r="4" />
          ))}
          <polyline className="own" points={line(own)} />
          {own.map((point) => (
            <rect key={point.month} className="own" x={x(point) - 4} y={y(point.users) - 4} width="8" height="8" />
          ))}
          {target && newest && <polyline className="target" points={line([newest, target])} />}
          {target && (
            <text x={x(target)} y={y(target.users) + 20} className="ends">
              {say(texts.target)}: {number(target.users)}
            </text>
          )}
        </svg>
      </section>
      <figcaption>
        <span className="key published" aria-hidden="true" /> {say(texts.published)} ·{' '}
        <span className="key own" aria-hidden="true" /> {say(texts.own)} ·{' '}
        <span className="key target" aria-hidden="true" /> {say(texts.target)}
      </figcaption>
    </figure>
  );
}
