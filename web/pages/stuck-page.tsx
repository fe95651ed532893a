import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { answerOf, api } from '../api.ts';
import type { Stuck, StuckCause, StuckSummary, Text } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { DrawnChart } from '../parts/drawn-chart.tsx';
import { FilterLinks } from '../parts/filter-links.tsx';
import { Fold } from '../parts/fold.tsx';
import { Heading } from '../parts/heading.tsx';
import { Help } from '../parts/help.tsx';
import { Failed, Loading, Message } from '../parts/message.tsx';
import { Table } from '../parts/table.tsx';
import { withoutOverdue } from '../parts/task-title.tsx';
import { chart, clock, incidents, stuckAddress, stuckList, stuckSummary } from '../questions.ts';
import type { StuckAsked } from '../questions.ts';
import { incidentKinds, roles, stuckCauses, texts, workflowNames } from '../texts.ts';

/** What is overdue, why, and who can move it. */
export function StuckRoute() {
  const { say } = useSpeech();
  const asked = useSearch({ from: '/forloeb-i-staa' });
  const { data: summary, error, refetch } = useQuery(stuckSummary);
  return (
    <>
      <Heading>{say(texts.stuck)}</Heading>
      <p className="lead">{say(texts.stuckIntro)}</p>
      <Help>
        <p>{say(texts.stuckHelp)}</p>
      </Help>
      {error && <Failed error={error} again={() => void refetch()} />}
      {!summary && !error && <Loading />}
      {summary && (
        <>
          <Filters asked={asked} summary={summary} />
          {summary.numbersOnly ? <Numbers summary={summary} /> : <List asked={asked} />}
          <Fold title={say(texts.heatMap)}>{() => <HeatMap asked={asked} summary={summary} />}</Fold>
          {!summary.numbersOnly && <Fold title={say(texts.faults)}>{() => <Incidents />}</Fold>}
        </>
      )}
    </>
  );
}

function Filters({ asked, summary: { counts, numbersOnly } }: { asked: StuckAsked; summary: StuckSummary }) {
  const { say } = useSpeech();
  const sum = (of: readonly { count: number | null }[]): string => {
    const all = of.reduce((total, { count }) => total + (count ?? 0), 0);
    return of.some(({ count }) => count === null) ? `${all}+` : String(all);
  };
  const causes = (Object.keys(stuckCauses) as StuckCause[]).filter((cause) =>
    counts.some((row) => row.cause === cause),
  );
  const municipalities = [...new Map(counts.map((row) => [row.municipality, row.municipalityName]))];
  if (numbersOnly) return null;
  const choice = (label: string, more: StuckAsked, chosen: boolean) => (
    <Link
      key={label}
      to="/forloeb-i-staa"
      search={{ ...asked, efter: undefined, ...more }}
      className="choice"
      aria-current={chosen ? 'true' : undefined}
    >
      {label}
    </Link>
  );
  return (
    <section className="filters" aria-label={say(texts.filters)}>
      <FilterLinks title={say(texts.cause)}>
        {choice(`${say(texts.all)} (${sum(counts)})`, { aarsag: undefined }, asked.aarsag === undefined)}
        {causes.map((cause) =>
          choice(
            `${say(stuckCauses[cause])} (${sum(counts.filter((row) => row.cause === cause))})`,
            { aarsag: cause },
            asked.aarsag === cause,
          ),
        )}
      </FilterLinks>
      {municipalities.length > 1 && (
        <FilterLinks title={say(texts.municipality)}>
          {choice(say(texts.all), { kommune: undefined }, asked.kommune === undefined)}
          {municipalities.map(([id, name]) =>
            choice(
              `${name} (${sum(counts.filter((row) => row.municipality === id))})`,
              { kommune: id },
              asked.kommune === id,
            ),
          )}
        </FilterLinks>
      )}
      <FilterLinks title={say(texts.age)}>
        {choice(say(texts.all), { dage: undefined }, asked.dage === undefined)}
        {[2, 7, 30].map((dage) =>
          choice(`${say(texts.atLeast)} ${dage} ${say(texts.days)}`, { dage }, asked.dage === dage),
        )}
      </FilterLinks>
      {asked.tilstand && (
        <FilterLinks title={say(texts.state)}>
          {choice(`${say(texts.chosenInChart)}: ${say(texts.remove)}`, { tilstand: undefined }, true)}
        </FilterLinks>
      )}
      {asked.hos && (
        <FilterLinks title={say(texts.responsible)}>
          {choice(`${say(texts.oneOrganisation)}: ${say(texts.remove)}`, { hos: undefined }, true)}
        </FilterLinks>
      )}
    </section>
  );
}

