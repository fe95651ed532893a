import type { GpQuestionPage } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../practice-texts.ts';

/** What is done in the practice's own system, one step after the other. */
export function Guide({ of, kind, open }: { of: GpQuestionPage; kind: string; open?: boolean }) {
  const { say } = useSpeech();
  const steps = of.guides.find((guide) => guide.kind === kind)?.steps ?? [];
  if (steps.length === 0) return null;
  return (
    <details className="guide" open={open}>
      <summary>
        {say(texts.howIn)} {of.system ?? say(texts.yourSystem)}
      </summary>
      <ol>
        {steps.map((step) => (
          <li key={step.da}>{say(step)}</li>
        ))}
      </ol>
      {of.manual && (
        <p>
          <a href={of.manual} target="_blank" rel="noreferrer">
            {say(texts.manual)}
          </a>
        </p>
      )}
    </details>
  );
}
