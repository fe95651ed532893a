import type { components } from '../api-types.d.ts';
import type { CaseView, Text } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../texts.ts';
import { Cover, renewals } from './cover.tsx';
import { DrugName } from './drug-name.tsx';
import { Table } from './table.tsx';

type Span = components['schemas']['CoveredSpanView'];

const words: Record<Span['by'], Text> = {
  roll: texts.byRoll,
  sideDosing: texts.bySideDosing,
  hospital: texts.byHospital,
  nothing: texts.byNothing,
};

const atRiskWords: Record<NonNullable<Span['atRisk']>, Text> = {
  prescription: texts.packedWithoutRenewal,
  backOrder: texts.packedOnBackOrder,
};

/** Which days the citizen has medicine for, drug by drug. */
export function CoveredDays({ of: { coverage } }: { of: CaseView }) {
  const { say, day } = useSpeech();
  if (!coverage) return <p>{say(texts.noCoverage)}</p>;
  const { drugs } = coverage;
  const wordsOf = ({ by, onHold, atRisk }: Span): Text =>
    onHold ? texts.byNothingOnHold : atRisk ? atRiskWords[atRisk] : words[by];
  return (
    <>
      <p>
        <Cover of={coverage} />
      </p>
      {drugs.length > 0 && (
        <Table caption={say(texts.coverage)} heads={[texts.drug, texts.from, texts.until, texts.source].map(say)}>
          {drugs.flatMap(({ drugId, name, goneFrom, isUnlisted, spans }) =>
            spans.map((span) => (
              <tr key={`${drugId} ${span.from}`}>
                <th scope="row" data-title={say(texts.drug)}>
                  <DrugName id={drugId} name={name} />
                  {goneFrom && (
                    <span className="block secondary">
                      {say(texts.prescriptionGone)} {day(goneFrom)}
                    </span>
                  )}
                  {isUnlisted && <span className="block secondary">{say(texts.notInPriceList)}</span>}
                </th>
                <td data-title={say(texts.from)}>{day(span.from)}</td>
                <td data-title={say(texts.until)}>{day(span.to)}</td>
                <td data-title={say(texts.source)}>
                  {span.by === 'nothing' ? <strong>{say(wordsOf(span))}</strong> : say(wordsOf(span))}
                  {span.renewal && <span className="block secondary">{say(renewals[span.renewal])}</span>}
                </td>
              </tr>
            )),
          )}
        </Table>
      )}
    </>
  );
}
