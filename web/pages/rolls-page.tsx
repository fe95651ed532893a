import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { RollAtRisk, RollRiskKind } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { renewals } from '../parts/cover.tsx';
import { DrugName } from '../parts/drug-name.tsx';
import { FilterLinks } from '../parts/filter-links.tsx';
import { Heading } from '../parts/heading.tsx';
import { Help } from '../parts/help.tsx';
import { Failed, Loading, Message } from '../parts/message.tsx';
import { nameOf } from '../parts/name-of.ts';
import { useRowKeys } from '../parts/row-keys.ts';
import { Table } from '../parts/table.tsx';
import { risks, texts } from '../pharmacy-texts.ts';
import { rollsAtRisk } from '../questions.ts';
import type { RollsAsked } from '../questions.ts';
import { texts as common } from '../texts.ts';
import '../role-pages.css';

export function RollsRoute() {
  return <RollsPage asked={useSearch({ from: '/dosisruller' })} />;
}

/** The pharmacy's rolls before packing that may turn out wrong; a page looks through a hundred. */
function RollsPage({ asked }: { asked: RollsAsked }) {
  const { say, number } = useSpeech();
  const { data, error, refetch } = useQuery(rollsAtRisk(asked.efter));
  const all = data?.items ?? [];
  const shown = all.filter((roll) => !asked.aarsag || roll.risks?.some(({ kind }) => kind === asked.aarsag));
  return (
    <>
      <Heading>{say(common.rollsAtRisk)}</Heading>
      <p className="lead">{say(texts.intro)}</p>
      <Help>
        <p>{say(texts.help)}</p>
        <p>{say(texts.helpWho)}</p>
        <p>{say(common.worklistHelpKeys)}</p>
      </Help>
      {error &&
        (data ? (
          <Message kind="warning" heading={say(common.stale)} />
        ) : (
          <Failed error={error} again={() => void refetch()} />
        ))}
      {!data && !error && <Loading />}
      {data && data.looked > 0 && (
        <>
          <p>
            {say(texts.looked)}: <strong>{number(data.looked)}</strong>, {say(texts.atRisk)}:{' '}
            <strong>{number(all.length)}</strong>.
          </p>
          <Reasons rolls={all} asked={asked} />
        </>
      )}
      {data && shown.length === 0 && <Nothing looked={data.looked} isFiltered={all.length > 0} asked={asked} />}
      {shown.length > 0 && <Rolls rolls={shown} />}
      {(asked.efter || data?.next) && (
        <nav className="pages" aria-label={say(common.pages)}>
          {asked.efter && (
            <Link to="/dosisruller" search={{ ...asked, efter: undefined }}>
              {say(common.firstPage)}
            </Link>
          )}
          {data?.next && (
            <Link to="/dosisruller" search={{ ...asked, efter: data.next }}>
              {say(common.nextPage)}
            </Link>
          )}
        </nav>
      )}
    </>
  );
}

/** Only reasons that occur, with how many rolls have each. */
function Reasons({ rolls, asked }: { rolls: readonly RollAtRisk[]; asked: RollsAsked }) {
  const { say, number } = useSpeech();
  const counts = (Object.keys(risks) as RollRiskKind[]).map((kind) => ({
    kind,
    count: rolls.filter((roll) => roll.risks?.some((risk) => risk.kind === kind)).length,
  }));
  const choice = (kind: RollRiskKind | undefined, label: string) => (
    <Link
      key={label}
      to="/dosisruller"
      search={{ ...asked, aarsag: kind }}
      className="choice"
      activeOptions={{ exact: true }}
      aria-current={asked.aarsag === kind ? 'true' : undefined}
    >
      {label}
    </Link>
  );
  return (
    <section className="filters" aria-label={say(common.filters)}>
      <FilterLinks title={say(texts.reason)}>
        {choice(undefined, say(texts.all))}
        {counts
          .filter(({ kind, count }) => count > 0 || kind === asked.aarsag)
          .map(({ kind, count }) => choice(kind, `${say(risks[kind].title)} (${number(count)})`))}
      </FilterLinks>
    </section>
  );
}

function Nothing({ looked, isFiltered, asked }: { looked: number; isFiltered: boolean; asked: RollsAsked }) {
  const { say } = useSpeech();
  if (isFiltered) {
    return (
      <Message kind="info" heading={say(texts.nothingOfKind)}>
        <Link to="/dosisruller" search={{ ...asked, aarsag: undefined }}>
          {say(texts.showAll)}
        </Link>
      </Message>
    );
  }
  if (looked > 0) return <Message kind="success" heading={say(texts.nothing)} />;
  return (
    <Message kind="info" heading={say(texts.noRolls)}>
      <p>{say(texts.noRollsHow)}</p>
    </Message>
  );
}

function Rolls({ rolls }: { rolls: readonly RollAtRisk[] }) {
  const { say } = useSpeech();
  const rowKeys = useRowKeys();
  const heads = [texts.patient, texts.cutOff, texts.roll, texts.why].map(say);
  return (
    <div role="presentation" {...rowKeys}>
      <Table caption={say(common.rollsAtRisk)} heads={heads}>
        {rolls.map((roll) => (
          <Row key={roll.id} roll={roll} />
        ))}
      </Table>
    </div>
  );
}

function Row({ roll: { root, citizen, period, risks: found } }: { roll: RollAtRisk }) {
  const { say, instant, day } = useSpeech();
  return (
    <tr>
      <th scope="row" data-title={say(texts.patient)}>
        <Link to="/forloeb/$id" params={{ id: root }} className="row-link">
          {nameOf({ id: root, citizen }, say)}
        </Link>
        {citizen?.cpr && <span className="secondary block">{citizen.cpr}</span>}
      </th>
      <td data-title={say(texts.cutOff)}>
        {period && <time dateTime={period.changeCutOffAt}>{instant(period.changeCutOffAt)}</time>}{' '}
        {period?.isPastCutOff && <span className="badge badge-error">{say(texts.past)}</span>}
      </td>
      <td data-title={say(texts.roll)}>
        {period && `${day(period.startDate)} – ${day(period.endDate)}`}
        <span className="secondary block">{period?.status}</span>
      </td>
      <td data-title={say(texts.why)}>
        <ul className="plain">
          {found?.map(({ kind, drugs, renewal }) => (
            <li key={kind}>
              <strong>{say(risks[kind].title)}</strong>
              {drugs.map(({ drugId, name }) => (
                <span key={drugId} className="block">
                  <DrugName id={drugId} name={name} />
                </span>
              ))}
              {renewal && <span className="block starts-large">{say(renewals[renewal])}</span>}
              <span className="secondary block">{say(risks[kind].then)}</span>
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}
