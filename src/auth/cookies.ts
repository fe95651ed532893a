import { parseCookie, stringifySetCookie } from 'cookie';

/** `session` is who is signed in; `transaction` is a sign-in under way at the identity provider. */
export type CookieKind = 'session' | 'transaction';

/** A browser takes a `__Host-` cookie only from https and only from this very host, so that no neighbour can plant one. */
function nameOf(kind: CookieKind, origin: string): string {
  return `${origin.startsWith('https:') ? '__Host-' : ''}dosisflow-${kind}`;
}

export function readCookie(header: string | undefined, kind: CookieKind, origin: string): string | undefined {
  return parseCookie(header ?? '')[nameOf(kind, origin)] || undefined;
}

/**
 * A `Set-Cookie` that no script can read. The transaction is Lax, for it must come along when the identity provider sends
 * the browser back; the session is Strict, for no other site has reason to send it. An empty value removes the cookie.
 */
export function writeCookie(kind: CookieKind, origin: string, value: string, maxAgeSeconds: number): string {
  return stringifySetCookie({
    name: nameOf(kind, origin),
    value,
    maxAge: value ? maxAgeSeconds : 0,
    path: '/',
    httpOnly: true,
    sameSite: kind === 'session' ? 'strict' : 'lax',
    secure: origin.startsWith('https:'),
  });
}
