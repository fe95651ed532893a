import type { Explanation } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { roles, texts } from '../texts.ts';

/** Where the case stands and what would move it, in sentences. */
export function Explained({ explanation: { standing, waitingFor, canMove, blocked } }: { explanation: Explanation }) {
  const { say, instant } = useSpeech();
  return (
    <ul>
      {standing.length > 0 && (
        <li>
          {say(texts.standsIn)}: {standing.map(({ title }) => say(title)).join(', ')}.
        </li>
      )}
      {waitingFor.map(({ task, title, role, deadlineAt }) => (
        <li key={task}>
          {say(texts.waitsFor)} {say(roles[role])}: {say(title)} ({say(texts.latest)} {instant(deadlineAt)}).
        </li>
      ))}
      {canMove.length > 0 && (
        <li>
          {say(texts.othersCan)}:{' '}
          {canMove
            .map(({ label, roles: may }) => `${say(label)} (${may.map((role) => say(roles[role])).join(', ')})`)
            .join('; ')}
          .
        </li>
      )}
      {blocked.map(({ command, reason }) => (
        <li key={command}>{say(reason)}.</li>
      ))}
    </ul>
  );
}
