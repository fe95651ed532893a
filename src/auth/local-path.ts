/** The path of ours that a text names, or the start page: a return address must not lead to another site or to a command. */
export function localPath(text: string | undefined): string {
  const here = 'http://here.invalid';
  // A browser takes a backslash for a slash, and `//` for another host.
  if (!text?.startsWith('/') || /[\\\p{Cc}]/u.test(text) || !URL.canParse(text, here)) return '/';
  const url = new URL(text, here);
  const isPage = url.origin === here && !/^\/(\/|auth\/|api\/|dev\/|fhir\/)/.test(url.pathname);
  return isPage ? `${url.pathname}${url.search}` : '/';
}
