import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSpeech } from '../language.tsx';
import { texts } from '../texts.ts';

/** The ways on from a page of a list whose place stands in the address as `efter`. */
export function NextPages({
  asked: { efter },
  next,
  children,
}: {
  asked: { efter?: string | undefined };
  next: string | null | undefined;
  children?: ReactNode;
}) {
  const { say } = useSpeech();
  if (!efter && !next && !children) return null;
  return (
    <nav className="pages" aria-label={say(texts.pages)}>
      {efter && (
        <Link to="." search={at(undefined)}>
          {say(texts.firstPage)}
        </Link>
      )}
      {next && (
        <Link to="." search={at(next)}>
          {say(texts.nextPage)}
        </Link>
      )}
      {children}
    </nav>
  );
}

/** The same page with the list begun elsewhere. */
const at = (efter: string | undefined) => ((before: object) => ({ ...before, efter })) as never;
