import type { Text } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../texts.ts';

/** A chart begins the title of an overdue task with this word. */
export function isOverdue({ da }: Text): boolean {
  return da.startsWith(`${texts.overdue.da}: `);
}

export function TaskTitle({ title }: { title: Text }) {
  const { say } = useSpeech();
  if (!isOverdue(title)) return say(title);
  const rest = say(title).replace(`${say(texts.overdue)}: `, '');
  return (
    <>
      <span className="badge badge-error">{say(texts.overdue)}</span> {rest}
    </>
  );
}
