import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SignJWT, calculateJwkThumbprint, createLocalJWKSet, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { JWK, JWTPayload } from 'jose';
import type { Scope } from './access.ts';
import type { TokenRules } from './verify-token.ts';

/** Signs the tokens of development, demonstrations and tests. Production names an identity provider instead. */
export interface DevelopmentIssuer {
  rules: TokenRules;
  /** What the provider publishes for others to check its tokens by. */
  jwks: { keys: JWK[] };
  /** An access token of 12 hours. */
  sign(subject: string, scopes: readonly Scope[]): Promise<string>;
  /** An identity token of a minute, for the one who asked with this nonce. */
  signIdentity(subject: string, clientId: string, nonce: string): Promise<string>;
}

/** A name, not an address: a token is good at every process of the data folder, whatever its port. */
const issuer = 'http://127.0.0.1/dosisflow-development';
const alg = 'EdDSA';
/** An artificial person is as surely himself as can be. */
const acr = 'https://data.gov.dk/concept/core/nsis/High';

/** All processes that share the data folder share the key. */
export async function openDevelopmentIssuer(dataFolder: string, audience: string): Promise<DevelopmentIssuer> {
  const path = join(dataFolder, 'keys', 'issuer.jwk');
  const { d, ...publicKey } = await readKey(path);
  const privateKey = await importJWK({ ...publicKey, ...(d && { d }) }, alg);
  const jwks = { keys: [publicKey] };
  const signed = (claims: JWTPayload, forWhom: string, subject: string, lifetime: string): Promise<string> =>
    new SignJWT({ ...claims, acr })
      .setProtectedHeader({ alg, kid: publicKey.kid ?? '' })
      .setIssuer(issuer)
      .setAudience(forWhom)
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime(lifetime)
      .sign(privateKey);
  return {
    rules: { issuer, audience, keys: createLocalJWKSet(jwks) },
    jwks,
    sign: (subject, scopes) => signed({ scope: scopes.join(' ') }, audience, subject, '12h'),
    signIdentity: (subject, clientId, nonce) => signed({ nonce }, clientId, subject, '1m'),
  };
}

async function readKey(path: string): Promise<JWK> {
  const text = await readFile(path, 'utf8').catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    await generateKey(path);
    return readFile(path, 'utf8');
  });
  try {
    return JSON.parse(text) as JWK;
  } catch {
    throw new Error(`The key of the development issuer at ${path} cannot be read; delete the file to get a new one`);
  }
}

/** Written aside and linked into place: of two processes that start together, both read the same whole key. */
async function generateKey(path: string): Promise<void> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const key = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(key);
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify({ ...key, kid, alg, use: 'sig' }), { mode: 0o600 });
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await unlink(draft);
}
