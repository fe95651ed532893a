import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { ListedTask, Text } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { texts as deputyTexts } from '../deputy-texts.ts';
import { ContactList } from '../parts/cluster-contacts.tsx';
import { Cover } from '../parts/cover.tsx';
import { Deadline } from '../parts/deadline.tsx';
import { Deputies } from '../parts/deputies.tsx';
import { DrugName } from '../parts/drug-name.tsx';
import { FilterLinks } from '../parts/filter-links.tsx';
import { FindCitizen } from '../parts/find-citizen.tsx';
import { Fold } from '../parts/fold.tsx';
import { Heading } from '../parts/heading.tsx';
import { Help } from '../parts/help.tsx';
import { Failed, Loading, Message } from '../parts/message.tsx';
import { nameOf } from '../parts/name-of.ts';
import { useRowKeys } from '../parts/row-keys.ts';
import { Table } from '../parts/table.tsx';
import { TaskActions, useStandsInFor } from '../parts/task-actions.tsx';
import { TaskTitle } from '../parts/task-title.tsx';
import { myself, taskList } from '../questions.ts';
import type { TasksAsked } from '../questions.ts';
import { snoozeReasons, texts, workflowNames } from '../texts.ts';

export function WorklistRoute() {
  return <WorklistPage asked={useSearch({ from: '/arbejdsliste' })} />;
}

/** What my organisation must do, the most urgent first; at most fifty rows at a time, however many wait. */
function WorklistPage({ asked }: { asked: TasksAsked }) {
  const { say } = useSpeech();
  const { data, error, refetch } = useQuery(taskList(asked));
  const { data: me } = useQuery(myself);
  const [said, setSaid] = useState<Text>();
  const isFiltered = Object.keys(asked).some((key) => key !== 'efter');
  return (
    <>
      <Heading>{say(texts.worklist)}</Heading>
      <p className="lead">{say(texts.worklistIntro)}</p>
      <Help>
        <p>{say(texts.worklistHelp)}</p>
        <p>{say(texts.worklistHelpSnooze)}</p>
        <p>{say(texts.worklistHelpKeys)}</p>
      </Help>
      <FindCitizen />
      <Filters asked={asked} />
      <output className="said">{said && say(said)}</output>
      {error &&
        (data ? (
          <Message kind="warning" heading={say(texts.stale)} />
        ) : (
          <Failed error={error} again={() => void refetch()} />
        ))}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && (
        <Message kind="info" heading={say(isFiltered ? texts.noTasksFiltered : texts.noTasksAtAll)}>
          {isFiltered && <Link to="/arbejdsliste">{say(texts.showAll)}</Link>}
        </Message>
      )}
      {data && data.items.length > 0 && <Tasks tasks={data.items} me={me?.id} tell={setSaid} />}
      {(asked.efter || data?.next) && (
        <nav className="pages" aria-label={say(texts.pages)}>
          {asked.efter && (
            <Link to="/arbejdsliste" search={{ ...asked, efter: undefined }}>
              {say(texts.firstPage)}
            </Link>
          )}
          {data?.next && (
            <Link to="/arbejdsliste" search={{ ...asked, efter: data.next }}>
              {say(texts.nextPage)}
            </Link>
          )}
        </nav>
      )}
      <Fold title={say(deputyTexts.title)}>{() => <Deputies tell={setSaid} />}</Fold>
    </>
  );
}

