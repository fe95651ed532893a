import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { answerOf, api } from '../api.ts';
import type { Delivery, DeliveryStatus } from '../api.ts';
import { errorWords } from '../error-words.ts';
import { useSpeech } from '../language.tsx';
import { messagesOut } from '../interface-questions.ts';
import type { MessagesAsked } from '../interface-questions.ts';
import { deliveryStatuses, statusKinds, texts, ways } from '../interface-texts.ts';
import { organisation } from '../questions.ts';
import { texts as common } from '../texts.ts';
import { FilterLinks } from './filter-links.tsx';
import { Failed, Loading, Message } from './message.tsx';
import { NextPages } from './next-pages.tsx';
import { Table } from './table.tsx';

/** What was sent, to whom and how, and whether it arrived. */
export function MessagesOut({ asked }: { asked: MessagesAsked }) {
  const { say } = useSpeech();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(messagesOut(asked));
  const repeat = useMutation({
    mutationFn: (id: string) => answerOf(api.POST('/api/deliveries/{id}/repeat', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['deliveries'] }),
  });
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
    <>
      <section className="filters" aria-label={say(common.filters)}>
        <FilterLinks title={say(texts.status)}>
          {choice(say(texts.all), { status: undefined }, asked.status === undefined)}
          {(Object.keys(deliveryStatuses) as DeliveryStatus[]).map((status) =>
            choice(say(deliveryStatuses[status]), { status }, asked.status === status),
          )}
        </FilterLinks>
        {asked.modtager && (
          <FilterLinks title={say(texts.oneReceiver)}>
            {choice(say(texts.seeAll), { modtager: undefined }, false)}
          </FilterLinks>
        )}
      </section>
      <output>
        {repeat.data && <Message kind="success" heading={say(texts.repeated)} />}
        {repeat.error && <Message kind="warning" heading={errorWords(repeat.error, say)} />}
      </output>
      {error && !data && <Failed error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <Message kind="info" heading={say(texts.noDeliveries)} />}
      {data && data.items.length > 0 && (
        <Table
          caption={say(texts.sent)}
          heads={[texts.createdAt, texts.to, texts.status, texts.about, texts.repeat].map(say)}
        >
          {data.items.map((row) => (
            <Row key={row.id} row={row} asked={asked} repeat={() => repeat.mutate(row.id)} isBusy={repeat.isPending} />
          ))}
        </Table>
      )}
      <NextPages asked={asked} next={data?.next} />
    </>
  );
}

function Row({
  row,
  asked,
  repeat,
  isBusy,
}: {
  row: Delivery;
  asked: MessagesAsked;
  repeat: () => void;
  isBusy: boolean;
}) {
  const { say, instant } = useSpeech();
  const { text, status, way, attempts, lastError, createdAt, deliveredAt, acknowledgeBy } = row;
  return (
    <tr>
      <th scope="row" data-title={say(texts.createdAt)}>
        <time dateTime={createdAt}>{instant(createdAt)}</time>
        <span className="secondary block">{text}</span>
      </th>
      <td data-title={say(texts.to)}>
        {row.organisation ? <Receiver id={row.organisation} asked={asked} /> : '–'}
        <span className="secondary block">{way ? say(ways[way] ?? { da: way, en: way }) : say(texts.notSentYet)}</span>
      </td>
      <td data-title={say(texts.status)}>
        <span className={`badge badge-${statusKinds[status]}`}>{say(deliveryStatuses[status])}</span>
        <span className="secondary block">
          {deliveredAt && `${say(texts.deliveredAt)} ${instant(deliveredAt)}. `}
          {status === 'sent' && acknowledgeBy && `${say(texts.acknowledgeBy)} ${instant(acknowledgeBy)}. `}
          {say(texts.attempts)}: {attempts}
        </span>
        {lastError && (
          <span className="secondary block breakable">
            {say(texts.technical)}: <span lang="en">{lastError}</span>
          </span>
        )}
      </td>
      <td data-title={say(texts.about)}>
        {row.case ? (
          <Link to="/forloeb/$id" params={{ id: row.case }}>
            {say(texts.oneCase)} {row.case.slice(0, 8)}
          </Link>
        ) : (
          '–'
        )}
      </td>
      <td data-title={say(texts.repeat)}>
        <button type="button" className="row-button" disabled={isBusy} onClick={repeat}>
          {say(texts.repeat)} <span className="sr-only">{text}</span>
        </button>
      </td>
    </tr>
  );
}

function Receiver({ id, asked }: { id: string; asked: MessagesAsked }) {
  const { data } = useQuery(organisation(id));
  return (
    <Link to="/snitflader" search={{ ...asked, efter: undefined, modtager: id }}>
      {data?.name ?? id.slice(0, 8)}
    </Link>
  );
}
