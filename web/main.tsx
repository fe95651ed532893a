import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Refused } from './api.ts';
import { onConnectionBack } from './connection.ts';
import { SpeakLanguage } from './language.tsx';
import { router } from './router.tsx';
import { sessionEnded } from './signed-out.ts';
import './styles.css';

/** Signed out by the server, or never in. */
function onError(error: Error): void {
  if (error instanceof Refused && error.status === 401) sessionEnded();
}

const client = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: { retry: (failures, error) => failures < 2 && !(error instanceof Refused && error.status < 500) },
    // Said at once where it cannot be sent: put off and sent later, it might no longer be what was meant.
    mutations: { networkMode: 'always' },
  },
});
onConnectionBack(() => void client.invalidateQueries());

const page = document.querySelector('#page');
if (!page) throw new Error('Expected #page in index.html');
createRoot(page).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <SpeakLanguage>
        <RouterProvider router={router} />
      </SpeakLanguage>
    </QueryClientProvider>
  </StrictMode>,
);
