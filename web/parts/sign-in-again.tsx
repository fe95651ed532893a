import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Caller } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { myself } from '../questions.ts';
import { qualityTexts } from '../quality-texts.ts';
import { askToSignIn, signInPath, signedInPath } from '../sign-in.ts';
import { hearOtherWindows, sessionIsBack } from '../signed-out.ts';
import { Dialog } from './dialog.tsx';

/** Then what was typed is let go of, too: nobody comes back to a page of yesterday [I]. */
const keptMs = 60 * 60_000;

/** Over a page that is out of sight. It can be left in two ways: signed in again as the same person, or without what was typed. */
export function SignInAgain({ me }: { me: Caller }) {
  const { say } = useSpeech();
  const client = useQueryClient();
  const [timesClosed, setTimesClosed] = useState(0);
  useEffect(() => {
    const { title } = document;
    document.title = `${say(qualityTexts.signedOut)} – Dosisflow`;
    const letGo = setTimeout(askToSignIn, keptMs);
    const deaf = hearOtherWindows('signed in', () => {
      void client.fetchQuery({ ...myself, staleTime: 0 }).then(({ id }) => {
        // Another person must not see what this one was shown or has typed.
        if (id !== me.id) return location.reload();
        sessionIsBack();
        return client.invalidateQueries();
      });
    });
    return () => {
      document.title = title;
      clearTimeout(letGo);
      deaf();
    };
  }, [client, me.id, say]);
  const beside = `${signInPath}?${new URLSearchParams({ til: signedInPath }).toString()}`;
  return (
    <Dialog key={timesClosed} title={say(qualityTexts.signedOut)} close={() => setTimesClosed(timesClosed + 1)}>
      <p>{say(qualityTexts.signedOutHow)}</p>
      <div className="dialog-buttons">
        {/* Opened by this window, so that it may close itself when it has served. */}
        <a className="button button-primary" href={beside} target="_blank" rel="opener">
          {say(qualityTexts.signInAgain)}
        </a>
        <button type="button" className="button button-secondary" onClick={askToSignIn}>
          {say(qualityTexts.letGo)}
        </button>
      </div>
    </Dialog>
  );
}
