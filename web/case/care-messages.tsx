import { useQuery } from '@tanstack/react-query';
import type { CaseView } from '../api.ts';
import { careCategory, caseTexts } from '../case-texts.ts';
import { useSpeech } from '../language.tsx';
import { Failed, Loading } from '../parts/message.tsx';
import { careMessages, revisionsOf } from '../questions.ts';

/** What was written to the municipality about the citizen, the newest first. */
export function CareMessages({ of }: { of: CaseView }) {
  const { say, instant } = useSpeech();
  const { data, error, refetch } = useQuery(careMessages(of.id, revisionsOf(of)));
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return <p>{say(caseTexts.noCareMessages)}</p>;
  return (
    <ul className="letters">
      {data.items.map(({ messageId, category, sender, senderName, occurredAt, texts: written }) => (
        <li key={messageId}>
          <strong>{senderName ?? sender}</strong>
          <span className="secondary block">
            <time dateTime={occurredAt}>{instant(occurredAt)}</time> · {say(careCategory(category))}
          </span>
          {written.map(({ text }, place) => (
            <p key={`${messageId} ${place}`} className="as-written">
              {text}
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}
