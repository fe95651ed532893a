import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useSpeech } from '../language.tsx';
import { ages, flowText, reasonText, seens, texts, ways } from '../programme-texts.ts';
import { departments, flow, recall, requestCounts, supplyReach } from '../questions.ts';
import { Failed, Loading } from './message.tsx';
import { Picture } from './picture.tsx';
import type { Cell } from './picture.tsx';
import { Table } from './table.tsx';

function Rows({ title, file, heads, rows }: { title: string; file: string; heads: string[]; rows: Cell[][] }) {
  const { say } = useSpeech();
  return rows.length === 0 ? (
    <p>{say(texts.noneYet)}</p>
  ) : (
    <Picture title={title} file={file} heads={heads} rows={rows} />
  );
}

/** A number, or that it is few citizens'. */
function useCount() {
  const { say } = useSpeech();
  return (count: number | null): Cell => count ?? say(texts.hidden);
}

export function Flow() {
  const { say } = useSpeech();
  const count = useCount();
  const { data, error, refetch } = useQuery(flow);
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <Rows
      title={say(texts.flow)}
      file="begyndt-og-ophoert"
      heads={[texts.month, texts.what, texts.number].map(say)}
      rows={data.items.map((row) => [{ month: row.month }, say(flowText(row.kind)), count(row.count)])}
    />
  );
}

export function Departments() {
  const { say } = useSpeech();
  const count = useCount();
  const { data, error, refetch } = useQuery(departments);
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <Rows
      title={say(texts.admissions)}
      file="sygehus"
      heads={[texts.department, texts.stays, texts.removed, texts.withoutReason, texts.held].map(say)}
      rows={data.items.map((row) => [
        row.name ?? `SOR ${row.sor}`,
        ...[row.admissions, row.removed, row.removedWithoutReason, row.held].map(count),
      ])}
    />
  );
}

export function Requests() {
  const { say } = useSpeech();
  const count = useCount();
  const { data, error, refetch } = useQuery(requestCounts);
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <Rows
      title={say(texts.requests)}
      file="receptanmodninger"
      heads={[texts.way, texts.seen, texts.age, texts.number].map(say)}
      rows={data.items.map((row) => [say(ways[row.way]), say(seens[row.seen]), say(ages[row.age]), count(row.count)])}
    />
  );
}

export function Supply() {
  const { say } = useSpeech();
  const count = useCount();
  const { data, error, refetch } = useQuery(supplyReach);
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <>
      <Rows
        title={say(texts.supply)}
        file="restordrer"
        heads={[texts.product, texts.since, texts.expected, texts.reach].map(say)}
        rows={data.backOrders.map((row) => [
          row.name,
          { day: row.since },
          row.expectedTo ? { day: row.expectedTo } : say(texts.unknown),
          count(row.cases),
        ])}
      />
      <h3 className="h5">{say(texts.withoutMark)}</h3>
      <Rows
        title={say(texts.withoutMark)}
        file="uden-d-maerke"
        heads={[texts.product, texts.candidates].map(say)}
        rows={data.withoutMark.map((row) => [row.name ?? row.drugId, row.candidates])}
      />
    </>
  );
}

/** The own municipality's citizens who said no: each leads to the case. */
export function Recall() {
  const { say, instant } = useSpeech();
  const { data, error, refetch } = useQuery(recall);
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return <p>{say(texts.nobodyDeclined)}</p>;
  return (
    <>
      <p>{say(texts.recallIntro)}</p>
      <Table caption={say(texts.recall)} heads={[texts.oneCase, texts.reason, texts.day].map(say)}>
        {data.items.map((row) => (
          <tr key={row.case}>
            <th scope="row" data-title={say(texts.oneCase)}>
              <Link to="/forloeb/$id" params={{ id: row.case }}>
                {say(texts.oneCase)} {row.case.slice(0, 8)}
              </Link>
            </th>
            <td data-title={say(texts.reason)}>{say(reasonText(row.reason))}</td>
            <td data-title={say(texts.day)}>{instant(row.on)}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}
