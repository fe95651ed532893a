import { useSpeech } from '../language.tsx';
import { texts } from '../texts.ts';

/** What every form ends with: to do it, and to leave it undone. */
export function FormFoot({ label, isBusy, close }: { label: string; isBusy: boolean; close: () => void }) {
  const { say } = useSpeech();
  return (
    <div className="dialog-buttons">
      <button type="submit" className="button button-primary" disabled={isBusy}>
        {label}
      </button>
      <button type="button" className="button button-secondary" onClick={close}>
        {say(texts.cancel)}
      </button>
    </div>
  );
}
