/** Where a person signs in, and comes back from. The server keeps who it is, in a cookie that no script can read. */
export const signInPath = '/log-ind';
/** Where a window ends in which someone signed in again beside a page that stands as it was left. */
export const signedInPath = '/logget-ind';
export const accessibilityPath = '/tilgaengelighed';

/** What whoever is not signed in may read. */
export function isOpenToAll(path: string): boolean {
  return path === signInPath || path === accessibilityPath;
}

/** Loaded anew, so that nothing of what the one before saw stays in memory. */
export function leave(next: string): void {
  location.assign(next);
}

/** To the page for signing in, unless this needs none; from there back to here. */
export function askToSignIn(): void {
  if (isOpenToAll(location.pathname)) return;
  leave(`${signInPath}?${new URLSearchParams({ til: location.pathname + location.search }).toString()}`);
}

export function beginSignIn(to: string, account?: string): void {
  leave(`/auth/sign-in?${new URLSearchParams({ to, ...(account && { account }) }).toString()}`);
}
