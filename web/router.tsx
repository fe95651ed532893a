import { Link, createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { useSpeech } from './language.tsx';
import { CasePage } from './pages/case-page.tsx';
import { CasesPage } from './pages/cases-page.tsx';
import { Layout } from './pages/layout.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { Heading } from './parts/heading.tsx';
import { session } from './session.ts';
import { texts } from './texts.ts';

const root = createRootRoute({ component: Layout, notFoundComponent: NoPage });

/** Only a convenience: what may be seen, the API decides. */
function signedIn(): void {
  // The router takes a redirect as something thrown.
  // oxlint-disable-next-line typescript/only-throw-error
  if (!session.token()) throw redirect({ to: '/log-ind' });
}

const cases = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: signedIn,
  validateSearch: ({ efter }: Record<string, unknown>): { efter?: string } =>
    typeof efter === 'string' ? { efter } : {},
  component: function Cases() {
    return <CasesPage after={cases.useSearch().efter} />;
  },
});

const oneCase = createRoute({
  getParentRoute: () => root,
  path: '/forloeb/$id',
  beforeLoad: signedIn,
  component: function Case() {
    const { id } = oneCase.useParams();
    return <CasePage key={id} id={id} />;
  },
});

const signIn = createRoute({ getParentRoute: () => root, path: '/log-ind', component: SignInPage });

export const router = createRouter({ routeTree: root.addChildren([cases, oneCase, signIn]) });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

function NoPage() {
  const { say } = useSpeech();
  return (
    <>
      <Heading>{say(texts.noPage)}</Heading>
      <Link to="/">{say(texts.toCases)}</Link>
    </>
  );
}