function List({ asked }: { asked: StuckAsked }) {
  const { say } = useSpeech();
  const { data, error, refetch } = useQuery(stuckList(asked));
  if (error && !data) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <>
      {data.items.length === 0 ? (
        <Message kind="success" heading={say(texts.nothingStuck)} />
      ) : (
        <Table
          caption={say(texts.stuck)}
          heads={[texts.oneCase, texts.whyStuck, texts.whoCan, texts.overdueSince].map(say)}
        >
          {data.items.map((stuck) => (
            <Row key={stuck.id} stuck={stuck} asked={asked} />
          ))}
        </Table>
      )}
      <nav className="pages" aria-label={say(texts.pages)}>
        {asked.efter && (
          <Link to="/forloeb-i-staa" search={{ ...asked, efter: undefined }}>
            {say(texts.firstPage)}
          </Link>
        )}
        {data.next && (
          <Link to="/forloeb-i-staa" search={{ ...asked, efter: data.next }}>
            {say(texts.nextPage)}
          </Link>
        )}
        <a href={stuckAddress('/api/stuck/csv', asked)} download>
          {say(texts.asCsv)}
        </a>
      </nav>
    </>
  );
}

function Row({ stuck, asked }: { stuck: Stuck; asked: StuckAsked }) {
  const { say, instant } = useSpeech();
  const { data: time } = useQuery(clock);
  const days = time ? Math.floor((Date.parse(time.now) - Date.parse(stuck.since)) / 86_400_000) : undefined;
  return (
    <tr>
      <th scope="row" data-title={say(texts.oneCase)}>
        <Link to="/forloeb/$id" params={{ id: stuck.root }}>
          {say(texts.oneCase)} {stuck.root.slice(0, 8)}
        </Link>
        <span className="secondary block">
          {say(workflowNames[stuck.workflow as keyof typeof workflowNames])}, {stuck.municipalityName}
        </span>
      </th>
      <td data-title={say(texts.whyStuck)}>
        {withoutOverdue(stuck.title, say)}
        <span className="secondary block">{say(stuckCauses[stuck.cause])}</span>
      </td>
      <td data-title={say(texts.whoCan)}>
        <span className="starts-large">{say(roles[stuck.role as keyof typeof roles])}</span>,{' '}
        <Link to="/forloeb-i-staa" search={{ ...asked, efter: undefined, hos: stuck.organisation }}>
          {stuck.organisationName}
        </Link>
        <span className="secondary block">
          {stuck.claimed ? say(texts.someoneHasIt) : say(texts.nobodyHasIt)} · {say(texts.duty)}: {stuck.dutyContact}
        </span>
      </td>
      <td data-title={say(texts.overdueSince)}>
        <time dateTime={stuck.since}>{instant(stuck.since)}</time>
        {days !== undefined && (
          <span className="secondary block">
            {days} {say(texts.days)}
          </span>
        )}
      </td>
    </tr>
  );
}

