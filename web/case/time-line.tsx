import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { CaseView } from '../api.ts';
import { caseTexts } from '../case-texts.ts';
import { daysAfter, inDenmark } from '../danish-time.ts';
import { useSpeech } from '../language.tsx';
import { StateBadges } from '../parts/state-badges.tsx';
import { Table } from '../parts/table.tsx';
import { chart, clock } from '../questions.ts';
import { headline } from '../states.ts';
import { texts, workflowNames } from '../texts.ts';
import { lanes, rowsOf, spansOf, windowOf } from './spans.ts';
import type { Lane, Span } from './spans.ts';

const width = 1100;
const left = 150;
const rowHeight = 26;
const top = 46;

const dayNumber = (date: string): number => Date.parse(`${date}T12:00Z`) / 86_400_000;

/** Rolls, stays, requests and substitutions below each other, as a picture and as a table. */
export function TimeLine({ of }: { of: CaseView }) {
  const { say } = useSpeech();
  const { data: now } = useQuery(clock);
  if (!now) return null;
  const today = inDenmark(now.now).slice(0, 10);
  const spans = spansOf(of, today);
  if (spans.length === 0) return null;
  return (
    <>
      <Drawn spans={spans} today={today} />
      <details>
        <summary>{say(texts.asTable)}</summary>
        <AsTable spans={spans} />
      </details>
    </>
  );
}

function Drawn({ spans, today }: { spans: readonly Span[]; today: string }) {
  const { say, day } = useSpeech();
  const { from, to } = windowOf(spans, today);
  const x = (date: string): number => {
    const part = (dayNumber(date) - dayNumber(from)) / (dayNumber(to) - dayNumber(from));
    return left + Math.max(0, Math.min(1, part)) * (width - left - 10);
  };
  const shown = spans.filter((span) => span.to >= from);
  const drawn = lanes.flatMap((lane) => {
    const rows = rowsOf(shown.filter((span) => span.of.workflow === lane));
    return rows.length > 0 ? [{ lane, rows }] : [];
  });
  const starts = drawn.map((_, place) => drawn.slice(0, place).reduce((sum, { rows }) => sum + rows.length, 0));
  const height = top + drawn.reduce((sum, { rows }) => sum + rows.length, 0) * rowHeight + 8;
  const weeks = mondays(from, to);
  const hidden = spans.length - shown.length;
  return (
    <>
      <section className="scrolls" tabIndex={0} aria-label={say(caseTexts.timeLine)}>
        <svg viewBox={`0 0 ${width} ${height}`} className="time-line" role="img" aria-label={say(caseTexts.timeLine)}>
          {weeks.map((monday) => (
            <g key={monday}>
              <line className="grid" x1={x(monday)} x2={x(monday)} y1={top - 8} y2={height} />
              <text x={x(monday) + 2} y={top - 14}>
                {`${Number(monday.slice(8))}/${Number(monday.slice(5, 7))}`}
              </text>
            </g>
          ))}
          {drawn.map(({ lane, rows }, laneNumber) => (
            <g key={lane}>
              <text x={0} y={top + (starts[laneNumber] ?? 0) * rowHeight + 17} className="lane">
                {say(workflowNames[lane])}
              </text>
              {rows.map((row, n) => (
                <Fragment key={row[0]?.of.id}>
                  {row.map((span, place) => (
                    <Bar
                      key={span.of.id}
                      span={span}
                      lane={lane}
                      isLast={place === row.length - 1}
                      box={{
                        x: x(span.from),
                        y: top + ((starts[laneNumber] ?? 0) + n) * rowHeight,
                        width: Math.max(6, x(daysAfter(span.to, 1)) - x(span.from) - 2),
                      }}
                    />
                  ))}
                </Fragment>
              ))}
            </g>
          ))}
          <line className="today" x1={x(today)} x2={x(today)} y1={top - 8} y2={height} />
          <text x={x(today) + 3} y={13} className="today-words">
            {`${say(texts.today)} ${day(today)}`}
          </text>
        </svg>
      </section>
      {hidden > 0 && (
        <p className="secondary">
          {hidden} {say(caseTexts.olderInTable)}
        </p>
      )}
    </>
  );
}

/** Its words stand on it, cut off where the next one begins: the table and the tip hold them whole. */
function Bar({
  span: { of, from, to, isOpen },
  lane,
  isLast,
  box,
}: {
  span: Span;
  lane: Lane;
  isLast: boolean;
  box: { x: number; y: number; width: number };
}) {
  const { say, day } = useSpeech();
  const { data } = useQuery(chart(of.workflow, of.version));
  const state = data ? headline(data, of.state).map(say).join(', ') : '';
  const about = of.request?.drugName;
  const words = [about, state].filter(Boolean).join(': ');
  const room = Math.floor((box.width - 8) / 7);
  return (
    <g className={`bar-${lane} ${isOpen ? 'bar-open' : ''}`}>
      <title>{`${words} ${day(from)} – ${isOpen ? '' : day(to)}`}</title>
      <rect x={box.x} y={box.y} width={box.width} height={rowHeight - 4} rx="2" />
      {room > 2 ? (
        <text x={box.x + 4} y={box.y + 16}>
          {words.length > room ? `${words.slice(0, room - 1)}…` : words}
        </text>
      ) : (
        isLast && (
          <text x={box.x + box.width + 4} y={box.y + 16}>
            {words}
          </text>
        )
      )}
    </g>
  );
}

function AsTable({ spans }: { spans: readonly Span[] }) {
  const { say, day, instant } = useSpeech();
  return (
    <Table
      caption={say(caseTexts.timeLineTable)}
      heads={[texts.what, texts.from, texts.until, texts.state, texts.unchangedSince].map(say)}
    >
      {spans.toReversed().map(({ of, from, to, isOpen }) => (
        <tr key={of.id}>
          <th scope="row" data-title={say(texts.what)}>
            <Link to="/forloeb/$id" params={{ id: of.id }}>
              {say(of.title)}
            </Link>
            {of.request?.drugName && <span className="secondary block">{of.request.drugName}</span>}
          </th>
          <td data-title={say(texts.from)}>{day(from)}</td>
          <td data-title={say(texts.until)}>{isOpen ? say(caseTexts.goesOn) : day(to)}</td>
          <td data-title={say(texts.state)}>
            <StateBadges of={of} />
          </td>
          <td data-title={say(texts.unchangedSince)}>{instant(of.since)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** Some at most, so that their dates do not lie upon each other. */
function mondays(from: string, to: string): string[] {
  const all = [];
  for (let date = from; date <= to; date = daysAfter(date, 1)) {
    if (new Date(`${date}T12:00Z`).getUTCDay() === 1) all.push(date);
  }
  const step = Math.ceil(all.length / 20);
  return all.filter((_, place) => place % step === 0);
}
