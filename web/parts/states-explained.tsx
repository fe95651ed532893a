import { useQuery } from '@tanstack/react-query';
import { useSpeech } from '../language.tsx';
import { qualityTexts } from '../quality-texts.ts';
import { chart } from '../questions.ts';
import { headlineStates } from '../states.ts';
import { StateHelp } from './state-help.tsx';

/** What the states that a case is shown with mean, at a click. */
export function StatesExplained({
  of: { workflow, version, state },
}: {
  of: { workflow: string; version: number; state: Record<string, string> };
}) {
  const { say } = useSpeech();
  const { data } = useQuery(chart(workflow, version));
  if (!data) return null;
  return (
    <details className="help">
      <summary>{say(qualityTexts.whatStatesMean)}</summary>
      <dl className="standings">
        {headlineStates(data, state).map(({ path, title }) => (
          <div key={path}>
            <dt>{say(title)}</dt>
            <dd>
              <StateHelp workflow={workflow} of={path} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
