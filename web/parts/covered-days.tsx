import type { components } from '../api-types.d.ts';
import type { CaseView, Text } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../texts.ts';
import { Table } from './table.tsx';

type Span = components['schemas']['CoveredSpanView'];

const words: Record<Span['by'], Text> = {
  roll: texts.byRoll,
  sideDosing: texts.bySideDosing,
  hospital: texts.byHospital,
  nothing: texts.byNothing,
};

/** Which days the citizen has medicine for, drug by drug. */
export function CoveredDays({ of: { coverage } }: { of: CaseView }) {
  const { say, day } = useSpeech();
  if (!coverage) return <p>{say(texts.noCoverage)}</p>;
  const { coveredUntil, firstGap, drugs } = coverage;
  const wordsOf = ({ by, onHold }: Span): Text => (onHold ? texts.byNothingOnHold : words[by]);
  return (
    <>
      {coveredUntil && (
        <p>
          {say(texts.coveredUntil)} <strong>{day(coveredUntil)}</strong>
        </p>
      )}
      <p>{firstGap ? `${say(texts.firstGap)}: ${day(firstGap)}` : say(texts.noGap)}</p>
      {drugs.length > 0 && (
        <Table caption={say(texts.coverage)} heads={[texts.drug, texts.from, texts.until, texts.source].map(say)}>
          {drugs.flatMap(({ drugId, spans }) =>
            spans.map((span) => (
              <tr key={`${drugId} ${span.from}`}>
                <th scope="row" data-title={say(texts.drug)}>
                  {drugId}
                </th>
                <td data-title={say(texts.from)}>{day(span.from)}</td>
                <td data-title={say(texts.until)}>{day(span.to)}</td>
                <td data-title={say(texts.source)}>
                  {span.by === 'nothing' ? <strong>{say(wordsOf(span))}</strong> : say(wordsOf(span))}
                </td>
              </tr>
            )),
          )}
        </Table>
      )}
    </>
  );
}
