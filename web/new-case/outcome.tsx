import { Link } from '@tanstack/react-router';
import { Refused } from '../api.ts';
import { caseTexts, entryNames } from '../case-texts.ts';
import { useSpeech } from '../language.tsx';
import { Message } from '../parts/message.tsx';
import { texts } from '../texts.ts';
import type { NotRecorded } from './send.ts';

/** The case is there; what the server would not take is named, each with its reason. */
export function NotAllRecorded({ caseId, refused }: { caseId: string; refused: readonly NotRecorded[] }) {
  const { say } = useSpeech();
  return (
    <Message kind="error" heading={say(caseTexts.openedButNotAll)}>
      <ul>
        {refused.map(({ entry: { type, about }, refused: { problem, message } }) => (
          <li key={`${type} ${about ?? ''}`}>
            {[say(entryNames[type]), about].filter(Boolean).join(' ')}:{' '}
            {problem.refusal
              ? say(problem.refusal.message)
              : (problem.faults?.map((each) => each.message).join('; ') ?? message)}
          </li>
        ))}
      </ul>
      <p>{say(caseTexts.openedButNotAllHow)}</p>
      <Link to="/forloeb/$id" params={{ id: caseId }}>
        {say(texts.toTheCase)}
      </Link>
    </Message>
  );
}

export function NotOpened({
  error,
  faults,
  isOpened,
  recordThere,
}: {
  error: Error | null;
  faults: Readonly<Record<string, string>>;
  isOpened: boolean;
  /** Where what was typed is known of a citizen who has a case already. */
  recordThere: ((caseId: string) => void) | undefined;
}) {
  const { say } = useSpeech();
  if (Object.keys(faults).length > 0) return <Message kind="error" heading={say(texts.correctFields)} />;
  if (!error) return null;
  if (!(error instanceof Refused)) {
    return (
      <Message kind="error" heading={say(texts.notDone)}>
        <p>{say(isOpened ? caseTexts.openedNoAnswer : texts.noAnswer)}</p>
        <p>{say(texts.typedIsKept)}</p>
      </Message>
    );
  }
  const there = error.problem.case;
  return (
    <Message kind="error" heading={say(texts.notDone)}>
      <p>{error.message}</p>
      <p>{say(texts.typedIsKept)}</p>
      {there && (
        <div className="dialog-buttons">
          <Link to="/forloeb/$id" params={{ id: there }}>
            {say(texts.toTheCase)}
          </Link>
          {recordThere && (
            <button type="button" className="button button-secondary" onClick={() => recordThere(there)}>
              {say(caseTexts.recordThere)}
            </button>
          )}
        </div>
      )}
    </Message>
  );
}
