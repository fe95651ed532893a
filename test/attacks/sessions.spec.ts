/** What another site, a neighbour or a thief can do with a browser that is signed in, or is about to be. */
import type { JWTPayload } from 'jose';
import { cookieBrowser } from '../support/cookie-browser.ts';
import { startProvider } from '../support/identity-provider.ts';
import type { TestProvider } from '../support/identity-provider.ts';
import { rawRequest } from '../support/raw-request.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const nurse = { sub: 'dev|nurse', acr: 'https://data.gov.dk/concept/core/nsis/Substantial' };

let server: TestServer;
let provider: TestProvider;
let other: TestServer;
beforeAll(async () => {
  server = await startServer();
  provider = await startProvider();
  other = await startServer(provider.env);
});
afterAll(async () => {
  await server.close();
  await other.close();
  await provider.close();
});
beforeEach(() => Object.assign(provider, { person: nurse, forged: {}, declines: undefined }));

it('refuses a change that another site sends with our cookie (CSRF)', async () => {
  const caseId = await openActiveCase(server);
  const browser = cookieBrowser(server.address);
  await browser.signIn('nurse');
  const hold = { type: 'recordHold', data: { reason: 'Angreb', from: '2026-11-20' } };
  const give = async (headers: Record<string, string>): Promise<number> =>
    (await browser.ask('POST', `/api/cases/${caseId}/commands`, hold, headers)).status;
  const revision = async (): Promise<unknown> =>
    ((await (await browser.ask('GET', `/api/cases/${caseId}`)).json()) as { revision: number }).revision;
  const before = await revision();
  for (const headers of [
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' },
    { origin: '', 'sec-fetch-site': '' },
  ]) {
    expect([headers, await give(headers)]).toEqual([headers, 403]);
  }
  // A form of another site can send this without asking first; we read no command from it.
  expect(await give({ 'content-type': 'text/plain' })).toBe(415);
  expect(await revision()).toBe(before);
  expect(await give({})).toBe(200);
});

it('lets no other site sign a person out', async () => {
  const browser = cookieBrowser(server.address);
  await browser.signIn('gp');
  const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  expect((await browser.ask('POST', '/auth/sign-out', undefined, evil)).status).toBe(403);
  expect((await browser.ask('GET', '/api/me')).status).toBe(200);
});

it('finishes no sign-in that this browser has not begun (login CSRF)', async () => {
  const [thief, victim] = [cookieBrowser(other.address), cookieBrowser(other.address)];
  const begun = await thief.ask('GET', '/auth/sign-in');
  const back = await fetch(begun.headers.get('location') ?? '', { redirect: 'manual' });
  const callback = new URL(back.headers.get('location') ?? '');
  const path = callback.pathname + callback.search;
  expect(await victim.visit(path)).toBe('/log-ind?fejl=sign-in-stale');
  await victim.ask('GET', '/auth/sign-in');
  expect(await victim.visit(path)).toBe('/log-ind?fejl=sign-in-stale');
  expect((await victim.ask('GET', '/api/me')).status).toBe(401);
});

it('takes an authorization code once', async () => {
  const browser = cookieBrowser(other.address);
  const begun = await browser.ask('GET', '/auth/sign-in');
  const transaction = browser.cookies.get('dosisflow-transaction');
  const back = await fetch(begun.headers.get('location') ?? '', { redirect: 'manual' });
  const callback = new URL(back.headers.get('location') ?? '');
  const path = callback.pathname + callback.search;
  expect(await browser.visit(path)).toBe('/');
  const thief = cookieBrowser(other.address);
  if (transaction) thief.cookies.set(transaction.name, transaction);
  expect(await thief.visit(path)).toBe('/log-ind?fejl=sign-in-declined');
});

