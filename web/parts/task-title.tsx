import type { Text } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../texts.ts';

/** A chart begins the title of an overdue task with this word. */
export function isOverdue({ da }: Text): boolean {
  return da.startsWith(`${texts.overdue.da}: `);
}

export function withoutOverdue(title: Text, say: (text: Text) => string): string {
  return say(title).replace(`${say(texts.overdue)}: `, '');
}

export function TaskTitle({ title }: { title: Text }) {
  const { say } = useSpeech();
  if (!isOverdue(title)) return say(title);
  return (
    <>
      <span className="badge badge-error">{say(texts.overdue)}</span> {withoutOverdue(title, say)}
    </>
  );
}
