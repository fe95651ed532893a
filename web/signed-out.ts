import { useSyncExternalStore } from 'react';
import { askToSignIn } from './sign-in.ts';

/**
 * The session has ended while something typed stands on the page. Loading the page for signing in would lose it, and writing
 * it down would leave it to whoever sits here next: so the page stays as it is, out of sight, in its own memory alone, until
 * the same person has signed in again in a window beside it.
 */
let isOut = false;
const listeners = new Set<() => void>();
const typedInto = new Set<Element>();

addEventListener(
  'input',
  ({ target }) => {
    for (const field of typedInto) if (!field.isConnected) typedInto.delete(field);
    if (target instanceof Element) typedInto.add(target);
  },
  { passive: true, capture: true },
);

/** Nobody is signed in any more: to the page for signing in, or, where that would lose something typed, to a dialog. */
export function sessionEnded(): void {
  if (isOut) return;
  const isTyped = [...typedInto].some((field) => field.isConnected && 'value' in field && field.value !== '');
  if (isTyped) become(true);
  else askToSignIn();
}

export function sessionIsBack(): void {
  become(false);
}

export function useIsSignedOut(): boolean {
  return useSyncExternalStore(subscribe, () => isOut);
}

function become(out: boolean): void {
  isOut = out;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the windows of one browser tell each other: never who it is. */
type Told = 'signed in' | 'signed out';
const windows = new BroadcastChannel('dosisflow');

export function tellOtherWindows(what: Told): void {
  windows.postMessage(what);
}

/** Answers what ends the listening. */
export function hearOtherWindows(what: Told, act: () => void): () => void {
  const hear = ({ data }: MessageEvent<Told>): void => {
    if (data === what) act();
  };
  windows.addEventListener('message', hear);
  return () => windows.removeEventListener('message', hear);
}
