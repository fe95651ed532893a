import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, createLocalJWKSet, exportJWK, exportSPKI, generateKeyPair } from 'jose';
import type { CryptoKey, JWTPayload } from 'jose';
import { Problem } from '../kernel/problem.ts';
import { discoveredProvider } from './discovered-provider.ts';
import { verifyToken } from './verify-token.ts';
import type { TokenRules, VerifiedToken } from './verify-token.ts';

const issuer = 'https://login.example.dk';
const audience = 'dosisflow';
const now = Math.floor(Date.now() / 1_000);
const good: JWTPayload = { iss: issuer, aud: audience, sub: 'anna', exp: now + 60, scope: 'cases operations' };

let privateKey: CryptoKey;
let publicKey: CryptoKey;
let rules: TokenRules;

const sign = (claims: JWTPayload, alg = 'ES256', key: CryptoKey | Uint8Array = privateKey): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg, kid: 'one' }).sign(key);
const reasonOf = (verified: VerifiedToken): string => (verified.kind === 'invalid' ? verified.reason : 'valid');

beforeAll(async () => {
  ({ privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true }));
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one' }] });
  rules = { issuer, audience, keys };
});

describe('verifyToken', () => {
  it('reads subject and scopes of a token that holds', async () => {
    expect(await verifyToken(await sign(good), rules)).toEqual({
      kind: 'valid',
      claims: { subject: 'anna', scopes: ['cases', 'operations'], stated: {} },
    });
  });

  it('accepts a clock that is a few seconds off', async () => {
    expect(reasonOf(await verifyToken(await sign({ ...good, exp: now - 3 }), rules))).toBe('valid');
  });

  const { exp: _exp, ...withoutExpiry } = good;
  const { sub: _sub, ...withoutSubject } = good;
  it.each<[string, JWTPayload, string]>([
    ['expired', { ...good, exp: now - 60 }, 'The token has expired; get a new one'],
    ['of another issuer', { ...good, iss: 'https://evil.example' }, 'claim iss is another'],
    ['for another audience', { ...good, aud: 'elsewhere' }, 'claim aud is another'],
    ['not valid yet', { ...good, nbf: now + 600 }, 'claim nbf is another'],
    ['without expiry', withoutExpiry, 'claim exp is missing'],
    ['without subject', withoutSubject, 'claim sub is missing'],
    ['with an empty subject', { ...good, sub: '' }, 'claim sub to name someone'],
  ])('refuses a token %s', async (_, claims, reason) => {
    expect(reasonOf(await verifyToken(await sign(claims), rules))).toContain(reason);
  });

  it('refuses an unsigned token', async () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'none' })}.${part(good)}.`;
    expect(reasonOf(await verifyToken(unsigned, rules))).toMatch(/^Expected a token signed/);
  });

  it('refuses a token signed with the public key as if it were a shared secret', async () => {
    const secret = new TextEncoder().encode(await exportSPKI(publicKey));
    expect(reasonOf(await verifyToken(await sign(good, 'HS256', secret), rules))).toContain('signed with EdDSA');
  });

  it('refuses a token that was changed after signing', async () => {
    const [head, , signature] = (await sign(good)).split('.');
    const claims = Buffer.from(JSON.stringify({ ...good, sub: 'boss' })).toString('base64url');
    const verified = await verifyToken(`${head}.${claims}.${signature}`, rules);
    expect(reasonOf(verified)).toContain('signature does not hold');
  });

  it('refuses a token of a key that the issuer does not publish', async () => {
    const { privateKey: foreign } = await generateKeyPair('ES256');
    expect(reasonOf(await verifyToken(await sign(good, 'ES256', foreign), rules))).toContain('signature does not hold');
  });

  it('says of text that is no token only that it is none', async () => {
    expect(reasonOf(await verifyToken('a.b', rules))).not.toContain('a.b');
  });
});

describe('the keys of a discovered provider', () => {
  let server: Server;
  let address: string;
  let named: string;
  let asked: string[];
  let published: object;

  beforeEach(async () => {
    asked = [];
    published = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' };
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const answer = request.url === '/keys' ? { keys: [published] } : { issuer: named, jwks_uri: `${address}/keys` };
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    named = address;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const keysOf = (issuer: string): TokenRules['keys'] =>
    discoveredProvider({ issuer, clientId: 'pages', clientSecret: () => Promise.resolve('s'), cooldownMs: 0 }).keys;

  it('finds the keys of the issuer once for many tokens', async () => {
    const remote = { issuer: address, audience, keys: keysOf(address) };
    const token = await sign({ ...good, iss: address });
    const all = await Promise.all([1, 2, 3].map(() => verifyToken(token, remote)));
    expect(all.map(reasonOf)).toEqual(['valid', 'valid', 'valid']);
    expect(asked).toEqual(['/.well-known/openid-configuration', '/keys']);
  });

  it('follows the issuer to a new key, and knows the old one no longer', async () => {
    const remote = { issuer: address, audience, keys: keysOf(address) };
    const old = await sign({ ...good, iss: address });
    expect(reasonOf(await verifyToken(old, remote))).toBe('valid');
    const next = await generateKeyPair('ES256', { extractable: true });
    published = { ...(await exportJWK(next.publicKey)), kid: 'two', alg: 'ES256' };
    const fresh = await new SignJWT({ ...good, iss: address })
      .setProtectedHeader({ alg: 'ES256', kid: 'two' })
      .sign(next.privateKey);
    expect(reasonOf(await verifyToken(fresh, remote))).toBe('valid');
    expect(reasonOf(await verifyToken(old, remote))).toContain('signature does not hold');
  });

  it('trusts no document that names another issuer', async () => {
    named = 'https://evil.example';
    const remote = { issuer: address, audience, keys: keysOf(address) };
    await expect(verifyToken(await sign({ ...good, iss: address }), remote)).rejects.toMatchObject({ status: 503 });
  });

  it('blames the identity provider, not the token, when it is away, and asks again', async () => {
    const remote = { issuer: address, audience, keys: keysOf(address) };
    const token = await sign({ ...good, iss: address });
    named = '';
    await expect(verifyToken(token, remote)).rejects.toBeInstanceOf(Problem);
    named = address;
    expect(reasonOf(await verifyToken(token, remote))).toBe('valid');
  });
});
