import type { CaseView } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../texts.ts';

/** The days of a roll, and until when it can be changed. */
export function RollDays({ of: { period } }: { of: CaseView }) {
  const { say, day, instant } = useSpeech();
  if (!period) return null;
  return (
    <>
      {day(period.startDate)} – {day(period.endDate)} ·{' '}
      <span className="secondary">
        {say(texts.changeCutOff)} <time dateTime={period.changeCutOffAt}>{instant(period.changeCutOffAt)}</time>
      </span>{' '}
      {period.hiddenDrugs?.length ? (
        <span className="secondary">
          · {period.hiddenDrugs.length} {say(texts.hiddenDrug)}{' '}
        </span>
      ) : null}
    </>
  );
}
