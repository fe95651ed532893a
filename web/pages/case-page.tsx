import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CaseView, Chart, TaskView, Text } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { CoveredDays } from '../parts/covered-days.tsx';
import { Deadline } from '../parts/deadline.tsx';
import { DrawnChart } from '../parts/drawn-chart.tsx';
import { EventLog } from '../parts/event-log.tsx';
import { Explained } from '../parts/explained.tsx';
import { Heading } from '../parts/heading.tsx';
import { nameOf } from '../parts/name-of.ts';
import { Failed, Loading, Message } from '../parts/message.tsx';
import { Responsible } from '../parts/responsible.tsx';
import { RollDays } from '../parts/roll-days.tsx';
import { StateBadges } from '../parts/state-badges.tsx';
import { Table } from '../parts/table.tsx';
import { TaskTitle, isOverdue, withoutOverdue } from '../parts/task-title.tsx';
import { chart, eventLog, explanation, oneCase, organisation, revisionsOf } from '../questions.ts';
import { activePaths, standings, titleOfTimer } from '../states.ts';
import type { Standing } from '../states.ts';
import { texts } from '../texts.ts';

export function CasePage({ id }: { id: string }) {
  const { say } = useSpeech();
  const { data, error, refetch } = useQuery(oneCase(id));
  return (
    <>
      <nav className="breadcrumbs" aria-label={say(texts.toCases)}>
        <Link to="/">← {say(texts.toCases)}</Link>
      </nav>
      <Heading>{data ? nameOf(data, say) : say(texts.case)}</Heading>
      {error &&
        (data ? (
          <Message kind="warning" heading={say(texts.stale)} />
        ) : (
          <Failed error={error} again={() => void refetch()} />
        ))}
      {!data && !error && <Loading />}
      {data && <Shown of={data} />}
    </>
  );
}

