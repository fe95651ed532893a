import { useSyncExternalStore } from 'react';

/**
 * Whether the server can be reached. Gone when the browser says so or when a question got no answer at all; then it is asked,
 * by itself, until it answers. What was typed stays where it is all the while: nothing is loaded anew but what is shown.
 */
const probeMs = 3_000;

let isGone = !navigator.onLine;
let probing: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function become(gone: boolean): void {
  if (gone === isGone) return;
  isGone = gone;
  for (const listener of listeners) listener();
}

/** A question got no answer, not even a refusal. */
export function lostConnection(): void {
  become(true);
  probing ??= setTimeout(() => void probe(), probeMs);
}

/** Something broke off, as streams also do when all is well: whether the server answers is asked. */
export function checkConnection(): void {
  if (!isGone) void probe();
}

async function probe(): Promise<void> {
  probing = undefined;
  const answer = await fetch('/health/live', { cache: 'no-store' }).catch(() => undefined);
  if (answer?.ok) become(false);
  else lostConnection();
}

if (isGone) lostConnection();
addEventListener('offline', lostConnection);
addEventListener('online', () => {
  clearTimeout(probing);
  void probe();
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** `back` is called when the server can be reached again. */
export function onConnectionBack(back: () => void): () => void {
  return subscribe(() => {
    if (!isGone) back();
  });
}

export function useIsConnectionGone(): boolean {
  return useSyncExternalStore(subscribe, () => isGone);
}