function Filters({ asked }: { asked: TasksAsked }) {
  const { say } = useSpeech();
  const choices = <K extends keyof TasksAsked>(title: Text, key: K, given: [TasksAsked[K], Text][]) => (
    <FilterLinks title={say(title)}>
      {given.map(([value, label]) => (
        <Link
          key={label.da}
          to="/arbejdsliste"
          search={{ ...asked, efter: undefined, [key]: value }}
          className="choice"
          activeOptions={{ exact: true }}
          aria-current={asked[key] === value ? 'true' : undefined}
        >
          {say(label)}
        </Link>
      ))}
    </FilterLinks>
  );
  return (
    <section className="filters" aria-label={say(texts.filters)}>
      {choices(texts.whose, 'hvis', [
        [undefined, texts.all],
        ['mine', texts.mine],
        ['ledige', texts.free],
      ])}
      {choices(texts.deadline, 'frist', [
        [undefined, texts.all],
        ['overskredet', texts.overdue],
        ['idag', texts.today],
        ['uge', texts.thisWeek],
      ])}
      {choices(texts.about, 'om', [
        [undefined, texts.all],
        ...(Object.entries(workflowNames) as [TasksAsked['om'], Text][]).filter(([name]) => name !== 'back-order'),
      ])}
      {choices(texts.snoozed, 'udsatte', [
        [undefined, texts.hidden],
        [true, texts.shown],
      ])}
    </section>
  );
}

function Tasks({
  tasks,
  me,
  tell,
}: {
  tasks: readonly ListedTask[];
  me: string | undefined;
  tell: (said: Text) => void;
}) {
  const { say } = useSpeech();
  const rowKeys = useRowKeys();
  return (
    <div role="presentation" {...rowKeys}>
      <Table
        caption={say(texts.worklist)}
        heads={[texts.citizen, texts.task, texts.deadline, texts.covered, texts.taken, texts.whatToDo].map(say)}
      >
        {tasks.map((task) => (
          <Row key={task.id} task={task} isMine={task.claimedBy !== null && task.claimedBy.id === me} tell={tell} />
        ))}
      </Table>
    </div>
  );
}

function Row({ task, isMine, tell }: { task: ListedTask; isMine: boolean; tell: (said: Text) => void }) {
  const { say, instant } = useSpeech();
  const standsIn = useStandsInFor(task.claimedBy?.id);
  const { citizen, cover, title, deadlineAt, claimedBy, snoozedUntil, snoozeReason, question, contacts, root } = task;
  return (
    <tr className={isMine ? 'mine' : ''}>
      <th scope="row" data-title={say(texts.citizen)}>
        <Link to="/forloeb/$id" params={{ id: root }} className="row-link">
          {nameOf({ id: root, citizen }, say)}
        </Link>
        {citizen?.cpr && <span className="secondary block">{citizen.cpr}</span>}
      </th>
      <td data-title={say(texts.task)}>
        <TaskTitle title={title} />
        <span className="secondary block">{say(workflowNames[task.workflow])}</span>
        {question && (
          <span className="block guidance">
            {question.drugs.map((drug) => (
              <span key={`${drug.drugId} ${drug.drugMedicationId ?? ''}`} className="block">
                <DrugName id={drug.drugId} name={drug.name} />
              </span>
            ))}
            {question.hasPrivateDrugs && <span className="block">{say(texts.alsoPrivateDrugs)}</span>}
            {say(question.guidance)}
          </span>
        )}
        {contacts && <ContactList contacts={contacts} />}
        {snoozedUntil && (
          <span className="secondary block">
            {say(texts.snoozedUntil)} {instant(snoozedUntil)}:{' '}
            {say(snoozeReasons[snoozeReason ?? ''] ?? texts.otherReason)}
          </span>
        )}
      </td>
      <td data-title={say(texts.deadline)}>
        <Deadline at={deadlineAt} of={title} />
      </td>
      <td data-title={say(texts.covered)}>{cover && <Cover of={cover} />}</td>
      <td data-title={say(texts.taken)}>
        {isMine ? (
          <strong>{say(texts.me)}</strong>
        ) : claimedBy ? (
          (claimedBy.name ?? say(texts.colleague))
        ) : (
          say(texts.nobody)
        )}
        {standsIn && <span className="secondary block">{say(deputyTexts.youStandIn)}</span>}
      </td>
      <td data-title={say(texts.whatToDo)}>
        <TaskActions task={task} isMine={isMine} tell={tell} />
      </td>
    </tr>
  );
}
