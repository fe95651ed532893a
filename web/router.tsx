import { Link, createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { useSpeech } from './language.tsx';
import { HomePage } from './pages/home-page.tsx';
import { Layout } from './pages/layout.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { Heading } from './parts/heading.tsx';
import { clusterLensNames, lensNames } from './lenses.ts';
import type { ClusterLens, Lens } from './lenses.ts';
import type { CareSetting, RollRiskKind, StuckCause, WorkflowName } from './api.ts';
import type { MessagesAsked } from './interface-questions.ts';
import type { MasterDataAsked } from './master-data-questions.ts';
import type { CandidatesAsked, RollsAsked, TasksAsked } from './questions.ts';
import { accessibilityPath, signInPath, signedInPath } from './sign-in.ts';
import type { StuckAsked } from './stuck-questions.ts';
import { careSettings, stuckCauses, texts, workflowNames } from './texts.ts';

const root = createRootRoute({ component: Layout, notFoundComponent: NoPage });

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });

const among = <const Values extends readonly string[]>(value: unknown, values: Values): Values[number] | undefined =>
  values.find((each) => each === value);

/** What is not asked for does not stand in the address. */
const present = <Asked extends object>(asked: Asked): Asked =>
  Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as Asked;

const masterDataParts = [
  ...(['regler', 'takster', 'aftaler', 'organisationer', 'kontakter', 'klynger', 'eoj', 'restordrer'] as const),
];
const organisationKinds = [
  ...(['municipality', 'gpPractice', 'pharmacy', 'hospital', 'region', 'authority', 'supplier'] as const),
];

interface UptakeAsked {
  linse?: Lens | undefined;
  omraade?: string | undefined;
  klynger?: ClusterLens | undefined;
}

/** Each page is fetched when it is gone to. */
const worklist = createRoute({
  getParentRoute: () => root,
  path: '/arbejdsliste',
  validateSearch: (given: Record<string, unknown>): TasksAsked =>
    present({
      hvis: among(given['hvis'], ['mine', 'ledige']),
      frist: among(given['frist'], ['overskredet', 'idag', 'uge']),
      om: among(given['om'], Object.keys(workflowNames) as WorkflowName[]),
      udsatte: given['udsatte'] === true ? true : undefined,
      efter: typeof given['efter'] === 'string' ? given['efter'] : undefined,
    }),
  component: lazyRouteComponent(() => import('./pages/worklist-page.tsx'), 'WorklistRoute'),
});

const practice = createRoute({
  getParentRoute: () => root,
  path: '/recepter',
  validateSearch: ({ efter }: Record<string, unknown>): { efter?: string } =>
    typeof efter === 'string' ? { efter } : {},
  component: lazyRouteComponent(() => import('./pages/practice-page.tsx'), 'PracticeRoute'),
});

const rolls = createRoute({
  getParentRoute: () => root,
  path: '/dosisruller',
  validateSearch: ({ aarsag, efter }: Record<string, unknown>): RollsAsked =>
    present({
      // Which reasons there are is the lazy page's to know.
      aarsag: typeof aarsag === 'string' ? (aarsag as RollRiskKind) : undefined,
      efter: typeof efter === 'string' ? efter : undefined,
    }),
  component: lazyRouteComponent(() => import('./pages/rolls-page.tsx'), 'RollsRoute'),
});

const ward = createRoute({
  getParentRoute: () => root,
  path: '/patient',
  // A case's id says nothing of who it is about.
  validateSearch: ({ forloeb, noed }: Record<string, unknown>): { forloeb?: string; noed?: true } => ({
    ...(typeof forloeb === 'string' && { forloeb }),
    ...(noed === true && { noed }),
  }),
  component: lazyRouteComponent(() => import('./pages/ward-page.tsx'), 'WardRoute'),
});

const cases = createRoute({
  getParentRoute: () => root,
  path: '/forloeb',
  validateSearch: ({ efter }: Record<string, unknown>): { efter?: string } =>
    typeof efter === 'string' ? { efter } : {},
  component: lazyRouteComponent(() => import('./pages/cases-page.tsx'), 'CasesRoute'),
});

const newCase = createRoute({
  getParentRoute: () => root,
  path: '/forloeb/nyt',
  validateSearch: ({ kandidat }: Record<string, unknown>): { kandidat?: string } =>
    typeof kandidat === 'string' ? { kandidat } : {},
  component: lazyRouteComponent(() => import('./pages/new-case-page.tsx'), 'NewCaseRoute'),
});

const candidates = createRoute({
  getParentRoute: () => root,
  path: '/kandidater',
  validateSearch: (given: Record<string, unknown>): CandidatesAsked =>
    present({
      bolig: among(given['bolig'], Object.keys(careSettings) as CareSetting[]),
      klar: given['klar'] === true ? true : undefined,
      efter: typeof given['efter'] === 'string' ? given['efter'] : undefined,
    }),
  component: lazyRouteComponent(() => import('./pages/candidates-page.tsx'), 'CandidatesRoute'),
});

