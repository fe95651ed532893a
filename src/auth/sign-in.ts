import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import * as openid from 'openid-client';
import { Problem } from '../kernel/problem.ts';
import type { Claims } from './claims.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { localPath } from './local-path.ts';
import { verifyToken } from './verify-token.ts';

/** How long a person may take at the identity provider. */
export const transactionSeconds = 600;

/** What this browser alone knows of a sign-in under way; its cookie is HttpOnly and binds the answer to it. */
interface Transaction {
  state: string;
  nonce: string;
  verifier: string;
  to: string;
}

/** Where the browser goes to sign in, and what it keeps in a cookie until it comes back. */
export async function beginTransaction(
  provider: IdentityProvider,
  origin: string,
  to: string | undefined,
  account: string | undefined,
): Promise<{ url: string; cookie: string }> {
  const client = await provider.client(origin).catch(providerAway);
  const transaction: Transaction = {
    state: openid.randomState(),
    nonce: openid.randomNonce(),
    verifier: openid.randomPKCECodeVerifier(),
    to: localPath(to),
  };
  const url = openid.buildAuthorizationUrl(client, {
    redirect_uri: callbackOf(origin),
    scope: 'openid profile',
    state: transaction.state,
    nonce: transaction.nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(transaction.verifier),
    code_challenge_method: 'S256',
    ...(account && { login_hint: account }),
  });
  return { url: url.href, cookie: Buffer.from(JSON.stringify(transaction)).toString('base64url') };
}

/** Exchanges the code for who it is. Throws a Problem for whatever does not fit the sign-in that this browser began. */
export async function finishTransaction(
  provider: IdentityProvider,
  origin: string,
  url: string,
  cookie: string | undefined,
): Promise<{ claims: Claims; idToken: string; to: string }> {
  const transaction = readTransaction(cookie);
  if (!transaction) throw stale('this browser has begun none, or too long ago');
  const client = await provider.client(origin).catch(providerAway);
  const tokens = await openid
    .authorizationCodeGrant(client, new URL(url, origin), {
      expectedState: transaction.state,
      expectedNonce: transaction.nonce,
      pkceCodeVerifier: transaction.verifier,
      idTokenExpected: true,
    })
    .catch(explained);
  // By the same keys as every other token: one cache, which follows a change of keys at once.
  const { issuer, clientId, keys } = provider;
  const idToken = tokens.id_token ?? '';
  const verified = await verifyToken(idToken, { issuer, audience: clientId, keys });
  if (verified.kind === 'invalid') throw stale(verified.reason);
  return { claims: verified.claims, idToken, to: localPath(transaction.to) };
}

/** Where the provider lets people sign out of itself too, if it does (RP-initiated logout). */
export async function leaveProvider(
  provider: IdentityProvider,
  origin: string,
  backTo: string,
  idToken: string | undefined,
): Promise<string | undefined> {
  const client = await provider.client(origin);
  if (!client.serverMetadata().end_session_endpoint) return undefined;
  return openid.buildEndSessionUrl(client, {
    post_logout_redirect_uri: backTo,
    ...(idToken && { id_token_hint: idToken }),
  }).href;
}

const callbackOf = (origin: string): string => `${origin}/auth/callback`;

function readTransaction(cookie: string | undefined): Transaction | undefined {
  try {
    const { state, nonce, verifier, to } = JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString()) as Partial<
      Record<string, unknown>
    >;
    const complete =
      typeof state === 'string' && typeof nonce === 'string' && typeof verifier === 'string' && typeof to === 'string';
    return complete ? { state, nonce, verifier, to } : undefined;
  } catch {
    return undefined;
  }
}

/** The library's errors quote what the provider said; ours say what to do. */
function explained(error: unknown): never {
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError) {
    throw new Problem(
      401,
      'sign-in-declined',
      'The identity provider did not let you in',
      `Expected the identity provider to let you in, but it answered ${/^[a-z_]{1,40}$/.test(error.error) ? error.error : 'with an error'}`,
    );
  }
  if (error instanceof ClientError && !isPassing(error)) throw stale('the answer is not the one to it');
  return providerAway(error);
}

const isPassing = ({ code }: ClientError): boolean =>
  code === 'OAUTH_TIMEOUT' || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || code === 'OAUTH_RESPONSE_IS_NOT_JSON';

function stale(why: string): Problem {
  return new Problem(
    401,
    'sign-in-stale',
    'The sign-in cannot be finished',
    `Expected the answer to a sign-in of this browser, but ${why}; begin again`,
  );
}

function providerAway(cause: unknown): never {
  const problem = new Problem(
    503,
    'identity-provider-unavailable',
    'The identity provider does not answer',
    'Nobody can sign in while the identity provider cannot be reached; try again shortly',
  );
  problem.cause = cause;
  throw problem;
}
