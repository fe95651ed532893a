import { useQuery } from '@tanstack/react-query';
import type { CaseView } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { contactsOf } from '../questions.ts';
import { activePaths } from '../states.ts';
import { texts } from '../texts.ts';
import { Failed } from './message.tsx';

/** Where nobody can get a drug: whom the municipality asks, today (R60, R72). Nothing while the search stands elsewhere. */
export function ClusterContacts({ of }: { of: CaseView }) {
  const asks = of.workflow === 'substitution' && activePaths(of.state).some((path) => path.startsWith(clusterPath));
  return asks ? <Contacts municipality={of.municipality} /> : null;
}

const clusterPath = 'search.open.cluster';

function Contacts({ municipality }: { municipality: string }) {
  const { data, error, refetch } = useQuery(contactsOf(municipality));
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return null;
  return <ContactList contacts={data.items} />;
}

export function ContactList({ contacts }: { contacts: readonly { name: string; contact: string }[] }) {
  const { say } = useSpeech();
  if (contacts.length === 0) return <p>{say(texts.noClusterContacts)}</p>;
  return (
    <div className="contacts">
      <strong>{say(texts.clusterContacts)}</strong>
      <ul>
        {contacts.map(({ name, contact }) => (
          <li key={`${name} ${contact}`}>
            {name}: {contact}
          </li>
        ))}
      </ul>
    </div>
  );
}
