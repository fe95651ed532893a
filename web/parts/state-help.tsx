import { useSpeech } from '../language.tsx';
import { helpOf } from '../state-help.ts';

/** What a state means, in a sentence or two. */
export function StateHelp({ workflow, of }: { workflow: string; of: string }) {
  const { say } = useSpeech();
  const help = helpOf(workflow, of);
  if (!help) return null;
  // In Danish whatever the language: say() gives it the reader's word for the person.
  return (
    <span className="secondary block" lang="da">
      {say({ da: help, en: help })}
    </span>
  );
}
