import { useQuery } from '@tanstack/react-query';
import { useSpeech } from '../language.tsx';
import { clock } from '../questions.ts';
import { texts } from '../texts.ts';

/** Marks what is overdue by a word, for colour alone tells not everyone. */
export function Deadline({ at }: { at: string }) {
  const { say, instant } = useSpeech();
  const { data } = useQuery(clock);
  const overdue = data !== undefined && at < data.now;
  return (
    <>
      <time dateTime={at}>{instant(at)}</time>
      {overdue && (
        <>
          {' '}
          <span className="badge badge-error">{say(texts.overdue)}</span>
        </>
      )}
    </>
  );
}
