import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { StuckSummary } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { Fold } from '../parts/fold.tsx';
import { Heading } from '../parts/heading.tsx';
import { Help } from '../parts/help.tsx';
import { Failed, Loading, Message } from '../parts/message.tsx';
import { StuckFilters } from '../parts/stuck/filters.tsx';
import { HeatMap } from '../parts/stuck/heat-map.tsx';
import { Incidents } from '../parts/stuck/incidents.tsx';
import { StuckList } from '../parts/stuck/list.tsx';
import { SavedViews } from '../parts/stuck/saved-views.tsx';
import { Soon } from '../parts/stuck/soon.tsx';
import { Together } from '../parts/stuck/together.tsx';
import { Table } from '../parts/table.tsx';
import { stuckSummary } from '../stuck-questions.ts';
import { texts } from '../stuck-texts.ts';
import { stuckCauses, texts as common } from '../texts.ts';

/** What is overdue, why, who can move it, and what is done about many at once. */
export function StuckRoute() {
  const { say } = useSpeech();
  const asked = useSearch({ from: '/forloeb-i-staa' });
  const { data: summary, error, refetch } = useQuery(stuckSummary);
  return (
    <>
      <Heading>{say(common.stuck)}</Heading>
      <p className="lead">{say(common.stuckIntro)}</p>
      <Help>
        <p>{say(common.stuckHelp)}</p>
      </Help>
      {error && !summary && <Failed error={error} again={() => void refetch()} />}
      {!summary && !error && <Loading />}
      {summary?.numbersOnly && <Numbers summary={summary} />}
      {summary && !summary.numbersOnly && (
        <>
          <SavedViews asked={asked} />
          <StuckFilters asked={asked} summary={summary} />
          <StuckList asked={asked} />
          <Fold title={say(texts.together)}>{() => <Together key={JSON.stringify(asked)} asked={asked} />}</Fold>
        </>
      )}
      {summary && <Fold title={say(common.heatMap)}>{() => <HeatMap asked={asked} summary={summary} />}</Fold>}
      {summary && !summary.numbersOnly && (
        <>
          <Fold title={say(texts.soon)}>{() => <Soon municipality={asked.kommune} />}</Fold>
          <Fold title={say(common.faults)}>{() => <Incidents />}</Fold>
        </>
      )}
    </>
  );
}

/** For those who see numbers alone: cause by municipality. */
function Numbers({ summary: { counts } }: { summary: StuckSummary }) {
  const { say } = useSpeech();
  if (counts.length === 0) return <Message kind="success" heading={say(common.nothingStuck)} />;
  return (
    <>
      <p className="secondary">{say(common.smallHidden)}</p>
      <Table caption={say(common.stuck)} heads={[common.municipality, common.cause, common.number].map(say)}>
        {counts.map(({ municipality, municipalityName, cause, count }) => (
          <tr key={`${municipality} ${cause}`}>
            <th scope="row">{municipalityName}</th>
            <td data-title={say(common.cause)}>{say(stuckCauses[cause])}</td>
            <td data-title={say(common.number)}>{count ?? say(common.fewerThanFive)}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}
