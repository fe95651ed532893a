import { useQuery } from '@tanstack/react-query';
import { useSpeech } from '../language.tsx';
import { chart } from '../questions.ts';
import { headline } from '../states.ts';
import { texts } from '../texts.ts';

/** The state of a case in words, as its chart calls it. */
export function StateBadges({
  of: { workflow, version, state },
}: {
  of: { workflow: string; version: number; state: Record<string, string> };
}) {
  const { say } = useSpeech();
  const { data, error } = useQuery(chart(workflow, version));
  if (!data) return <span className="secondary">{say(error ? texts.failed : texts.loading)}</span>;
  return (
    <span className="badges">
      {headline(data, state).map((title) => (
        <span key={title.da} className="badge badge-info">
          {say(title)}
        </span>
      ))}
    </span>
  );
}
