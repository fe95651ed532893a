import { createRemoteJWKSet } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { NeverRetryFault, RetryFault } from '../kernel/faults.ts';

const hour = 3_600_000;

/** The keys of an OpenID Connect issuer, found by discovery. Both the address and the keys are kept and fetched anew. */
export function discoveredKeys(issuer: string): JWTVerifyGetKey {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  let until = 0;
  return async (header, token) => {
    if (!keys || Date.now() > until) {
      until = Date.now() + hour;
      keys = discover(issuer);
      keys.catch(() => (keys = undefined));
    }
    return (await keys)(header, token);
  };
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new RetryFault(`Expected ${address} to answer 200, but it answers ${response.status}`);
  const document = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown };
  if (document.issuer !== issuer) {
    throw new NeverRetryFault(
      `Expected ${address} to name the issuer ${issuer}, but it names another: correct OIDC_ISSUER`,
    );
  }
  const uri = typeof document.jwks_uri === 'string' ? document.jwks_uri : '';
  if (!URL.canParse(uri) || new URL(uri).protocol !== new URL(issuer).protocol) {
    throw new NeverRetryFault(`Expected ${address} to hold a jwks_uri as safe as the issuer itself`);
  }
  return createRemoteJWKSet(new URL(uri), { timeoutDuration: 5_000 });
}
