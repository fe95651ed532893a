import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { ListedCase } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { Cover } from '../parts/cover.tsx';
import { Deadline } from '../parts/deadline.tsx';
import { Heading } from '../parts/heading.tsx';
import { Failed, Loading, Message } from '../parts/message.tsx';
import { nameOf } from '../parts/name-of.ts';
import { Responsible } from '../parts/responsible.tsx';
import { StateBadges } from '../parts/state-badges.tsx';
import { Table } from '../parts/table.tsx';
import { TaskTitle } from '../parts/task-title.tsx';
import { caseList, demonstration, developmentPersons, myself } from '../questions.ts';
import { texts } from '../texts.ts';

export function CasesRoute() {
  return <CasesPage after={useSearch({ from: '/forloeb' }).efter} />;
}

function CasesPage({ after }: { after: string | undefined }) {
  const { say } = useSpeech();
  const { data, error, refetch } = useQuery(caseList(after));
  const moved = useMoved(data?.items);
  return (
    <>
      <Heading>{say(texts.cases)}</Heading>
      <p className="lead">{say(texts.casesIntro)}</p>
      {error &&
        (data ? (
          <Message kind="warning" heading={say(texts.stale)} />
        ) : (
          <Failed error={error} again={() => void refetch()} />
        ))}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && !after && <NoCases />}
      {data && data.items.length > 0 && (
        <Table
          caption={say(texts.cases)}
          heads={[
            texts.citizen,
            texts.state,
            texts.since,
            texts.waitsFor,
            texts.responsible,
            texts.deadline,
            texts.covered,
          ].map(say)}
        >
          {data.items.map((listed) => (
            <Row key={listed.id} listed={listed} moved={moved.has(listed.id)} />
          ))}
        </Table>
      )}
      {(after || data?.next) && (
        <nav className="pages" aria-label={say(texts.pages)}>
          {after && <Link to="/forloeb">{say(texts.firstPage)}</Link>}
          {data?.next && (
            <Link to="/forloeb" search={{ efter: data.next }}>
              {say(texts.nextPage)}
            </Link>
          )}
        </nav>
      )}
    </>
  );
}

function Row({ listed, moved }: { listed: ListedCase; moved: boolean }) {
  const { say, instant } = useSpeech();
  const { id, citizen, since, closedAt, next, cover } = listed;
  return (
    <tr className={moved ? 'moved' : ''}>
      <th scope="row">
        <Link to="/forloeb/$id" params={{ id }}>
          {nameOf(listed, say)}
        </Link>
        <br />
        <span className="secondary">{citizen?.cpr}</span>
      </th>
      <td data-title={say(texts.state)}>
        <StateBadges of={listed} /> {closedAt && <span className="badge">{say(texts.closedCase)}</span>}
        <output>{moved && <span className="badge badge-success">{say(texts.moved)}</span>}</output>
      </td>
      <td data-title={say(texts.since)}>
        <time dateTime={since}>{instant(since)}</time>
      </td>
      <td data-title={say(texts.waitsFor)}>{next ? <TaskTitle title={next.title} /> : say(texts.nothing)}</td>
      <td data-title={say(texts.responsible)}>
        {next && <Responsible role={next.role} organisation={next.organisation} />}
      </td>
      <td data-title={say(texts.deadline)}>{next && <Deadline at={next.deadlineAt} of={next.title} />}</td>
      <td data-title={say(texts.covered)}>
        {cover ? <Cover of={cover} /> : <span className="secondary">{say(texts.coverUnknown)}</span>}
      </td>
    </tr>
  );
}

/** Which cases have moved while the page was open, for a little while after. */
function useMoved(items: readonly ListedCase[] | undefined): ReadonlySet<string> {
  const seen = useRef(new Map<string, number>());
  const [moved, setMoved] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (!items) return undefined;
    const fresh = items.filter(({ id, revision }) => (seen.current.get(id) ?? revision) < revision);
    for (const { id, revision } of items) seen.current.set(id, revision);
    setMoved(new Set(fresh.map(({ id }) => id)));
    const timer = setTimeout(() => setMoved(new Set()), 20_000);
    return () => clearTimeout(timer);
  }, [items]);
  return moved;
}

/** Whoever tries the product out by itself is told how; nobody else is shown commands. */
function NoCases() {
  const { say } = useSpeech();
  const { data: me } = useQuery(myself);
  const { data: persons } = useQuery(developmentPersons);
  const { data: shown } = useQuery(demonstration);
  const isTried = persons && shown && !shown.isDemonstration;
  const isMunicipal = me?.role === 'municipalNurse' || me?.role === 'municipalPlanner';
  return (
    <Message kind="info" heading={say(texts.noCases)}>
      {me && me.organisation.kind !== 'municipality' && <p>{say(texts.noCasesForYou)}</p>}
      {isMunicipal && isTried && <HowToTry />}
    </Message>
  );
}

function HowToTry() {
  const { say } = useSpeech();
  return (
    <>
      <p>{say(texts.noCasesHow)}</p>
      <pre tabIndex={0}>npm run replay -- docs/examples/hospital-notifications</pre>
      <p>{say(texts.noCasesOr)}</p>
      <pre tabIndex={0}>
        {[
          'TOKEN=$(npm run --silent token -- --as nurse)',
          `curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' ${location.origin}/api/cases \\`,
          `  -d '{"workflow":"dose-dispensing","data":{"cpr":"2509479989","name":"Testborger"}}'`,
        ].join('\n')}
      </pre>
    </>
  );
}
