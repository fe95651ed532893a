import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { CaseView, CommandView, TaskView, Text } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { myself, organisation } from '../questions.ts';
import { roles, texts } from '../texts.ts';
import { CommandForm } from './command-form.tsx';
import type { OpenForm } from './command-form.tsx';
import { Deadline } from './deadline.tsx';
import { DrugName } from './drug-name.tsx';
import { Message } from './message.tsx';
import { RollDays } from './roll-days.tsx';
import { TaskTitle } from './task-title.tsx';

interface Done {
  label: Text;
  caseId: string;
  /** What could be undone before. */
  undoable: readonly string[];
}

/** What must be done now, what else can be, and what cannot and why: the commands of the case and of those within it. */
export function Actions({ of }: { of: CaseView }) {
  const { say } = useSpeech();
  const { data: me } = useQuery(myself);
  const [form, setForm] = useState<OpenForm>();
  const [done, setDone] = useState<Done>();
  const opener = useRef<Element>(null);
  const outcome = useRef<HTMLDivElement>(null);
  // The form with the focus is gone: what came of it has it next.
  useEffect(() => {
    if (done) outcome.current?.focus();
  }, [done]);
  const members = membersOf(of);
  const open = (member: CaseView, command: CommandView): void => {
    setDone(undefined);
    opener.current = document.activeElement;
    const undoable = undoOf(member).map(({ type }) => type);
    setForm({ caseId: member.id, revision: member.revision, command, undoable });
  };
  const tasks = members
    .flatMap((member) => member.tasks.map((task) => ({ member, task })))
    .toSorted((a, b) => (a.task.deadlineAt < b.task.deadlineAt ? -1 : 1));
  const isOwn = ({ organisation: at, role }: TaskView): boolean => at === me?.organisation.id && role === me.role;
  const ours = tasks.filter(({ member, task }) => isOwn(task) || answersTo(member, task).length > 0);
  const answering = new Set(
    tasks.flatMap(({ member, task }) => (task.commands ?? []).map((type) => `${member.id} ${type}`)),
  );
  const doneTo = done && members.find(({ id }) => id === done.caseId);
  const undoing = doneTo ? newest(undoOf(doneTo), done.undoable) : [];
  return (
    <>
      <section className="part">
        <h2 className="h4">{say(texts.doNow)}</h2>
        <div aria-live="polite" tabIndex={-1} ref={outcome} className="outcome">
          {done && (
            <Message kind="success" heading={`${say(texts.done)}: ${say(done.label)}`}>
              {doneTo && undoing.length > 0 && (
                <div className="row-buttons">
                  {undoing.map((command) => (
                    <button
                      key={command.type}
                      type="button"
                      className="button button-secondary"
                      onClick={() => open(doneTo, command)}
                    >
                      {say(command.label)}
                    </button>
                  ))}
                </div>
              )}
            </Message>
          )}
        </div>
        {form && (
          <CommandForm
            key={`${form.caseId} ${form.command.type}`}
            form={form}
            ownDrugs={drugsOf(of)}
            close={() => {
              setForm(undefined);
              if (opener.current instanceof HTMLElement) opener.current.focus();
            }}
            done={() => {
              setDone({ label: form.command.label, caseId: form.caseId, undoable: form.undoable });
              setForm(undefined);
            }}
          />
        )}
        {tasks.length === 0 && <p>{say(texts.noTasks)}</p>}
        {[
          { title: texts.forYou, here: ours },
          { title: texts.waitsForOthers, here: tasks.filter((each) => !ours.includes(each)) },
        ].map(
          ({ title, here }) =>
            here.length > 0 && (
              <section key={title.da}>
                <h3 className="h5">{say(title)}</h3>
                <ul className="tasks">
                  {here.map(({ member, task }) => (
                    <Task key={task.id} member={member} task={task} isOurs={isOwn(task)} open={open} />
                  ))}
                </ul>
              </section>
            ),
        )}
      </section>
      <details className="fold">
        <summary>
          <h2 className="h4">{say(texts.otherActions)}</h2>
        </summary>
        <div className="fold-inside">
          {members.map((member) => (
            <Others key={member.id} member={member} answering={answering} open={open} />
          ))}
        </div>
      </details>
    </>
  );
}

type Open = (member: CaseView, command: CommandView) => void;

