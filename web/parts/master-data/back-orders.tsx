import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useSpeech } from '../../language.tsx';
import { backOrders } from '../../master-data-questions.ts';
import type { MasterDataAsked } from '../../master-data-questions.ts';
import { texts } from '../../master-data-texts.ts';
import { FilterLinks } from '../filter-links.tsx';
import { Failed, Loading, Message } from '../message.tsx';
import { NextPages } from '../next-pages.tsx';
import { Table } from '../table.tsx';

/** Packages that cannot be delivered, as last told. */
export function BackOrders({ asked }: { asked: MasterDataAsked }) {
  const { say, day } = useSpeech();
  const { data, error, refetch } = useQuery(backOrders(asked));
  return (
    <>
      <FilterLinks title={say(texts.shown)}>
        {([undefined, true] as const).map((alle) => (
          <Link
            key={String(alle)}
            to="/stamdata"
            search={{ del: 'restordrer', ...(alle && { alle }) }}
            className="choice"
            activeOptions={{ exact: true }}
            aria-current={asked.alle === alle ? 'true' : undefined}
          >
            {say(alle ? texts.allOrders : texts.standing)}
          </Link>
        ))}
      </FilterLinks>
      {error && !data && <Failed error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <Message kind="success" heading={say(texts.noBackOrders)} />}
      {data && data.items.length > 0 && (
        <Table
          caption={say(texts.standing)}
          heads={[texts.product, texts.since, texts.expected, texts.ended, texts.source].map(say)}
        >
          {data.items.map(({ packageNumber, name, since, expectedTo, endedOn, withdrawn, source }) => (
            <tr key={packageNumber}>
              <th scope="row" data-title={say(texts.product)}>
                {name ?? say(texts.notInList)}
                <span className="secondary block">
                  {say(texts.packageNumber)} {packageNumber}
                </span>
              </th>
              <td data-title={say(texts.since)}>{day(since)}</td>
              <td data-title={say(texts.expected)}>{expectedTo ? day(expectedTo) : '–'}</td>
              <td data-title={say(texts.ended)}>{withdrawn ? say(texts.withdrawn) : endedOn ? day(endedOn) : '–'}</td>
              <td data-title={say(texts.source)}>{source}</td>
            </tr>
          ))}
        </Table>
      )}
      <NextPages asked={asked} next={data?.next} />
    </>
  );
}
