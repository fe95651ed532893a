import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { demonstration } from '../questions.ts';
import { qualityTexts } from '../quality-texts.ts';
import { Dialog } from './dialog.tsx';
import { Failed, Message } from './message.tsx';

/** On every page, before anyone has signed in: nobody may take an artificial citizen for a real one. */
export function DemonstrationBanner({ mayDrop }: { mayDrop: boolean }) {
  const { say, language } = useSpeech();
  // The same words for everyone, whatever the reader calls the person.
  const mark = qualityTexts.demonstration[language];
  const { data } = useQuery(demonstration);
  const [asking, setAsking] = useState(false);
  if (!data?.isDemonstration) return null;
  return (
    <aside className="demonstration" aria-label={mark}>
      <div className="container demonstration-inner">
        <p>
          <strong>{mark}.</strong> {say(qualityTexts.demonstrationMore)}
        </p>
        {mayDrop && (
          <button type="button" className="row-button no-print" onClick={() => setAsking(true)}>
            {say(qualityTexts.dropDemonstration)}
          </button>
        )}
        {asking && <Drop close={() => setAsking(false)} />}
      </div>
    </aside>
  );
}

function Drop({ close }: { close: () => void }) {
  const { say } = useSpeech();
  const drop = useMutation({ mutationFn: () => answerOf(api.DELETE('/api/demonstration')) });
  if (drop.isSuccess)
    return (
      <Dialog title={say(qualityTexts.dropped)} close={() => {}}>
        <p>{say(qualityTexts.droppedHow)}</p>
      </Dialog>
    );
  return (
    <Dialog title={say(qualityTexts.dropQuestion)} close={close}>
      <Message kind="warning" heading={say(qualityTexts.dropMeans)} />
      {drop.error && <Failed error={drop.error} again={() => drop.mutate()} />}
      <div className="dialog-buttons">
        <button type="button" className="button button-primary" disabled={drop.isPending} onClick={() => drop.mutate()}>
          {say(qualityTexts.dropDemonstration)}
        </button>
        <button type="button" className="button button-secondary" onClick={close}>
          {say(qualityTexts.cancel)}
        </button>
      </div>
    </Dialog>
  );
}