/** For those who see numbers alone: cause by municipality. */
function Numbers({ summary: { counts } }: { summary: StuckSummary }) {
  const { say } = useSpeech();
  if (counts.length === 0) return <Message kind="success" heading={say(texts.nothingStuck)} />;
  return (
    <>
      <p className="secondary">{say(texts.smallHidden)}</p>
      <Table caption={say(texts.stuck)} heads={[texts.municipality, texts.cause, texts.number].map(say)}>
        {counts.map(({ municipality, municipalityName, cause, count }) => (
          <tr key={`${municipality} ${cause}`}>
            <th scope="row">{municipalityName}</th>
            <td data-title={say(texts.cause)}>{say(stuckCauses[cause])}</td>
            <td data-title={say(texts.number)}>{count ?? say(texts.fewerThanFive)}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}

type Workflow = keyof typeof workflowNames;

/** The chart with how many wait in each state, as numbers; a choice leads to those that are overdue there. */
function HeatMap({ asked, summary: { states, numbersOnly } }: { asked: StuckAsked; summary: StuckSummary }) {
  const { say } = useSpeech();
  const present = (Object.keys(workflowNames) as Workflow[]).filter((name) =>
    states.some(({ workflow }) => workflow === name),
  );
  const [chosen, setChosen] = useState<Workflow>();
  const workflow = chosen ?? present[0];
  if (!workflow) return <p>{say(texts.nothingWaits)}</p>;
  const versions = states.filter((row) => row.workflow === workflow);
  const version = Math.max(...versions.map((row) => row.version));
  return (
    <>
      <p className="secondary">{say(texts.heatMapIntro)}</p>
      <div className="row-buttons">
        {present.map((name) => (
          <button
            key={name}
            type="button"
            className="row-button"
            aria-pressed={name === workflow}
            onClick={() => setChosen(name)}
          >
            {say(workflowNames[name])}
          </button>
        ))}
      </div>
      <CountedChart
        workflow={workflow}
        version={version}
        counts={versions.filter((row) => row.version === version)}
        asked={asked}
        mayChoose={!numbersOnly}
      />
    </>
  );
}

function CountedChart({
  workflow,
  version,
  counts,
  asked,
  mayChoose,
}: {
  workflow: Workflow;
  version: number;
  counts: StuckSummary['states'];
  asked: StuckAsked;
  mayChoose: boolean;
}) {
  const { say } = useSpeech();
  const { data } = useQuery(chart(workflow, version));
  if (!data) return <Loading />;
  const numbers = new Map(counts.map(({ state, waiting, overdue }) => [state, { waiting, overdue }]));
  return (
    <>
      {data.regions
        .filter((region) => counts.some(({ state }) => state.startsWith(`${region.path}.`)))
        .map((region) => (
          <div key={region.path}>
            <DrawnChart region={region} active={[]} numbers={numbers} />
            <ul>
              {counts
                .filter(({ state }) => state.startsWith(`${region.path}.`))
                .map(({ state, waiting, overdue }) => (
                  <li key={state}>
                    {titleOf(region.states, state, say)}: {waiting ?? say(texts.fewerThanFive)} {say(texts.waitingHere)}
                    {overdue !== 0 && mayChoose && (
                      <>
                        {', '}
                        <Link
                          to="/forloeb-i-staa"
                          search={{ ...asked, efter: undefined, tilstand: `${workflow}.${state}` }}
                        >
                          {overdue ?? say(texts.fewerThanFive)} {say(texts.overdueHere)}
                        </Link>
                      </>
                    )}
                  </li>
                ))}
            </ul>
          </div>
        ))}
    </>
  );
}

function titleOf(
  states: readonly { path: string; title: { da: string[]; en: string[] } }[],
  path: string,
  say: (text: Text) => string,
): string {
  const title = states.find((state) => state.path === path)?.title;
  return title ? say({ da: title.da.join(' '), en: title.en.join(' ') }) : path;
}

/** What the system itself could not do, and trying it again. */
function Incidents() {
  const { say, instant } = useSpeech();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(incidents);
  const retry = useMutation({
    mutationFn: (id: string) => answerOf(api.POST('/api/incidents/{id}/retry', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['incidents'] }),
  });
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  const outcome =
    retry.data && (retry.data.succeeded ? texts.retried : retry.data.waiting ? texts.retryWaits : texts.retryFailed);
  return (
    <>
      <output>
        {outcome && <Message kind={retry.data.succeeded ? 'success' : 'warning'} heading={say(outcome)} />}
        {retry.error && <Message kind="warning" heading={retry.error.message} />}
      </output>
      {data.items.length > 0 && <RetryAll />}
      {data.items.length === 0 ? (
        <p>{say(texts.noFaults)}</p>
      ) : (
        <Table caption={say(texts.faults)} heads={[texts.what, texts.since, texts.whatToDo].map(say)}>
          {data.items.map(({ id, kind, openedAt, attempts, advice }) => (
            <tr key={id}>
              <th scope="row" data-title={say(texts.what)}>
                {say(incidentKinds[kind])}
                <span className="secondary block">{say(advice)}</span>
              </th>
              <td data-title={say(texts.since)}>
                {instant(openedAt)}
                <span className="secondary block">
                  {attempts} {say(texts.attempts)}
                </span>
              </td>
              <td data-title={say(texts.whatToDo)}>
                <button
                  type="button"
                  className="row-button"
                  disabled={retry.isPending}
                  onClick={() => retry.mutate(id)}
                >
                  {say(texts.again)}
                </button>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}

/** All at once: first it says exactly how many, and does nothing. */
function RetryAll() {
  const { say } = useSpeech();
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: (dryRun: boolean) => answerOf(api.POST('/api/incidents/retry', { body: { dryRun } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['incidents'] }),
  });
  const isCounted = retry.data !== undefined && retry.variables;
  return (
    <section className="retry-all">
      <button
        type="button"
        className="button button-secondary"
        disabled={retry.isPending}
        onClick={() => retry.mutate(true)}
      >
        {say(texts.retryAll)}
      </button>
      <output>
        {retry.error && <Message kind="warning" heading={retry.error.message} />}
        {retry.data && (
          <Message kind={isCounted ? 'info' : 'success'} heading={say(isCounted ? texts.retryWould : texts.retryBegun)}>
            <p>
              {say(texts.retryCount)}: {retry.data.begun} · {say(texts.retryDone)}: {retry.data.alreadyDone} ·{' '}
              {say(texts.retryNothing)}: {retry.data.nothingLeft}
            </p>
            {isCounted && retry.data.begun + retry.data.alreadyDone > 0 && (
              <button
                type="button"
                className="button button-primary"
                disabled={retry.isPending}
                onClick={() => retry.mutate(false)}
              >
                {say(texts.retryNow)}
              </button>
            )}
          </Message>
        )}
      </output>
    </section>
  );
}
