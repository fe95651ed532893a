import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answerOf, api } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { Heading } from '../parts/heading.tsx';
import { Failed, Loading, Message } from '../parts/message.tsx';
import { developmentPersons } from '../questions.ts';
import { session } from '../session.ts';
import { roles, texts } from '../texts.ts';

/** Development only: real people will come through their own identity provider. */
export function SignInPage() {
  const { say } = useSpeech();
  const { data, error, refetch } = useQuery(developmentPersons);
  const navigate = useNavigate();
  const client = useQueryClient();
  const signIn = useMutation({
    mutationFn: (account: string) => answerOf(api.POST('/api/dev/token', { body: { account } })),
    onSuccess: async ({ token }) => {
      // What the one before saw is not for the next.
      client.clear();
      session.begin(token);
      await navigate({ to: '/' });
    },
  });
  return (
    <>
      <Heading>{say(texts.signIn)}</Heading>
      {error && <Failed error={error} again={() => void refetch()} />}
      {signIn.error && <Failed error={signIn.error} again={() => signIn.reset()} />}
      {data === undefined && !error && <Loading />}
      {data === null && <Message kind="info" heading={say(texts.signInElsewhere)} />}
      {data && (
        <>
          <p className="lead">{say(texts.signInIntro)}</p>
          <ul className="persons">
            {data.map(({ account, name, role, organisation }) => (
              <li key={account}>
                <button type="button" className="person" onClick={() => signIn.mutate(account)}>
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
