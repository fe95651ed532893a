import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Refused, answerOf, api } from '../api.ts';
import type { Caller } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { useLive } from '../live.ts';
import { ConnectionBanner } from '../parts/connection-banner.tsx';
import { DemonstrationBanner } from '../parts/demonstration-banner.tsx';
import { Heading } from '../parts/heading.tsx';
import { Failed, Loading, NotForRole } from '../parts/message.tsx';
import { SignInAgain } from '../parts/sign-in-again.tsx';
import { placesOf, refusedPlace } from '../places.ts';
import { clock, myself } from '../questions.ts';
import { qualityTexts } from '../quality-texts.ts';
import { askToSignIn, isOpenToAll, leave } from '../sign-in.ts';
import { hearOtherWindows, tellOtherWindows, useIsSignedOut } from '../signed-out.ts';
import { roles, texts } from '../texts.ts';

export function Layout() {
  const { say, change, language } = useSpeech();
  const { data: me, error, refetch } = useQuery(myself);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const refused = me && refusedPlace(path, me.role);
  const isSignedOut = useIsSignedOut();
  useLive(me !== undefined && !isSignedOut);
  useEffect(() => {
    if (me) tellOtherWindows('signed in');
  }, [me]);
  // The windows of a browser share one session. Should another person have it now, nothing that this one was shown may stand
  // here, and nothing that is typed here may be done in the other's name.
  useEffect(() => {
    if (!me) return undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      clearTimeout(again);
      // Not by the page's own question: until it is loaded anew, the other's name would stand over what this one was shown.
      const now = await answerOf(api.GET('/api/me')).catch(() => undefined);
      if (!now) again = setTimeout(() => void look(), 2_000);
      else if (now.id !== me.id) location.reload();
    };
    const deafen = hearOtherWindows('signed in', () => void look());
    return () => {
      clearTimeout(again);
      deafen();
    };
  }, [me]);
  // Who signs out is signed out of every window, and nothing of what was seen or typed stays in any.
  useEffect(() => hearOtherWindows('signed out', askToSignIn), []);
  const signOut = useMutation({
    mutationFn: () => answerOf(api.POST('/auth/sign-out')),
    onSuccess: ({ next }) => {
      tellOtherWindows('signed out');
      leave(next);
    },
  });

  return (
    <>
      <a className="skipnav" href="#content">
        {say(texts.skip)}
      </a>
      <DemonstrationBanner mayDrop={me?.role === 'administrator'} />
      <header className="bar">
        <ConnectionBanner />
        <div className="container bar-inner">
          <Link to="/" className="brand" aria-label={say(texts.home)}>
            Dosisflow
          </Link>
          {me && <Menu me={me} />}
          <div className="bar-end">
            {me && <Who me={me} />}
            <button type="button" className="bar-button" lang={language === 'da' ? 'en' : 'da'} onClick={change}>
              {say(texts.language)}
            </button>
            {me && (
              <button type="button" className="bar-button" onClick={() => signOut.mutate()}>
                {say(texts.signOut)}
              </button>
            )}
          </div>
        </div>
      </header>
      {isSignedOut && me && <SignInAgain me={me} />}
      <main id="content" className={`container page ${isSignedOut ? 'out-of-sight' : ''}`}>
        {signOut.error && <Failed error={signOut.error} again={() => signOut.mutate()} />}
        {refused && (
          <>
            <Heading>{say(refused.title)}</Heading>
            <NotForRole />
          </>
        )}
        {!refused && (me || isOpenToAll(path) ? <Outlet /> : <NotYet error={error} again={() => void refetch()} />)}
      </main>
      <footer className="container foot">
        {me && <StillClock />}
        <p>{say(texts.footer)}</p>
        <p>
          <Link to="/tilgaengelighed">{say(qualityTexts.accessibility)}</Link>
        </p>
      </footer>
    </>
  );
}

/** Until it is known who it is nothing is shown; who is nobody is on the way to the page for signing in. */
function NotYet({ error, again }: { error: Error | null; again: () => void }) {
  return error && !(error instanceof Refused && error.status === 401) ? (
    <Failed error={error} again={again} />
  ) : (
    <Loading />
  );
}

function Menu({ me }: { me: Caller }) {
  const { say } = useSpeech();
  return (
    <nav className="menu" aria-label={say(texts.menu)}>
      {placesOf(me.role).map(({ to, title }) => (
        <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }}>
          {say(title)}
        </Link>
      ))}
    </nav>
  );
}

function Who({ me }: { me: Caller }) {
  const { say } = useSpeech();
  return (
    <p className="who">
      {me.name}
      <span className="who-more">
        {say(roles[me.role as keyof typeof roles])}, {me.organisation.name}
      </span>
    </p>
  );
}

function StillClock() {
  const { say, instant } = useSpeech();
  const { data } = useQuery(clock);
  if (!data?.simulated) return null;
  return (
    <p>
      {say(texts.clockStill)} <time dateTime={data.now}>{instant(data.now)}</time>
    </p>
  );
}
