import { useIsConnectionGone } from '../connection.ts';
import { useSpeech } from '../language.tsx';
import { qualityTexts } from '../quality-texts.ts';

/** There before it says anything, so that a screen reader hears it when it does. */
export function ConnectionBanner() {
  const { say } = useSpeech();
  const isGone = useIsConnectionGone();
  return (
    <output className="connection">
      {isGone && (
        <span className="container connection-inner">
          <strong>{say(qualityTexts.noConnection)}</strong> {say(qualityTexts.noConnectionHow)}
        </span>
      )}
    </output>
  );
}
