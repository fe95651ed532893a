import { errors, jwtVerify } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { Problem } from '../kernel/problem.ts';

/** Whose tokens count, and for whom they must be meant. */
export interface TokenRules {
  issuer: string;
  audience: string;
  keys: JWTVerifyGetKey;
}

export interface Claims {
  subject: string;
  scopes: readonly string[];
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
    const { sub, scope } = payload;
    if (!sub) return { kind: 'invalid', reason: 'Expected the claim sub to name someone, but it is empty' };
    return { kind: 'valid', claims: { subject: sub, scopes: typeof scope === 'string' ? scope.split(' ') : [] } };
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
