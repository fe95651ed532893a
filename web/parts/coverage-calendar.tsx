import type { components } from '../api-types.d.ts';
import type { CaseView, Text } from '../api.ts';
import { caseTexts } from '../case-texts.ts';
import { daysAfter } from '../danish-time.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../texts.ts';
import { renewals } from './cover.tsx';
import { DrugName } from './drug-name.tsx';

type Schemas = components['schemas'];
type Span = Schemas['CoveredSpanView'];

type Kind = Span['by'] | 'atRisk' | 'onHold';

/** Of each kind its own letter, words and colour: three days are room for a letter only, and a letter must say which kind it is. */
const kinds: Record<Kind, { mark: Text; words: Text }> = {
  roll: { mark: { da: 'D', en: 'R' }, words: texts.byRoll },
  atRisk: { mark: { da: '?', en: '?' }, words: texts.rollAtRisk },
  sideDosing: { mark: { da: 'S', en: 'S' }, words: texts.bySideDosing },
  hospital: { mark: { da: 'H', en: 'H' }, words: texts.byHospital },
  onHold: { mark: { da: 'B', en: 'O' }, words: texts.byNothingOnHold },
  nothing: { mark: { da: '!', en: '!' }, words: texts.gapAhead },
};

function kindOf({ by, onHold, atRisk }: Span): Kind {
  if (onHold) return 'onHold';
  return atRisk ? 'atRisk' : by;
}

/** Drug by drug, each stretch of days a cell as long as its days: what a screen reader reads is what stands there. */
export function CoverageCalendar({ coverage }: { coverage: NonNullable<CaseView['coverage']> }) {
  const { say, day } = useSpeech();
  const { from, to, drugs } = coverage;
  const days = daysBetween(from, to);
  if (drugs.length === 0) return null;
  const shown = new Set(drugs.flatMap(({ spans }) => spans.map(kindOf)));
  return (
    <>
      <section className="scrolls" tabIndex={0} aria-label={say(texts.coverage)}>
        <table className="calendar">
          <caption className="sr-only">{say(texts.coverage)}</caption>
          <thead>
            <tr>
              <th scope="col">{say(texts.drug)}</th>
              {days.map((date) => (
                <th key={date} scope="col" className={isMonday(date) ? 'monday' : ''}>
                  <span className="sr-only">{day(date)}</span>
                  <span aria-hidden="true">{Number(date.slice(8))}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {drugs.map((drug) => (
              <tr key={drug.drugId}>
                <th scope="row">
                  <DrugName id={drug.drugId} name={drug.name} />
                </th>
                {drug.spans.map((span) => {
                  const length = daysBetween(span.from, span.to).length;
                  const kind = kindOf(span);
                  const { mark, words } = kinds[kind];
                  const text = [words, span.renewal && renewals[span.renewal]]
                    .flatMap((each) => (each ? say(each) : []))
                    .join(': ');
                  return (
                    <td
                      key={span.from}
                      colSpan={length}
                      className={`by-${kind}`}
                      title={`${text}: ${day(span.from)} – ${day(span.to)}`}
                    >
                      <span aria-hidden="true" className="mark">
                        {say(mark)}
                      </span>{' '}
                      <span className={length < 4 ? 'sr-only' : ''}>{text}</span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Legend of={shown} />
    </>
  );
}

/** What the letters mean, of those that stand in the calendar. */
function Legend({ of }: { of: ReadonlySet<Kind> }) {
  const { say } = useSpeech();
  const all = Object.entries(kinds) as [Kind, (typeof kinds)[Kind]][];
  return (
    <ul className="calendar-legend" aria-label={say(caseTexts.marks)}>
      {all
        .filter(([kind]) => of.has(kind))
        .map(([kind, { mark, words }]) => (
          <li key={kind}>
            <span className={`mark by-${kind}`}>{say(mark)}</span> {say(words)}
          </li>
        ))}
    </ul>
  );
}

function daysBetween(from: string, to: string): string[] {
  const days = [];
  for (let date = from; date <= to; date = daysAfter(date, 1)) days.push(date);
  return days;
}

function isMonday(date: string): boolean {
  return new Date(`${date}T12:00Z`).getUTCDay() === 1;
}