function Shown({ of }: { of: CaseView }) {
  const { say, instant } = useSpeech();
  const { data: drawn } = useQuery(chart(of.workflow, of.version));
  const { data: explained } = useQuery(explanation(of.id, revisionsOf(of)));
  const { data: municipality } = useQuery(organisation(of.municipality));
  const log = useInfiniteQuery(eventLog(of.id, revisionsOf(of)));
  return (
    <>
      <p className="lead">
        {[of.citizen?.cpr, say(of.title), municipality?.name].filter(Boolean).join(' · ')}
        <br />
        <RollDays of={of} />
        <StateBadges of={of} /> {of.closedAt && <span className="badge">{say(texts.closedCase)}</span>}{' '}
        <span className="secondary">
          {say(texts.unchangedSince)} <time dateTime={of.since}>{instant(of.since)}</time>
        </span>
      </p>
      <Part title={say(texts.tasks)}>
        <Tasks tasks={tasksOf(of)} />
      </Part>
      <div className="columns">
        <Part title={say(texts.where)}>{drawn && <Standings of={of} drawn={drawn} />}</Part>
        <Part title={say(texts.explanation)}>{explained && <Explained explanation={explained} />}</Part>
      </div>
      {of.children.length > 0 && (
        <Part title={say(texts.children)}>
          <ul className="children">
            {of.children.map((child) => (
              <li key={child.id}>
                <Link to="/forloeb/$id" params={{ id: child.id }}>
                  {say(child.title)}
                </Link>{' '}
                <StateBadges of={child} /> <RollDays of={child} />
                <span className="secondary">
                  {say(texts.unchangedSince)} {instant(child.since)}
                </span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title={say(texts.coverage)}>
        <CoveredDays of={of} />
      </Part>
      <div className="columns">
        <Part title={say(texts.commands)}>
          <Commands of={of} />
        </Part>
        <Part title={say(texts.timers)}>{drawn && <Timers of={of} drawn={drawn} />}</Part>
      </div>
      <Part title={say(texts.log)}>
        {log.data && (
          <EventLog
            rows={log.data.pages.flatMap(({ items }) => items)}
            older={log.hasNextPage ? () => void log.fetchNextPage() : undefined}
          />
        )}
        {log.error && <Failed error={log.error} again={() => void log.refetch()} />}
      </Part>
      <Part title={say(texts.chart)}>{drawn && <Charts of={of} drawn={drawn} />}</Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="part">
      <h2 className="h4">{title}</h2>
      {children}
    </section>
  );
}

/** A case waits for what the cases within it wait for. */
function tasksOf({ tasks, children }: CaseView): TaskView[] {
  return [...tasks, ...children.flatMap(tasksOf)].toSorted((a, b) => (a.deadlineAt < b.deadlineAt ? -1 : 1));
}

function Tasks({ tasks }: { tasks: readonly TaskView[] }) {
  const { say } = useSpeech();
  if (tasks.length === 0) return <p>{say(texts.noTasks)}</p>;
  return (
    <Table caption={say(texts.tasks)} heads={[texts.task, texts.who, texts.deadline, texts.taken].map(say)}>
      {tasks.map(({ id, title, role, organisation: at, deadlineAt, claimedBy }) => (
        <tr key={id}>
          <th scope="row">
            <TaskTitle title={title} />
          </th>
          <td data-title={say(texts.who)}>
            <Responsible role={role} organisation={at} />
          </td>
          <td data-title={say(texts.deadline)}>
            <Deadline at={deadlineAt} of={title} />
          </td>
          <td data-title={say(texts.taken)}>
            {claimedBy ? (claimedBy.name ?? say(texts.colleague)) : say(texts.nobody)}
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Standings({ of, drawn }: { of: CaseView; drawn: Chart }) {
  const { say } = useSpeech();
  const all = standings(drawn, of.state);
  const resting = all.filter(({ headline, initial }) => initial && !headline);
  return (
    <>
      <dl className="standings">
        {all
          .filter((each) => !resting.includes(each))
          .map(({ region, title, states }) => (
            <div key={region}>
              <dt>{say(title)}</dt>
              <dd>{states.map(say).join(' › ')}</dd>
            </div>
          ))}
      </dl>
      {resting.length > 0 && (
        <p className="secondary">
          {say(texts.notNow)}: {resting.map(({ title }) => say(title)).join(' · ')}
        </p>
      )}
    </>
  );
}

function Timers({ of, drawn }: { of: CaseView; drawn: Chart }) {
  const { say, instant } = useSpeech();
  if (of.timers.length === 0) return <p>{say(texts.noTimers)}</p>;
  return (
    <ul>
      {of.timers.map(({ key, dueAt }) => (
        <li key={key}>
          <time dateTime={dueAt}>{instant(dueAt)}</time>: <Watched title={titleOfTimer(drawn, key)} />
        </li>
      ))}
    </ul>
  );
}

/** An overdue task waits for the time of its next reminder. */
function Watched({ title }: { title: Text }) {
  const { say } = useSpeech();
  return isOverdue(title) ? `${say(texts.remindedAgain)}: ${withoutOverdue(title, say)}` : say(title);
}

function Commands({ of }: { of: CaseView }) {
  const { say } = useSpeech();
  if (of.allowedCommands.length === 0) return <p>{say(texts.noCommands)}</p>;
  return (
    <>
      <p className="secondary">{say(texts.commandsIntro)}</p>
      <ul>
        {of.allowedCommands.map(({ type, label, help, disabledReason }) => (
          <li key={type}>
            {say(label)}
            {disabledReason && <span className="secondary block">{say(disabledReason)}</span>}
            {help && <span className="secondary block">{say(help)}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Where the citizen is stands open; what is asked for meanwhile, and what is at rest, comes at a click. */
function Charts({ of, drawn }: { of: CaseView; drawn: Chart }) {
  const { say } = useSpeech();
  const active = activePaths(of.state);
  const standing = standings(drawn, of.state);
  const draw = (chosen: readonly Standing[]) =>
    chosen.flatMap(({ region: path }) => {
      const region = drawn.regions.find((each) => each.path === path);
      return region ? [<DrawnChart key={path} region={region} active={active} />] : [];
    });
  const open = standing.filter(({ headline, initial }, place) => place === 0 || (headline && !initial));
  const others = standing.filter((each) => !open.includes(each));
  return (
    <>
      <p className="secondary">{say(texts.chartIntro)}</p>
      {draw(open)}
      {others.length > 0 && (
        <details>
          <summary>{say(texts.chartOther)}</summary>
          {draw(others)}
        </details>
      )}
    </>
  );
}
