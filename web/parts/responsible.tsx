import { useQuery } from '@tanstack/react-query';
import type { Role } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { organisation } from '../questions.ts';
import { roles } from '../texts.ts';

/** The role and the organisation that a task waits for. */
export function Responsible({ role, organisation: id }: { role: Role; organisation: string }) {
  const { say } = useSpeech();
  const { data } = useQuery(organisation(id));
  return (
    <>
      <span className="starts-large">{say(roles[role])}</span>
      <br />
      <span className="secondary">{data?.name ?? ' '}</span>
    </>
  );
}
