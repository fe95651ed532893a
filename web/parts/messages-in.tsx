import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { InboxRow, InboxSource, InboxStatus } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { inboxSummary, messagesIn } from '../interface-questions.ts';
import type { MessagesAsked } from '../interface-questions.ts';
import { sources, statusKinds, statuses, texts } from '../interface-texts.ts';
import { nameOfMessage } from '../message-names.ts';
import { texts as common } from '../texts.ts';
import { FilterLinks } from './filter-links.tsx';
import { Failed, Loading, Message } from './message.tsx';
import { NextPages } from './next-pages.tsx';
import { Table } from './table.tsx';

/** What was received, by source and by what became of it. */
export function MessagesIn({ asked, isAdministrator }: { asked: MessagesAsked; isAdministrator: boolean }) {
  const { say } = useSpeech();
  const { data, error, refetch } = useQuery(messagesIn(asked));
  return (
    <>
      <Filters asked={asked} isAdministrator={isAdministrator} />
      {error && !data && <Failed error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && (
        <Message kind="info" heading={say(texts.none)}>
          {(asked.kilde ?? asked.status) && <p>{say(texts.noneHow)}</p>}
        </Message>
      )}
      {data && data.items.length > 0 && (
        <Table caption={say(texts.received)} heads={[texts.when, texts.message, texts.status, texts.about].map(say)}>
          {data.items.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </Table>
      )}
      <NextPages asked={asked} next={data?.next} />
    </>
  );
}

function Filters({ asked, isAdministrator }: { asked: MessagesAsked; isAdministrator: boolean }) {
  const { say, instant } = useSpeech();
  const { data } = useQuery({ ...inboxSummary, enabled: isAdministrator });
  const counted = (n: number): string => (data && n >= data.most ? `${data.most}+` : String(n));
  const waiting = (status: InboxStatus): string => {
    if (!data || (status !== 'received' && status !== 'unreadable' && status !== 'faulted')) return '';
    const chosen = data.sources.filter(({ source }) => !asked.kilde || source === asked.kilde);
    return ` (${counted(chosen.reduce((sum, each) => sum + each[status], 0))})`;
  };
  const choice = (label: string, more: MessagesAsked, chosen: boolean) => (
    <Link
      key={label}
      to="/snitflader"
      search={{ ...asked, efter: undefined, ...more }}
      className="choice"
      activeOptions={{ exact: true }}
      aria-current={chosen ? 'true' : undefined}
    >
      {label}
    </Link>
  );
  return (
    <section className="filters" aria-label={say(common.filters)}>
      {isAdministrator && !asked.forloeb && (
        <FilterLinks title={say(texts.source)}>
          {choice(say(texts.all), { kilde: undefined }, asked.kilde === undefined)}
          {(Object.keys(sources) as InboxSource[]).map((kilde) =>
            choice(say(sources[kilde]), { kilde }, asked.kilde === kilde),
          )}
        </FilterLinks>
      )}
      <FilterLinks title={say(texts.status)}>
        {choice(say(texts.all), { status: undefined }, asked.status === undefined)}
        {(Object.keys(statuses) as InboxStatus[]).map((status) =>
          choice(`${say(statuses[status])}${waiting(status)}`, { status }, asked.status === status),
        )}
      </FilterLinks>
      {isAdministrator && asked.forloeb && (
        <FilterLinks title={say(texts.oneCaseOnly)}>
          {choice(say(texts.seeAll), { forloeb: undefined }, false)}
        </FilterLinks>
      )}
      {data && !asked.forloeb && (
        <p className="secondary">
          {data.sources
            .map(
              ({ source, latestAt }) =>
                `${say(sources[source])}: ${latestAt ? `${say(texts.latest)} ${instant(latestAt)}` : say(texts.neverHeard)}`,
            )
            .join(' · ')}
        </p>
      )}
    </section>
  );
}

function Row({ row: { id, source, receivedAt, code, status, case: about, headerId, attempts } }: { row: InboxRow }) {
  const { say, instant } = useSpeech();
  return (
    <tr>
      <th scope="row" data-title={say(texts.when)}>
        <Link to="/snitflader/$id" params={{ id }}>
          <time dateTime={receivedAt}>{instant(receivedAt)}</time>
        </Link>
        <span className="secondary block">{say(sources[source])}</span>
      </th>
      <td data-title={say(texts.message)}>
        {say(nameOfMessage(code))}
        {code && <span className="secondary block breakable">{code}</span>}
        {headerId && <span className="secondary block breakable">{headerId}</span>}
      </td>
      <td data-title={say(texts.status)}>
        <span className={`badge badge-${statusKinds[status]}`}>{say(statuses[status])}</span>
        {attempts > 1 && (
          <span className="secondary block">
            {attempts} {say(texts.attempts).toLowerCase()}
          </span>
        )}
      </td>
      <td data-title={say(texts.about)}>
        {about ? (
          <Link to="/forloeb/$id" params={{ id: about }}>
            {say(texts.oneCase)} {about.slice(0, 8)}
          </Link>
        ) : (
          say(texts.nobody)
        )}
      </td>
    </tr>
  );
}
