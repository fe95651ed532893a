import type { ReactNode } from 'react';
import { useSpeech } from '../language.tsx';
import { texts } from '../texts.ts';

/** What a page is for, at a click. */
export function Help({ children }: { children: ReactNode }) {
  const { say } = useSpeech();
  return (
    <details className="help">
      <summary>{say(texts.help)}</summary>
      {children}
    </details>
  );
}
