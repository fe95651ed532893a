/** The token lives as long as the tab: a shared computer forgets it, and no other tab is signed in by it. */
const key = 'dosisflow.token';
const listeners = new Set<() => void>();

export const session = {
  token: (): string | null => sessionStorage.getItem(key),
  begin: (token: string): void => {
    sessionStorage.setItem(key, token);
    tell();
  },
  end: (): void => {
    sessionStorage.removeItem(key);
    tell();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

function tell(): void {
  for (const listener of listeners) listener();
}
