import { useQuery } from '@tanstack/react-query';
import { useSpeech } from '../language.tsx';
import { Heading } from '../parts/heading.tsx';
import { Failed, Loading, Message } from '../parts/message.tsx';
import { developmentPersons } from '../questions.ts';
import { beginSignIn } from '../sign-in.ts';
import { roles, signInFaults, texts } from '../texts.ts';

/** The way to the identity provider; at the development provider, a button for each artificial person. */
export function SignInPage({ to, fault }: { to: string; fault: string | undefined }) {
  const { say } = useSpeech();
  const { data, error, refetch } = useQuery(developmentPersons);
  return (
    <>
      <Heading>{say(texts.signIn)}</Heading>
      {fault && (
        <Message kind="error" heading={say(texts.signInFailed)}>
          <p>{say(signInFaults[fault] ?? texts.again)}</p>
        </Message>
      )}
      {error && <Failed error={error} again={() => void refetch()} />}
      {data === undefined && !error && <Loading />}
      {data === null && (
        <>
          <p className="lead">{say(texts.signInElsewhere)}</p>
          <button type="button" className="button button-primary" onClick={() => beginSignIn(to)}>
            {say(texts.signIn)}
          </button>
        </>
      )}
      {data && (
        <>
          <p className="lead">{say(texts.signInIntro)}</p>
          <ul className="persons">
            {data.map(({ account, name, role, organisation }) => (
              <li key={account}>
                <button type="button" className="person" onClick={() => beginSignIn(to, account)}>
                  <span className="sr-only">{say(texts.signInAs)} </span>
                  <strong>{name}</strong>
                  <span>
                    {say(roles[role as keyof typeof roles])}, {organisation}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
