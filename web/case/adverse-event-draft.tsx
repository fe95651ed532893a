import { useQuery } from '@tanstack/react-query';
import type { CaseView } from '../api.ts';
import { caseTexts } from '../case-texts.ts';
import { useSpeech } from '../language.tsx';
import { Failed, Loading } from '../parts/message.tsx';
import { adverseEvent } from '../questions.ts';

/** A text for a person to report with: it says of nobody who he is, and names no drug. */
export function AdverseEventDraft({ of }: { of: CaseView }) {
  const { say, instant } = useSpeech();
  const { data, error, refetch } = useQuery(adverseEvent(of.id, of.revision));
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <>
      <p className="secondary">
        {say(caseTexts.adverseEventIntro)} {instant(data.draftedAt)}.
      </p>
      <p className="as-written">{data.text}</p>
      <p className="no-print">
        <button
          type="button"
          className="button button-secondary"
          onClick={() => void navigator.clipboard.writeText(data.text)}
        >
          {say(caseTexts.copyText)}
        </button>
      </p>
    </>
  );
}
