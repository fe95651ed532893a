/** Forged, foreign and worn-out tokens against the running server. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SignJWT, exportSPKI, generateKeyPair, importJWK } from 'jose';
import type { CryptoKey, JWK, JWTPayload } from 'jose';
import { openDevelopmentIssuer } from '../../src/auth/development-issuer.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let key: CryptoKey;
let kid: string;
let publicKey: JWK;
let good: JWTPayload;

beforeAll(async () => {
  server = await startServer();
  const stored = JSON.parse(await readFile(join(server.dataFolder, 'keys/issuer.jwk'), 'utf8')) as JWK;
  const { d: _d, ...open } = stored;
  publicKey = open;
  kid = stored.kid ?? '';
  key = (await importJWK(stored, 'EdDSA')) as CryptoKey;
  const [, body = ''] = (await server.token('nurse')).split('.');
  good = JSON.parse(Buffer.from(body, 'base64url').toString()) as JWTPayload;
});
afterAll(() => server.close());

const sign = (claims: JWTPayload, by: CryptoKey | Uint8Array = key, alg = 'EdDSA'): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(by);
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

async function statusOf(token: string): Promise<number> {
  const response = await fetch(`${server.address}/api/me`, { headers: { authorization: `Bearer ${token}` } });
  const text = await response.text();
  if (response.status !== 200) expect(text).not.toContain(token.slice(0, 40));
  return response.status;
}

it('lets in the token that the forged ones are made of', async () =>
  expect(await statusOf(await sign(good))).toBe(200));

it('refuses an expired token', async () => {
  expect(await statusOf(await sign({ ...good, exp: Math.floor(Date.now() / 1_000) - 60 }))).toBe(401);
});

it('refuses a token for another audience, or of another issuer', async () => {
  expect(await statusOf(await sign({ ...good, aud: 'elsewhere' }))).toBe(401);
  expect(await statusOf(await sign({ ...good, iss: 'https://evil.example' }))).toBe(401);
});

it('refuses a token that nobody signed', async () => {
  expect(await statusOf(`${part({ alg: 'none' })}.${part(good)}.`)).toBe(401);
  expect(await statusOf(`${part({ alg: 'None', kid })}.${part(good)}.AA`)).toBe(401);
});

it('refuses a token signed with the public key as a shared secret', async () => {
  const pem = await exportSPKI((await importJWK(publicKey, 'EdDSA', { extractable: true })) as CryptoKey);
  expect(await statusOf(await sign(good, new TextEncoder().encode(pem), 'HS256'))).toBe(401);
});

it('refuses a token of a key of one’s own, also one that it brings along', async () => {
  const own = await generateKeyPair('EdDSA', { extractable: true });
  expect(await statusOf(await sign(good, own.privateKey))).toBe(401);
  const brought = await new SignJWT(good)
    .setProtectedHeader({ alg: 'EdDSA', jwk: publicKey, jku: 'https://evil.example/keys', x5u: 'https://evil.example' })
    .sign(own.privateKey);
  expect(await statusOf(brought)).toBe(401);
});

it('refuses a token whose subject or scope was changed', async () => {
  const [head, , signature] = (await sign(good)).split('.');
  expect(await statusOf(`${head}.${part({ ...good, sub: 'dev|administrator' })}.${signature}`)).toBe(401);
  expect(await statusOf(`${head}.${part({ ...good, scope: 'cases operations' })}.${signature}`)).toBe(401);
});

it('refuses an identity token where an access token belongs', async () => {
  const issuer = await openDevelopmentIssuer(server.dataFolder, 'dosisflow');
  expect(await statusOf(await issuer.signIdentity('dev|nurse', 'dosisflow-pages', 'n'))).toBe(401);
});

it('takes a token nowhere but in the header', async () => {
  const token = await sign(good);
  expect((await fetch(`${server.address}/api/me?access_token=${token}`)).status).toBe(401);
  const inCookie = { cookie: `dosisflow-session=${token}` };
  expect((await fetch(`${server.address}/api/me`, { headers: inCookie })).status).toBe(401);
});

it('lets a stolen token do nothing beyond its scope', async () => {
  const stolen = { authorization: `Bearer ${await server.token('adapter')}` };
  for (const path of ['/api/cases', '/api/tasks', '/api/me', '/api/incidents']) {
    expect([path, (await fetch(server.address + path, { headers: stolen })).status]).toEqual([path, 403]);
  }
});

it('lets a stolen token do nothing once its person is dismissed', async () => {
  const token = await sign({ ...good, sub: 'dev|ward' });
  await server.rows(`update person set active = false where subject = 'dev|ward'`);
  expect(await statusOf(token)).toBe(403);
});
