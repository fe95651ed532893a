const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

export interface Sent {
  method: string;
  headers: { origin?: string | undefined; 'sec-fetch-site'?: string | undefined };
}

/**
 * Whether a request that a cookie vouches for may come from another site: a safe one may, for it changes nothing. Any other
 * must prove by what only the browser writes that a page of ours sent it, and neither proof may speak against it.
 */
export function mayComeFrom({ method, headers }: Sent, origin: string): boolean {
  if (safeMethods.has(method)) return true;
  const proofs = [
    headers['sec-fetch-site'] && headers['sec-fetch-site'] === 'same-origin',
    headers.origin && headers.origin === origin,
  ].filter((proof) => proof !== undefined && proof !== '');
  return proofs.length > 0 && proofs.every(Boolean);
}
