import { parseSetCookie } from 'cookie';
import type { SetCookie } from 'cookie';

/** As much of a browser as signing in needs: cookies by host, redirects one by one, and what a browser says of a request. */
export interface CookieBrowser {
  cookies: Map<string, SetCookie>;
  /** Every `Set-Cookie` that has come, in order. */
  set: SetCookie[];
  /** One request; nothing is followed. */
  ask(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Response>;
  /** As if typed into the address bar: every redirect is followed. Answers where it ended, as path and query. */
  visit(path: string): Promise<string>;
  /** Signs in as a development account through the whole way. */
  signIn(account: string, to?: string): Promise<string>;
}

export function cookieBrowser(origin: string): CookieBrowser {
  const cookies = new Map<string, SetCookie>();
  const set: SetCookie[] = [];

  const ask = async (url: string, init: RequestInit): Promise<Response> => {
    const ours = url.startsWith(`${origin}/`);
    const cookie = [...cookies.values()].map(({ name, value }) => `${name}=${value}`).join('; ');
    const headers = { ...(ours && cookie && { cookie }), ...(init.headers as Record<string, string>) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    if (!ours) return response;
    for (const line of response.headers.getSetCookie()) {
      const one = parseSetCookie(line);
      set.push(one);
      if (one.maxAge === 0) cookies.delete(one.name);
      else cookies.set(one.name, one);
    }
    return response;
  };
  const visit = async (path: string): Promise<string> => {
    let url = new URL(path, origin).href;
    for (let hops = 0; hops < 10; hops += 1) {
      const response = await ask(url, {});
      await response.body?.cancel();
      const next = response.headers.get('location');
      if (!next) return url.slice(new URL(url).origin.length);
      url = new URL(next, url).href;
    }
    throw new Error('Expected an end to the redirects');
  };
  return {
    cookies,
    set,
    visit,
    ask: (method, path, body, headers = {}) =>
      ask(`${origin}${path}`, {
        method,
        headers: {
          ...(method !== 'GET' && { origin, 'sec-fetch-site': 'same-origin' }),
          ...(body && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
      }),
    signIn: (account, to = '/') => visit(`/auth/sign-in?account=${account}&to=${encodeURIComponent(to)}`),
  };
}
