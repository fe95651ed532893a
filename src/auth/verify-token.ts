import { errors, jwtVerify } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { Problem } from '../kernel/problem.ts';
import { claimsOf } from './claims.ts';
import type { Claims } from './claims.ts';

/** Whose tokens count, and for whom they must be meant. */
export interface TokenRules {
  issuer: string;
  audience: string;
  keys: JWTVerifyGetKey;
}

/** `reason` names the broken rule and holds nothing of the token. */
export type VerifiedToken = { kind: 'valid'; claims: Claims } | { kind: 'invalid'; reason: string };

/** Asymmetric algorithms only: nobody but the issuer can sign. */
const algorithms = ['EdDSA', 'Ed25519', 'ES256', 'RS256', 'PS256'];

export async function verifyToken(token: string, { issuer, audience, keys }: TokenRules): Promise<VerifiedToken> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms,
      clockTolerance: 5,
      requiredClaims: ['sub', 'exp'],
    });
    const { sub } = payload;
    if (!sub) return { kind: 'invalid', reason: 'Expected the claim sub to name someone, but it is empty' };
    return { kind: 'valid', claims: claimsOf({ ...payload, sub }) };
  } catch (error) {
    const reason = reasonOf(error);
    if (!reason) throw identityProviderAway(error);
    return { kind: 'invalid', reason };
  }
}

/** What a token must say to be the identity provider's word that someone signed out there (OpenID Connect Back-Channel Logout 1.0). */
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

export type VerifiedLogout = { kind: 'valid'; subject: string } | { kind: 'invalid'; reason: string };

/** By the same keys, for the client that we are; never an identity or access token, and none that has lain about. */
export async function verifyLogoutToken(
  token: string,
  { issuer, audience, keys }: TokenRules,
): Promise<VerifiedLogout> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms,
      clockTolerance: 5,
      maxTokenAge: '10 minutes',
      requiredClaims: ['sub', 'iat', 'jti', 'events'],
    });
    const { sub, events, nonce } = payload as typeof payload & { events?: Record<string, unknown>; nonce?: unknown };
    if (!sub) return { kind: 'invalid', reason: 'Expected the claim sub to name someone, but it is empty' };
    if (nonce !== undefined || typeof events?.[logoutEvent] !== 'object')
      return { kind: 'invalid', reason: 'Expected a logout token, but this is another kind' };
    return { kind: 'valid', subject: sub };
  } catch (error) {
    const reason = reasonOf(error);
    if (!reason) throw identityProviderAway(error);
    return { kind: 'invalid', reason };
  }
}

function reasonOf(error: unknown): string | undefined {
  if (error instanceof errors.JWTExpired) return 'The token has expired; get a new one';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `Expected a token for this service, but its claim ${error.claim} is ${error.reason === 'missing' ? 'missing' : 'another'}`;
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return `Expected a token signed with ${algorithms.join(', ')}`;
  const unreadable = [
    errors.JWSInvalid,
    errors.JWTInvalid,
    errors.JWSSignatureVerificationFailed,
    errors.JOSENotSupported,
    errors.JWKSNoMatchingKey,
    errors.JWKSMultipleMatchingKeys,
  ].some((kind) => error instanceof kind);
  return unreadable ? 'Expected a token signed by the identity provider, but its signature does not hold' : undefined;
}

function identityProviderAway(cause: unknown): Problem {
  const problem = new Problem(
    503,
    'identity-provider-unavailable',
    'The identity provider does not answer',
    'The token cannot be checked while the keys of the identity provider cannot be fetched; try again shortly',
  );
  problem.cause = cause;
  return problem;
}
