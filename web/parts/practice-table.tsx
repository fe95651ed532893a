import { Link } from '@tanstack/react-router';
import type { GpQuestion, Text } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../practice-texts.ts';
import { snoozeReasons, texts as common } from '../texts.ts';
import { Deadline } from './deadline.tsx';
import { DrugName } from './drug-name.tsx';
import { nameOf } from './name-of.ts';
import { Table } from './table.tsx';
import { TaskActions } from './task-actions.tsx';
import { TaskTitle } from './task-title.tsx';
import { useRowKeys } from './row-keys.ts';

/** One patient a row, with all that is asked about the patient's prescriptions. */
export function PracticeTable({
  title,
  questions,
  me,
  tell,
}: {
  title: Text;
  questions: readonly GpQuestion[];
  me: string | undefined;
  tell: (said: Text) => void;
}) {
  const { say } = useSpeech();
  const rowKeys = useRowKeys();
  const isRenewal = questions[0]?.kind === 'renewal';
  const heads = [
    texts.patient,
    texts.drugsAndEnd,
    texts.pharmacy,
    isRenewal ? texts.renewBy : texts.answerBy,
    common.taken,
    common.whatToDo,
  ];
  return (
    <div role="presentation" {...rowKeys}>
      <Table caption={say(title)} heads={heads.map(say)}>
        {questions.map((question) => (
          <Row
            key={question.id}
            question={question}
            isMine={question.claimedBy !== null && question.claimedBy.id === me}
            tell={tell}
          />
        ))}
      </Table>
    </div>
  );
}

function Row({ question, isMine, tell }: { question: GpQuestion; isMine: boolean; tell: (said: Text) => void }) {
  const { say, instant } = useSpeech();
  const { root, citizen, drugs, hasPrivateDrugs, pharmacy, kind, title, deadlineAt, claimedBy, snoozedUntil } =
    question;
  return (
    <tr className={isMine ? 'mine' : ''}>
      <th scope="row" data-title={say(texts.patient)}>
        <Link to="/forloeb/$id" params={{ id: root }} className="row-link">
          {nameOf({ id: root, citizen }, say)}
        </Link>
        {citizen?.cpr && <span className="secondary block">{citizen.cpr}</span>}
      </th>
      <td data-title={say(texts.drugsAndEnd)}>
        {kind !== 'renewal' && <TaskTitle title={title} />}
        <ul className="plain">
          {drugs.map((drug) => (
            <li key={`${drug.drugId} ${drug.drugMedicationId ?? drug.prescriptionId ?? ''}`}>
              <DrugName id={drug.drugId} name={drug.name} />
              {drug.until && <Until at={drug.until} word={kind === 'orderEnd' ? texts.ends : texts.expires} />}
            </li>
          ))}
          {hasPrivateDrugs && <li>{say(texts.privateDrugs)}</li>}
        </ul>
        {kind === 'gpWord' && (
          <Link to="/forloeb/$id" params={{ id: question.case }}>
            {say(texts.answerOnCase)}
          </Link>
        )}
      </td>
      <td data-title={say(texts.pharmacy)}>{pharmacy ?? say(texts.unknownPharmacy)}</td>
      <td data-title={say(kind === 'renewal' ? texts.renewBy : texts.answerBy)}>
        <Deadline at={deadlineAt} of={title} />
      </td>
      <td data-title={say(common.taken)}>
        {isMine ? (
          <strong>{say(common.me)}</strong>
        ) : claimedBy ? (
          (claimedBy.name ?? say(common.colleague))
        ) : (
          say(common.nobody)
        )}
        {snoozedUntil && (
          <span className="secondary block">
            {say(common.snoozedUntil)} {instant(snoozedUntil)}:{' '}
            {say(snoozeReasons[question.snoozeReason ?? ''] ?? common.otherReason)}
          </span>
        )}
      </td>
      <td data-title={say(common.whatToDo)}>
        <TaskActions task={question} isMine={isMine} tell={tell} />
      </td>
    </tr>
  );
}

function Until({ at, word }: { at: string; word: Text }) {
  const { say, day } = useSpeech();
  return (
    <span className="block">
      {say(word)} <time dateTime={at}>{day(at)}</time>
    </span>
  );
}
