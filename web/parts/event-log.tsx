import { useQuery } from '@tanstack/react-query';
import type { JournalRow, Text } from '../api.ts';
import { caseTexts, journalSources } from '../case-texts.ts';
import { useSpeech } from '../language.tsx';
import { policies } from '../questions.ts';
import { outcomes, roles, texts } from '../texts.ts';
import { Table } from './table.tsx';

/** What happened, in the chart's words; from whom it is known, and by which rules it was decided. */
export function EventLog({ rows, older }: { rows: readonly JournalRow[]; older: (() => void) | undefined }) {
  const { say } = useSpeech();
  return (
    <>
      <p className="secondary">{say(texts.logIntro)}</p>
      <Table
        caption={say(texts.log)}
        heads={[texts.when, texts.what, caseTexts.logSource, texts.outcome, caseTexts.rules].map(say)}
      >
        {rows.map((row) => (
          <Row key={row.seq} row={row} />
        ))}
      </Table>
      {older && (
        <button type="button" className="button button-secondary" onClick={older}>
          {say(texts.older)}
        </button>
      )}
    </>
  );
}

function Row({ row: { label, outcome, reason, source, actor, at, occurredAt, policy } }: { row: JournalRow }) {
  const { say, instant } = useSpeech();
  const outcomeText = outcomes[outcome];
  // A fact comes through some system: who that is tells less than whose word it is.
  const by = source === 'entry' ? (actor.name ?? say(roles[actor.role])) : say(journalSources[source]);
  return (
    <tr>
      <td data-title={say(texts.when)}>
        <time dateTime={at}>{instant(at)}</time>
        {instant(occurredAt) !== instant(at) && (
          <span className="secondary block">
            {say(texts.happened)} {instant(occurredAt)}
          </span>
        )}
      </td>
      <th scope="row">{say(label)}</th>
      <td data-title={say(caseTexts.logSource)}>
        <span className="starts-large">{by}</span>
        {actor.organisation && <span className="secondary block">{actor.organisation}</span>}
      </td>
      <td data-title={say(texts.outcome)}>
        {outcomeText ? say(outcomeText) : outcome}
        {reason && <span className="secondary block">{say(reason)}</span>}
      </td>
      <td data-title={say(caseTexts.rules)}>
        <Rules id={policy.id} />
      </td>
    </tr>
  );
}

/** Today's rules, and by name each set that was in force beside them. */
function Rules({ id }: { id: string }) {
  const { say } = useSpeech();
  const { data } = useQuery(policies);
  const beside = id.split('+').slice(1);
  const titleOf = (set: string): string => {
    const title: Text | undefined = data?.shipped.find((each) => each.id === set)?.title;
    return title ? say(title) : set;
  };
  return (
    <>
      {say(caseTexts.rulesOfToday)}
      {beside.map((set) => (
        <span key={set} className="secondary block">
          + {titleOf(set)}
        </span>
      ))}
    </>
  );
}
