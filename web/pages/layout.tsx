import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { useEffect, useSyncExternalStore } from 'react';
import { useSpeech } from '../language.tsx';
import { clock, myself } from '../questions.ts';
import { session } from '../session.ts';
import { roles, texts } from '../texts.ts';

export function Layout() {
  const { say, change, language } = useSpeech();
  const signedIn = useSyncExternalStore(session.subscribe, session.token) !== null;
  const navigate = useNavigate();

  useEffect(() => {
    if (!signedIn) void navigate({ to: '/log-ind', replace: true });
  }, [signedIn, navigate]);

  return (
    <>
      <a className="skipnav" href="#content">
        {say(texts.skip)}
      </a>
      <header className="bar">
        <div className="container bar-inner">
          <Link to="/" className="brand" aria-label={say(texts.home)}>
            Dosisflow
          </Link>
          <div className="bar-end">
            {signedIn && <Who />}
            <button type="button" className="bar-button" lang={language === 'da' ? 'en' : 'da'} onClick={change}>
              {say(texts.language)}
            </button>
            {signedIn && (
              <button type="button" className="bar-button" onClick={() => session.end()}>
                {say(texts.signOut)}
              </button>
            )}
          </div>
        </div>
      </header>
      <main id="content" className="container page">
        <Outlet />
      </main>
      <footer className="container foot">
        {signedIn && <StillClock />}
        <p>{say(texts.footer)}</p>
      </footer>
    </>
  );
}

function Who() {
  const { say } = useSpeech();
  const { data } = useQuery(myself);
  if (!data) return null;
  return (
    <p className="who">
      {data.name}
      <span className="who-more">
        {say(roles[data.role as keyof typeof roles])}, {data.organisation.name}
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
