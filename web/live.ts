import { useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { checkConnection } from './connection.ts';

/** What a page shows of cases; everything else it asks for stays as it is. */
const lists = ['tasks', 'cases', 'stuck'];

/**
 * Asks anew for what has moved, as the server tells of it, while the page is in view: one connection a tab, and none for tabs
 * that nobody looks at. The browser comes back by itself when the server ends a stream, saying what it heard last.
 */
export function useLive(isSignedIn: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isSignedIn) return undefined;
    let source: EventSource | undefined;
    const listen = (): void => {
      source?.close();
      source = document.visibilityState === 'visible' ? openStream(client) : undefined;
    };
    const seenAgain = (): void => {
      listen();
      if (source) askAnew(client, undefined);
    };
    listen();
    document.addEventListener('visibilitychange', seenAgain);
    return () => {
      source?.close();
      document.removeEventListener('visibilitychange', seenAgain);
    };
  }, [client, isSignedIn]);
}

function openStream(client: QueryClient): EventSource {
  const source = new EventSource('/api/events/stream');
  source.addEventListener('moved', ({ data }: MessageEvent<string>) => {
    const { cases, all } = JSON.parse(data) as { cases: string[]; all: boolean };
    if (all) askAnew(client, undefined);
    else if (cases.length > 0) askAnew(client, new Set(cases));
  });
  source.addEventListener('error', () => {
    // Refused rather than broken off: who is signed in is asked for, and if nobody is, the page for signing in comes.
    if (source.readyState === EventSource.CLOSED) void client.invalidateQueries({ queryKey: ['me'] });
    else checkConnection();
  });
  return source;
}

function askAnew(client: QueryClient, cases: ReadonlySet<string> | undefined): void {
  void client.invalidateQueries({
    predicate: ({ queryKey: [kind, id] }) => {
      if (kind === 'clock' || lists.some((list) => list === kind)) return true;
      return (kind === 'case' || kind === 'notes') && (cases === undefined || cases.has(String(id)));
    },
  });
}
