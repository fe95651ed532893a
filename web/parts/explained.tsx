import type { Explanation } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { roles, texts } from '../texts.ts';

/** Where the case stands and what would move it, in sentences. */
export function Explained({
  explanation: { standing, waitingFor, canMove, blocked, fmkDifferences },
}: {
  explanation: Explanation;
}) {
  const { say, instant } = useSpeech();
  const elsewhere = new Set(waitingFor.map(({ title }) => title.da));
  const states = standing.filter(({ title }) => !elsewhere.has(title.da));
  return (
    <ul>
      {states.length > 0 && (
        <li>
          {say(texts.standsIn)}: {states.map(({ title }) => say(title)).join(', ')}.
        </li>
      )}
      {waitingFor.map(({ task, title, role, deadlineAt }) => (
        <li key={task}>
          {say(texts.waitsFor)} {say(roles[role])}: {say(title)} ({say(texts.latest)} {instant(deadlineAt)}).
        </li>
      ))}
      {fmkDifferences.map(({ foundAt, label, change, number }) => (
        <li key={`${foundAt} ${label.da} ${change}`}>
          {say(change === 'told' ? texts.differenceTold : texts.differenceGone)} {instant(foundAt)}: {say(label)} (
          {number}).
        </li>
      ))}
      {canMove.length + blocked.length > 0 && (
        <li>
          <details>
            <summary>{say(texts.othersCan)}</summary>
            <ul>
              {canMove.map(({ command, label, roles: may }) => (
                <li key={command}>
                  {say(label)} ({may.map((role) => say(roles[role])).join(', ')})
                </li>
              ))}
              {blocked.map(({ command, reason }) => (
                <li key={command}>{say(reason)}.</li>
              ))}
            </ul>
          </details>
        </li>
      )}
    </ul>
  );
}
