import { coverageOf } from '../coverage.ts';
import type { CoveredBy } from '../coverage.ts';
import type { CaseView, Text } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../texts.ts';
import { Table } from './table.tsx';

const words: Record<CoveredBy, Text> = {
  roll: texts.byRoll,
  sideDosing: texts.bySideDosing,
  hospital: texts.byHospital,
  none: texts.byNone,
};

export function CoveredDays({ of }: { of: CaseView }) {
  const { say, day } = useSpeech();
  const coverage = coverageOf(of);
  if (!coverage) return <p>{say(texts.noCoverage)}</p>;
  const { coveredUntil, firstGap, days } = coverage;
  const drugs = [...new Set(days.flatMap((each) => each.drugs.map(({ drugId }) => drugId)))];
  return (
    <>
      {coveredUntil && (
        <p>
          {say(texts.coveredUntil)} <strong>{day(coveredUntil)}</strong>
        </p>
      )}
      <p>{firstGap ? `${say(texts.firstGap)}: ${day(firstGap)}` : say(texts.noGap)}</p>
      {days.length > 0 && (
        <Table wide caption={say(texts.coverage)} heads={[say(texts.drug), ...days.map(({ date }) => day(date))]}>
          {drugs.map((drugId) => (
            <tr key={drugId}>
              <th scope="row">{drugId}</th>
              {days.map(({ date, drugs: covered }) => {
                const by = covered.find((each) => each.drugId === drugId)?.by ?? 'none';
                return <td key={date}>{say(words[by])}</td>;
              })}
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