it('redeems a code of the development provider only for whoever holds its verifier', async () => {
  const browser = cookieBrowser(server.address);
  const begun = await browser.ask('GET', '/auth/sign-in?account=administrator');
  const back = await fetch(begun.headers.get('location') ?? '', { redirect: 'manual' });
  const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const form = {
    grant_type: 'authorization_code',
    code,
    client_id: 'dosisflow-pages',
    redirect_uri: `${server.address}/auth/callback`,
    code_verifier: 'guessed'.repeat(8),
  };
  const answer = await fetch(`${server.address}/dev/identity/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  expect([answer.status, await answer.json()]).toEqual([400, { error: 'invalid_grant' }]);
});

it.each<[string, JWTPayload]>([
  ['of another sign-in', { nonce: 'another' }],
  ['for another client', { aud: 'elsewhere' }],
  ['of another issuer', { iss: 'https://evil.example' }],
  ['that has expired', { exp: 1 }],
])('signs nobody in by an identity token %s', async (_, forged) => {
  provider.forged = forged;
  const browser = cookieBrowser(other.address);
  expect(await browser.visit('/auth/sign-in')).toBe('/log-ind?fejl=sign-in-stale');
  expect((await browser.ask('GET', '/api/me')).status).toBe(401);
});

it('adopts no session that somebody planted, and drops the one before (fixation)', async () => {
  const browser = cookieBrowser(server.address);
  const planted = { name: 'dosisflow-session', value: 'planted-by-a-neighbour' };
  browser.cookies.set(planted.name, planted);
  await browser.signIn('gp');
  const first = browser.cookies.get('dosisflow-session')?.value;
  expect(first).not.toBe(planted.value);
  await browser.signIn('nurse');
  for (const value of [planted.value, first]) {
    const headers = { cookie: `dosisflow-session=${value}` };
    expect((await fetch(`${server.address}/api/me`, { headers })).status).toBe(401);
  }
});

it('leads to no other site after signing in (open redirect)', async () => {
  for (const to of ['https://evil.example', '//evil.example', '/\\evil.example', '/auth/callback?code=x']) {
    expect([to, await cookieBrowser(server.address).signIn('nurse', to)]).toEqual([to, '/']);
  }
});

it('sends no sign-in to where a Host header says', async () => {
  for (const host of ['evil.example', 'evil.example:80', '127.0.0.1:1', 'localhost.evil.example']) {
    const { status, body } = await rawRequest(server.address, '/auth/sign-in', { host });
    expect([host, status]).toEqual([host, 400]);
    expect(body).not.toContain('evil');
  }
});

it('keeps whoever guesses cookies out, and slows him down', async () => {
  const slow = await startServer({ RATE_LIMIT: '20' });
  const statuses = [];
  for (let guess = 0; guess < 25; guess += 1) {
    const headers = { cookie: `dosisflow-session=${'x'.repeat(42)}${guess}` };
    statuses.push((await fetch(`${slow.address}/api/me`, { headers })).status);
  }
  expect(new Set(statuses.slice(0, 20))).toEqual(new Set([401]));
  expect(statuses.at(-1)).toBe(429);
  await slow.close();
});

/** The identity provider's own call that somebody signed out there, and what others make of it. */
async function tellSignedOut(token: string): Promise<number> {
  const response = await fetch(`${other.address}/auth/back-channel-logout`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ logout_token: token }),
  });
  return response.status;
}

it('ends every session of whoever signed out at the provider, and nobody else’s', async () => {
  const [mine, second, colleague] = [
    cookieBrowser(other.address),
    cookieBrowser(other.address),
    cookieBrowser(other.address),
  ];
  for (const browser of [mine, second]) await browser.visit('/auth/sign-in');
  provider.person = { ...nurse, sub: 'dev|gp' };
  await colleague.visit('/auth/sign-in');
  const status = async (browser: typeof mine): Promise<number> => (await browser.ask('GET', '/api/me')).status;
  expect([await status(mine), await status(second), await status(colleague)]).toEqual([200, 200, 200]);
  expect(await tellSignedOut(await provider.sign(logoutOf(nurse.sub)))).toBe(200);
  expect([await status(mine), await status(second), await status(colleague)]).toEqual([401, 401, 200]);
});

const logoutOf = (sub: string): JWTPayload => ({
  sub,
  aud: 'pages',
  jti: 'one',
  events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
});

it('ends no session for a logout token that the provider did not write, or that is another kind', async () => {
  const browser = cookieBrowser(other.address);
  await browser.visit('/auth/sign-in');
  const told = logoutOf(nurse.sub);
  const { events: _, ...withoutEvent } = told;
  const old = Math.floor(Date.now() / 1_000) - 3_600;
  const rotated = await startProvider();
  for (const [what, token] of Object.entries({
    'an identity token': await provider.sign({ ...told, nonce: 'n' }),
    'no word of signing out': await provider.sign(withoutEvent),
    'another client': await provider.sign({ ...told, aud: 'someone-else' }),
    'another issuer': await provider.sign({ ...told, iss: 'https://evil.example' }),
    'an old one': await provider.sign({ ...told, iat: old, exp: old + 86_400 }),
    'another’s signature': await rotated.sign({ ...told, iss: provider.issuer }),
    'no signature': `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(told)).toString('base64url')}.`,
    'nothing at all': '',
  })) {
    expect([what, await tellSignedOut(token)]).toEqual([what, 400]);
  }
  await rotated.close();
  expect((await browser.ask('GET', '/api/me')).status).toBe(200);
});
