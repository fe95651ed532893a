import type { ReactNode } from 'react';
import { Refused } from '../api.ts';
import { errorWords } from '../error-words.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../texts.ts';

export function Message({
  kind,
  heading,
  children,
}: {
  kind: 'info' | 'success' | 'warning' | 'error';
  heading: string;
  children?: ReactNode;
}) {
  return (
    <div className={`alert alert-${kind}`} role={kind === 'error' ? 'alert' : undefined}>
      <div className="alert-body">
        <p className="alert-heading">{heading}</p>
        {children && <div className="alert-text">{children}</div>}
      </div>
    </div>
  );
}

export function Loading() {
  const { say } = useSpeech();
  return <output>{say(texts.loading)}</output>;
}

export function Failed({ error, again }: { error: Error; again: () => void }) {
  const { say } = useSpeech();
  if (error instanceof Refused && error.status === 404) return <Message kind="warning" heading={say(texts.notThere)} />;
  if (error instanceof Refused && error.status === 403) return <NotForRole />;
  return (
    <Message kind="error" heading={say(texts.failed)}>
      <p>{errorWords(error, say)}</p>
      <button type="button" className="button button-secondary" onClick={again}>
        {say(texts.again)}
      </button>
    </Message>
  );
}

export function NotForRole() {
  const { say } = useSpeech();
  return (
    <Message kind="warning" heading={say(texts.notForRole)}>
      <p>{say(texts.notForRoleHow)}</p>
    </Message>
  );
}