const stuck = createRoute({
  getParentRoute: () => root,
  path: '/forloeb-i-staa',
  validateSearch: (given: Record<string, unknown>): StuckAsked => {
    const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
    return present({
      aarsag: among(given['aarsag'], Object.keys(stuckCauses) as StuckCause[]),
      kommune: text(given['kommune']),
      eoj: among(given['eoj'], ['columnaCura', 'kmdNexus', 'unknown']),
      hos: text(given['hos']),
      tilstand: text(given['tilstand']),
      dage: typeof given['dage'] === 'number' ? given['dage'] : undefined,
      efter: text(given['efter']),
    });
  },
  component: lazyRouteComponent(() => import('./pages/stuck-page.tsx'), 'StuckRoute'),
});

const uptake = createRoute({
  getParentRoute: () => root,
  path: '/udbredelse',
  validateSearch: ({ linse, omraade, klynger }: Record<string, unknown>): UptakeAsked =>
    present({
      linse: among(linse, lensNames),
      // A region's code looks like a number where someone writes the address by hand.
      omraade: typeof omraade === 'string' || typeof omraade === 'number' ? String(omraade) : undefined,
      klynger: among(klynger, clusterLensNames),
    }),
  component: lazyRouteComponent(() => import('./pages/uptake-page.tsx'), 'UptakeRoute'),
});

const programme = createRoute({
  getParentRoute: () => root,
  path: '/programmet',
  component: lazyRouteComponent(() => import('./pages/programme-page.tsx'), 'ProgrammeRoute'),
});

const interfaces = createRoute({
  getParentRoute: () => root,
  path: '/snitflader',
  validateSearch: (given: Record<string, unknown>): MessagesAsked => {
    const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
    return present({
      vis: among(given['vis'], ['sendt']),
      kilde: among(given['kilde'], ['medcom', 'events', 'fmk']),
      status: among(given['status'], [
        ...[
          'received',
          'handled',
          'unmatched',
          'unreadable',
          'faulted',
          'pending',
          'sent',
          'delivered',
          'failed',
          'refused',
        ],
      ] as NonNullable<MessagesAsked['status']>[]),
      forloeb: text(given['forloeb']),
      modtager: text(given['modtager']),
      efter: text(given['efter']),
    });
  },
  component: lazyRouteComponent(() => import('./pages/interfaces-page.tsx'), 'InterfacesRoute'),
});

const masterData = createRoute({
  getParentRoute: () => root,
  path: '/stamdata',
  validateSearch: (given: Record<string, unknown>): MasterDataAsked =>
    present({
      del: among(given['del'], masterDataParts),
      slags: among(given['slags'], organisationKinds),
      alle: given['alle'] === true ? true : undefined,
      efter: typeof given['efter'] === 'string' ? given['efter'] : undefined,
    }),
  component: lazyRouteComponent(() => import('./pages/master-data-page.tsx'), 'MasterDataRoute'),
});

const oversight = createRoute({
  getParentRoute: () => root,
  path: '/adgang',
  validateSearch: ({ efter }: Record<string, unknown>): { efter?: string } =>
    typeof efter === 'string' ? { efter } : {},
  component: lazyRouteComponent(() => import('./pages/oversight-page.tsx'), 'OversightRoute'),
});

const message = createRoute({
  getParentRoute: () => root,
  path: '/snitflader/$id',
  component: lazyRouteComponent(() => import('./pages/message-page.tsx'), 'MessageRoute'),
});

const accessibility = createRoute({
  getParentRoute: () => root,
  path: accessibilityPath,
  component: lazyRouteComponent(() => import('./pages/accessibility-page.tsx'), 'AccessibilityRoute'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  path: signedInPath,
  component: lazyRouteComponent(() => import('./pages/signed-in-page.tsx'), 'SignedInRoute'),
});

const oneCase = createRoute({
  getParentRoute: () => root,
  path: '/forloeb/$id',
  component: lazyRouteComponent(() => import('./pages/case-page.tsx'), 'CaseRoute'),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: signInPath,
  validateSearch: ({ til, fejl }: Record<string, unknown>): { til?: string; fejl?: string } => ({
    ...(typeof til === 'string' && { til }),
    ...(typeof fejl === 'string' && { fejl }),
  }),
  component: function SignIn() {
    const { til, fejl } = signIn.useSearch();
    return <SignInPage to={til ?? '/'} fault={fejl} />;
  },
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    worklist,
    practice,
    rolls,
    ward,
    cases,
    newCase,
    oneCase,
    candidates,
    stuck,
    uptake,
    programme,
    interfaces,
    message,
    oversight,
    masterData,
    signIn,
    signedIn,
    accessibility,
  ]),
});

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
      <Link to="/">{say(texts.toStart)}</Link>
    </>
  );
}
