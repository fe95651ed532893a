import { useQuery } from '@tanstack/react-query';
import type { Text } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { clock } from '../questions.ts';
import { texts } from '../texts.ts';
import { isOverdue } from './task-title.tsx';

/**
 * Says in a word what is overdue, for colour alone tells not everyone. What was overdue before has its next reminder here: its
 * title says already that it is overdue.
 */
export function Deadline({ at, of }: { at: string; of: Text }) {
  const { say, instant } = useSpeech();
  const { data } = useQuery(clock);
  const passed = data !== undefined && at < data.now;
  return (
    <>
      {isOverdue(of) && <span className="secondary block">{say(texts.remindedAgain)}</span>}
      <time dateTime={at}>{instant(at)}</time>
      {passed && !isOverdue(of) && (
        <>
          {' '}
          <span className="badge badge-error">{say(texts.overdue)}</span>
        </>
      )}
    </>
  );
}
