import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Caller, CaseView, Chart, Text } from '../api.ts';
import { AdverseEventDraft } from '../case/adverse-event-draft.tsx';
import { CareMessages } from '../case/care-messages.tsx';
import { Charges } from '../case/charges.tsx';
import { Notes } from '../case/notes.tsx';
import { TimeLine } from '../case/time-line.tsx';
import { caseTexts } from '../case-texts.ts';
import { useSpeech } from '../language.tsx';
import { Actions } from '../parts/actions.tsx';
import { CoverageCalendar } from '../parts/coverage-calendar.tsx';
import { ClusterContacts } from '../parts/cluster-contacts.tsx';
import { Cover } from '../parts/cover.tsx';
import { CoveredDays } from '../parts/covered-days.tsx';
import { DrawnChart } from '../parts/drawn-chart.tsx';
import { EventLog } from '../parts/event-log.tsx';
import { Explained } from '../parts/explained.tsx';
import { Fold } from '../parts/fold.tsx';
import { Heading } from '../parts/heading.tsx';
import { nameOf } from '../parts/name-of.ts';
import { Failed, Loading, Message } from '../parts/message.tsx';
import { MessagesOfCase } from '../parts/messages-of-case.tsx';
import { RequestUnits } from '../parts/request-units.tsx';
import { RollDays } from '../parts/roll-days.tsx';
import { StateBadges } from '../parts/state-badges.tsx';
import { StatesExplained } from '../parts/states-explained.tsx';
import { isOverdue, withoutOverdue } from '../parts/task-title.tsx';
import { chart, eventLog, explanation, myself, oneCase, organisation, revisionsOf } from '../questions.ts';
import { activePaths, standings, titleOfTimer } from '../states.ts';
import type { Standing } from '../states.ts';
import { careSettings, texts } from '../texts.ts';

export function CaseRoute() {
  const { id } = useParams({ from: '/forloeb/$id' });
  return <CasePage key={id} id={id} />;
}

function CasePage({ id }: { id: string }) {
  const { say } = useSpeech();
  const { data, error, refetch } = useQuery(oneCase(id));
  return (
    <>
      <nav className="breadcrumbs" aria-label={say(texts.toCases)}>
        <Link to="/forloeb">← {say(texts.toCases)}</Link>
      </nav>
      <Heading tab={say(texts.oneCase)}>{data ? nameOf(data, say) : say(texts.case)}</Heading>
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
  const { data: me } = useQuery(myself);
  const { data: municipality } = useQuery(organisation(of.municipality));
  const running = of.children.filter(({ closedAt }) => !closedAt);
  const drafts = [of, ...of.children].filter(({ hasAdverseEventDraft }) => hasAdverseEventDraft);
  return (
    <>
      <p className="lead">
        {[
          of.citizen?.cpr,
          say(of.title),
          municipality?.name,
          of.citizen?.careSetting && say(careSettings[of.citizen.careSetting]),
        ]
          .filter(Boolean)
          .join(' · ')}
        <br />
        <RollDays of={of} />
        <StateBadges of={of} /> {of.closedAt && <span className="badge">{say(texts.closedCase)}</span>}{' '}
        <span className="secondary">
          {say(texts.unchangedSince)} <time dateTime={of.since}>{instant(of.since)}</time>
        </span>
      </p>
      <StatesExplained of={of} />
      {of.id !== of.root && (
        <p>
          <Link to="/forloeb/$id" params={{ id: of.root }}>
            {say(caseTexts.mainCase)}
          </Link>
        </p>
      )}
      <CareRecordLink of={of} me={me} />
      {of.coverage && (
        <p className="cover">
          <Cover of={of.coverage} />
        </p>
      )}
      <ClusterContacts of={of} />
      <Actions of={of} />
      {of.request && (
        <Part title={say(texts.request)}>
          <RequestUnits request={of.request} />
        </Part>
      )}
      {me && treats(me.role) && of.workflow !== 'back-order' && (
        <Part title={say(caseTexts.notes)}>
          <Notes of={of} />
        </Part>
      )}
      <Part title={say(texts.coverage)}>
        {of.coverage && <CoverageCalendar coverage={of.coverage} />}
        {of.coverage?.drugs.length ? (
          <details>
            <summary>{say(texts.asTable)}</summary>
            <CoveredDays of={of} />
          </details>
        ) : (
          <CoveredDays of={of} />
        )}
      </Part>
      {of.children.length > 0 && (
        <Part title={say(texts.children)}>
          <TimeLine of={of} />
          <Children cases={running} />
        </Part>
      )}
      {me?.role === 'municipalNurse' && of.id === of.root && of.workflow !== 'back-order' && (
        <Fold title={say(caseTexts.careMessages)}>{() => <CareMessages of={of} />}</Fold>
      )}
      {drafts.map((draft) => (
        <Fold key={draft.id} title={say(caseTexts.adverseEvent)}>
          {() => <AdverseEventDraft of={draft} />}
        </Fold>
      ))}
      {hasCharges(of) && <Fold title={say(caseTexts.charges)}>{() => <Charges of={of} />}</Fold>}
      <Fold title={say(texts.log)}>
        {() => (
          <>
            <MessagesOfCase id={of.id} />
            <Log of={of} />
          </>
        )}
      </Fold>
      <Fold title={say(texts.where)}>{() => <Where of={of} />}</Fold>
      <Fold title={say(texts.chart)}>{() => <Charts of={of} />}</Fold>
      <p className="no-print">
        <button type="button" className="button button-secondary" onClick={() => print()}>
          {say(texts.print)}
        </button>{' '}
        <a className="button button-secondary" href={`/api/cases/${of.id}/pdf`} download>
          {say(caseTexts.asPdf)}
        </a>
      </p>
    </>
  );
}

function treats(role: Caller['role']): boolean {
  return !['coordinator', 'administrator', 'dataProtectionOfficer'].includes(role);
}

/** To the municipality's own care record, for its own staff. The address holds the case's id at most, never who it is about. */
function CareRecordLink({ of, me }: { of: CaseView; me: Caller | undefined }) {
  const { say } = useSpeech();
  const link = me?.organisation.careRecordLink;
  if (!link || me.organisation.id !== of.municipality || of.workflow === 'back-order') return null;
  return (
    <p className="no-print">
      <a href={link.replace('{case}', of.root)} target="_blank" rel="noopener noreferrer">
        {say(caseTexts.openCareRecord)} <span className="secondary">{say(caseTexts.newTab)}</span>
      </a>
    </p>
  );
}

/** Fees arise of rolls, and of what a GP or a pharmacist does in the citizen's own case. */
function hasCharges({ workflow }: CaseView): boolean {
  return workflow === 'dose-dispensing' || workflow === 'dispensing-period';
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="part">
      <h2 className="h4">{title}</h2>
      {children}
    </section>
  );
}

