import type { components } from '../api-types.d.ts';
import type { CaseView, Text } from '../api.ts';
import { daysAfter } from '../danish-time.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../texts.ts';
import { renewals } from './cover.tsx';
import { DrugName } from './drug-name.tsx';

type Schemas = components['schemas'];
type Span = Schemas['CoveredSpanView'];

const words: Record<Span['by'], Text> = {
  roll: texts.byRoll,
  sideDosing: texts.bySideDosing,
  hospital: texts.byHospital,
  nothing: texts.gapAhead,
};

/** Drug by drug, each stretch of days a cell as long as its days: what a screen reader reads is what stands there. */
export function CoverageCalendar({ coverage }: { coverage: NonNullable<CaseView['coverage']> }) {
  const { say, day } = useSpeech();
  const { from, to, drugs } = coverage;
  const days = daysBetween(from, to);
  if (drugs.length === 0) return null;
  const textOf = ({ by, onHold, atRisk }: Span): Text =>
    onHold ? texts.byNothingOnHold : atRisk ? texts.rollAtRisk : words[by];
  return (
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
                const text = [textOf(span), span.renewal && renewals[span.renewal]]
                  .flatMap((each) => (each ? say(each) : []))
                  .join(': ');
                return (
                  <td
                    key={span.from}
                    colSpan={length}
                    className={`by-${span.by} ${span.atRisk ? 'at-risk' : ''}`}
                    title={`${text}: ${day(span.from)} – ${day(span.to)}`}
                  >
                    <span className={length < 4 ? 'sr-only' : ''}>{text}</span>
                    {length < 4 && <span aria-hidden="true">{text.charAt(0).toUpperCase()}</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
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