function Task({ member, task, isOurs, open }: { member: CaseView; task: TaskView; isOurs: boolean; open: Open }) {
  const { say } = useSpeech();
  const answers = answersTo(member, task);
  const { data: organisedAt } = useQuery(organisation(task.organisation));
  return (
    <li className={isOurs || answers.length > 0 ? 'task ours' : 'task'}>
      <strong>
        <TaskTitle title={task.title} />
      </strong>
      {task.aboutDrugs?.map(({ drugId, name }) => (
        <span key={drugId} className="block">
          <DrugName id={drugId} name={name} />
        </span>
      ))}
      {task.next?.map((question) => (
        <span key={question.en} className="block secondary">
          {say(texts.afterThat)} {say(question)}
        </span>
      ))}
      {member.period && (
        <span className="block">
          {say(member.title)} <RollDays of={member} />
        </span>
      )}
      <span className="block">
        <Deadline at={task.deadlineAt} of={task.title} />
      </span>
      <span className="secondary block">
        {[say(roles[task.role]), organisedAt?.name].filter(Boolean).join(', ')} · {say(texts.taken)}:{' '}
        {task.claimedBy ? (task.claimedBy.name ?? say(texts.colleague)) : say(texts.nobody)}
      </span>
      {isOurs && answers.length === 0 && <span className="secondary block">{say(texts.answeredElsewhere)}</span>}
      {answers.length > 0 && (
        <div className="row-buttons">
          {answers.map((command) => (
            <button key={command.type} type="button" className="row-button" onClick={() => open(member, command)}>
              {say(command.label)}
            </button>
          ))}
        </div>
      )}
    </li>
  );
}

function Others({ member, answering, open }: { member: CaseView; answering: ReadonlySet<string>; open: Open }) {
  const { say } = useSpeech();
  const possible = member.allowedCommands.filter(
    ({ type, disabledReason }) => !disabledReason && !answering.has(`${member.id} ${type}`),
  );
  const blocked = member.allowedCommands.filter((command) => command.disabledReason && !isUndo(command));
  const undoing = possible.filter(isUndo);
  const further = possible.filter((command) => !isUndo(command));
  if (possible.length + blocked.length === 0) return null;
  const list = (commands: readonly CommandView[]) => (
    <ul className="commands">
      {commands.map((command) => (
        <li key={command.type}>
          <button type="button" className="row-button" onClick={() => open(member, command)}>
            {say(command.label)}
          </button>
          {command.help && <span className="secondary block">{say(command.help)}</span>}
        </li>
      ))}
    </ul>
  );
  return (
    <section>
      <h3 className="h5">
        {say(member.title)} <RollDays of={member} />
      </h3>
      {further.length > 0 && list(further)}
      {undoing.length > 0 && (
        <>
          <h4 className="h6">{say(texts.undoActions)}</h4>
          {list(undoing)}
        </>
      )}
      {blocked.length > 0 && (
        <details>
          <summary>{say(texts.notPossibleNow)}</summary>
          <ul>
            {blocked.map(({ type, label, disabledReason }) => (
              <li key={type}>
                {say(label)}
                {disabledReason && <span className="secondary block">{say(disabledReason)}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** The case and those within it, the case itself first. */
function membersOf(of: CaseView): CaseView[] {
  return [of, ...of.children.flatMap(membersOf)];
}

function answersTo({ allowedCommands }: CaseView, { commands = [] }: TaskView): CommandView[] {
  return allowedCommands.filter(
    (command) => !command.disabledReason && commands.includes(command.type) && !isUndo(command),
  );
}

/** The charts name what takes an entry back by one of these words. */
const undoWords = /^(Fortryd|Genåbn|Genoptag|Gendan|Begynd forfra)/;

function isUndo({ label }: CommandView): boolean {
  return undoWords.test(label.da);
}

function undoOf({ allowedCommands }: CaseView): CommandView[] {
  return allowedCommands.filter((command) => isUndo(command) && !command.disabledReason);
}

/** What can be taken back only now is what was just done; where nothing is new to it, the few that there are. */
function newest(undoing: readonly CommandView[], before: readonly string[]): readonly CommandView[] {
  const fresh = undoing.filter(({ type }) => !before.includes(type));
  return fresh.length > 0 ? fresh : undoing.slice(0, 4);
}

function drugsOf({ coverage }: CaseView): { drugId: string; name: string }[] {
  return (coverage?.drugs ?? []).map(({ drugId, name }) => ({ drugId, name: name ?? drugId }));
}