function Children({ cases }: { cases: readonly CaseView[] }) {
  const { say, instant } = useSpeech();
  return (
    <ul className="children">
      {cases.map((child) => (
        <li key={child.id}>
          <Link to="/forloeb/$id" params={{ id: child.id }}>
            {say(child.title)}
          </Link>{' '}
          <StateBadges of={child} /> <RollDays of={child} />
          <span className="secondary">
            {say(texts.unchangedSince)} {instant(child.since)}
          </span>
          <ClusterContacts of={child} />
        </li>
      ))}
    </ul>
  );
}

function Log({ of }: { of: CaseView }) {
  const log = useInfiniteQuery(eventLog(of.id, revisionsOf(of)));
  if (log.error) return <Failed error={log.error} again={() => void log.refetch()} />;
  if (!log.data) return <Loading />;
  return (
    <EventLog
      rows={log.data.pages.flatMap(({ items }) => items)}
      older={log.hasNextPage ? () => void log.fetchNextPage() : undefined}
    />
  );
}

/** Where each part of the case stands, who else can move it, and which times are watched. */
function Where({ of }: { of: CaseView }) {
  const { say } = useSpeech();
  const { data: drawn, error: notDrawn, refetch: drawAgain } = useQuery(chart(of.workflow, of.version));
  const { data: explained, error: notExplained, refetch: explainAgain } = useQuery(explanation(of.id, revisionsOf(of)));
  if (notDrawn) return <Failed error={notDrawn} again={() => void drawAgain()} />;
  if (notExplained) return <Failed error={notExplained} again={() => void explainAgain()} />;
  if (!drawn || !explained) return <Loading />;
  return (
    <div className="columns">
      <div>
        <Standings of={of} drawn={drawn} />
      </div>
      <div>
        <h3 className="h5">{say(texts.explanation)}</h3>
        <Explained explanation={explained} />
        <h3 className="h5">{say(texts.timers)}</h3>
        <Timers of={of} drawn={drawn} />
      </div>
    </div>
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

/** Where the citizen is stands open; what is asked for meanwhile, and what is at rest, comes at a click. */
function Charts({ of }: { of: CaseView }) {
  const { say } = useSpeech();
  const { data: drawn, error, refetch } = useQuery(chart(of.workflow, of.version));
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!drawn) return <Loading />;
  const active = activePaths(of.state);
  const standing = standings(drawn, of.state);
  const draw = (chosen: readonly Standing[]) =>
    chosen.flatMap(({ region: path }) => {
      const region = drawn.regions.find((each) => each.path === path);
      return region ? [<DrawnChart key={path} workflow={of.workflow} region={region} active={active} />] : [];
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
