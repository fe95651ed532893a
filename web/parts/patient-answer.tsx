import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { CaseView, CommandView, Text } from '../api.ts';
import { useQuery } from '@tanstack/react-query';
import { useSpeech } from '../language.tsx';
import { clock } from '../questions.ts';
import { texts as common } from '../texts.ts';
import { texts } from '../ward-texts.ts';
import { CommandForm } from './command-form.tsx';
import { Cover } from './cover.tsx';
import { Message } from './message.tsx';
import { nameOf } from './name-of.ts';

/** The four choices of a ward (R67), with the commands by which each is recorded. */
const choices: readonly { title: Text; how: Text; commands: readonly string[] }[] = [
  { title: texts.keep, how: texts.keepHow, commands: ['endHold', 'keepHold', 'reopenHoldReview'] },
  { title: texts.hold, how: texts.holdHow, commands: ['recordHold', 'withdrawHold', 'reopenHold'] },
  { title: texts.change, how: texts.changeHow, commands: [] },
  { title: texts.stop, how: texts.stopHow, commands: ['giveRemovalReason', 'withdrawRemovalReason'] },
];

/** In one glance: on dose packing or not, until when there is medicine, and what can be done. */
export function PatientAnswer({ of, isEmergency }: { of: CaseView; isEmergency: boolean }) {
  const { say } = useSpeech();
  const [form, setForm] = useState<CommandView>();
  const [done, setDone] = useState<Text>();
  const outcome = useRef<HTMLDivElement>(null);
  // The form with the focus is gone: what came of it has it next.
  useEffect(() => {
    if (done) outcome.current?.focus();
  }, [done]);
  return (
    <>
      <section className="part answer" aria-label={nameOf(of, say)}>
        <h2 className="h3">
          {nameOf(of, say)} <span className="secondary">{of.citizen?.cpr}</span>
        </h2>
        <Message kind={kindOf(of)} heading={say(standingOf(of))}>
          {of.coverage ? <Cover of={of.coverage} /> : <p>{say(texts.unknownCover)}</p>}
          <NextCutOff of={of} />
        </Message>
        <p className="no-print">
          <Link to="/forloeb/$id" params={{ id: of.id }}>
            {say(texts.wholeCase)}
          </Link>
        </p>
      </section>
      <section className="part">
        <h2 className="h4">{say(texts.whatNow)}</h2>
        {isEmergency && <Message kind="warning" heading={say(texts.readOnly)} />}
        <div aria-live="polite" tabIndex={-1} ref={outcome} className="outcome">
          {done && <Message kind="success" heading={`${say(common.done)}: ${say(done)}`} />}
        </div>
        {form && (
          <CommandForm
            key={form.type}
            form={{ caseId: of.id, revision: of.revision, command: form, undoable: [] }}
            ownDrugs={[]}
            close={() => setForm(undefined)}
            done={() => {
              setDone(form.label);
              setForm(undefined);
            }}
          />
        )}
        <ul className="tasks">
          {choices.map(({ title, how, commands }) => (
            <Choice
              key={title.da}
              title={title}
              how={title === texts.keep && isOnHold(of) ? texts.keepOnHold : how}
              commands={isEmergency ? [] : of.allowedCommands.filter(({ type }) => commands.includes(type))}
              open={(command) => {
                setDone(undefined);
                setForm(command);
              }}
            />
          ))}
        </ul>
      </section>
    </>
  );
}

function Choice({
  title,
  how,
  commands,
  open,
}: {
  title: Text;
  how: Text;
  commands: readonly CommandView[];
  open: (command: CommandView) => void;
}) {
  const { say } = useSpeech();
  const possible = commands.filter(({ disabledReason }) => !disabledReason);
  const blocked = commands.filter(({ disabledReason }) => disabledReason);
  return (
    <li className={possible.length > 0 ? 'task ours' : 'task'}>
      <h3 className="h5">{say(title)}</h3>
      <p>{say(how)}</p>
      {possible.length > 0 && (
        <div className="row-buttons no-print">
          {possible.map((command) => (
            <button key={command.type} type="button" className="row-button" onClick={() => open(command)}>
              {say(command.label)}
            </button>
          ))}
        </div>
      )}
      {possible.length === 0 && blocked.length > 0 && (
        <details>
          <summary>{say(common.notPossibleNow)}</summary>
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
    </li>
  );
}

/** Until when what the ward changes still reaches a roll. */
function NextCutOff({ of }: { of: CaseView }) {
  const { say, instant } = useSpeech();
  const { data: time } = useQuery(clock);
  const ahead = of.children
    .flatMap(({ period, closedAt }) => (period && !closedAt ? period.changeCutOffAt : []))
    .filter((at) => time && at > time.now)
    .toSorted();
  const [first] = ahead;
  return (
    <p>
      {first ? (
        <>
          {say(texts.nextCutOff)} <strong>{instant(first)}</strong>.
        </>
      ) : (
        say(texts.noCutOff)
      )}
    </p>
  );
}

const courseOf = ({ state }: CaseView): string => state['course'] ?? '';
const isOnHold = (of: CaseView): boolean => courseOf(of).startsWith('onHold');

function kindOf(of: CaseView): 'success' | 'warning' | 'info' {
  const course = courseOf(of);
  if (course.startsWith('active')) return 'success';
  return /^(onHold|ending)/.test(course) ? 'warning' : 'info';
}

function standingOf(of: CaseView): Text {
  const course = courseOf(of);
  if (isOnHold(of)) return texts.yesOnHold;
  if (course.startsWith('active')) return texts.yes;
  if (course.startsWith('ending')) return texts.yesEnding;
  return course.startsWith('starting') ? texts.notYet : texts.no;
}
