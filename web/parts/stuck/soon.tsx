import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useSpeech } from '../../language.tsx';
import { soon } from '../../stuck-questions.ts';
import { texts } from '../../stuck-texts.ts';
import { roles, texts as common } from '../../texts.ts';
import { Failed, Loading, Message } from '../message.tsx';
import { Table } from '../table.tsx';

/** Timers at risk: what is about to become overdue, and whether the system keeps up. */
export function Soon({ municipality }: { municipality: string | undefined }) {
  const { say, instant } = useSpeech();
  const { data, error, refetch } = useQuery(soon(municipality));
  if (error && !data) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <>
      {data.late > 0 && <Message kind="error" heading={`${say(texts.late)} (${data.late})`} />}
      <p className="secondary">{say(texts.soonHelp)}</p>
      {data.items.length === 0 ? (
        <p>{say(texts.noneSoon)}</p>
      ) : (
        <Table caption={say(texts.soon)} heads={[common.oneCase, texts.task, common.whoCan, texts.deadline].map(say)}>
          {data.items.map((row) => (
            <tr key={row.id}>
              <th scope="row" data-title={say(common.oneCase)}>
                <Link to="/forloeb/$id" params={{ id: row.root }}>
                  {say(common.oneCase)} {row.root.slice(0, 8)}
                </Link>
                <span className="secondary block">{row.municipalityName}</span>
              </th>
              <td data-title={say(texts.task)}>{say(row.title)}</td>
              <td data-title={say(common.whoCan)}>
                <span className="starts-large">{say(roles[row.role as keyof typeof roles])}</span>,{' '}
                {row.organisationName}
                <span className="secondary block">
                  {say(row.claimed ? common.someoneHasIt : common.nobodyHasIt)} · {say(common.duty)}: {row.dutyContact}
                </span>
              </td>
              <td data-title={say(texts.deadline)}>
                <time dateTime={row.deadlineAt}>{instant(row.deadlineAt)}</time>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {data.next && <p className="secondary">{say(texts.moreSoon)}</p>}
    </>
  );
}
