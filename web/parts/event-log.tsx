import type { JournalRow } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { outcomes, roles, texts } from '../texts.ts';
import { Table } from './table.tsx';

/** What happened, in the chart's words. */
export function EventLog({ rows, older }: { rows: readonly JournalRow[]; older: (() => void) | undefined }) {
  const { say } = useSpeech();
  return (
    <>
      <p className="secondary">{say(texts.logIntro)}</p>
      <Table caption={say(texts.log)} heads={[texts.when, texts.what, texts.who, texts.outcome].map(say)}>
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

function Row({ row: { label, outcome, reason, actor, at, occurredAt } }: { row: JournalRow }) {
  const { say, instant } = useSpeech();
  const outcomeText = outcomes[outcome];
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
      <td data-title={say(texts.who)}>
        {actor.name ?? say(roles[actor.role])}
        {actor.organisation && <span className="secondary block">{actor.organisation}</span>}
      </td>
      <td data-title={say(texts.outcome)}>
        {outcomeText ? say(outcomeText) : outcome}
        {reason && <span className="secondary block">{say(reason)}</span>}
      </td>
    </tr>
  );
}
