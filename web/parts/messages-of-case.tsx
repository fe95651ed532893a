import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useSpeech } from '../language.tsx';
import { myself } from '../questions.ts';
import { texts } from '../texts.ts';

/** The way to what other systems sent about the citizen, for those who may see it. */
export function MessagesOfCase({ id }: { id: string }) {
  const { say } = useSpeech();
  const { data: me } = useQuery(myself);
  const isTreating = me?.role === 'municipalNurse' && me.organisation.kind === 'municipality';
  if (!isTreating && me?.role !== 'administrator') return null;
  return (
    <p>
      <Link to="/snitflader" search={{ forloeb: id }}>
        {say(texts.messagesOfCase)}
      </Link>
    </p>
  );
}
