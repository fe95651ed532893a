/** Signing in by a browser, over the whole server: the development provider, and one of another make. */
import type { JWTPayload } from 'jose';
import { cookieBrowser } from '../support/cookie-browser.ts';
import { startProvider } from '../support/identity-provider.ts';
import type { TestProvider } from '../support/identity-provider.ts';
import { eventually } from '../support/runtime.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const nurse = { sub: 'dev|nurse', acr: 'https://data.gov.dk/concept/core/nsis/Substantial' };

describe('at the development provider', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('signs in by the code flow, back to where the person was, with a cookie that no script reads', async () => {
    const browser = cookieBrowser(server.address);
    expect((await browser.ask('GET', '/api/me')).status).toBe(401);
    expect(await browser.signIn('nurse', '/forloeb/x?y=1')).toBe('/forloeb/x?y=1');
    const me = await browser.ask('GET', '/api/me');
    expect([me.status, await me.json()]).toEqual([200, expect.objectContaining({ role: 'municipalNurse' })]);
    expect([...browser.cookies.keys()]).toEqual(['dosisflow-session']);
    expect(browser.set).toEqual([
      expect.objectContaining({ name: 'dosisflow-transaction', httpOnly: true, sameSite: 'lax', path: '/' }),
      expect.objectContaining({ name: 'dosisflow-transaction', maxAge: 0 }),
      expect.objectContaining({ name: 'dosisflow-session', httpOnly: true, sameSite: 'strict', path: '/' }),
    ]);
  });

  it('keeps of the cookie only a hash', async () => {
    const browser = cookieBrowser(server.address);
    await browser.signIn('nurse');
    const secret = browser.cookies.get('dosisflow-session')?.value ?? '';
    const rows = await server.rows<{ row: string }>('select session::text as row from session');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ row }) => row).join()).not.toContain(secret);
  });

  it('offers a person to choose where nobody is named', async () => {
    expect(await cookieBrowser(server.address).visit('/auth/sign-in')).toBe('/log-ind');
  });

  it.each(['adapter', 'boss', 'toString'])('signs nobody in as %s', async (account) => {
    const browser = cookieBrowser(server.address);
    expect(await browser.signIn(account)).toBe('/log-ind');
    expect((await browser.ask('GET', '/api/me')).status).toBe(401);
  });

  it('ends the session at signing out, also for whoever kept the cookie', async () => {
    const browser = cookieBrowser(server.address);
    await browser.signIn('gp');
    const kept = `dosisflow-session=${browser.cookies.get('dosisflow-session')?.value}`;
    const answer = await browser.ask('POST', '/auth/sign-out');
    expect([answer.status, await answer.json()]).toEqual([200, { next: '/log-ind' }]);
    expect(browser.cookies.size).toBe(0);
    expect((await browser.ask('GET', '/api/me', undefined, { cookie: kept })).status).toBe(401);
  });

  it('signs one person out of every browser, by himself or by an administrator, and nobody else', async () => {
    const [one, two, other] = [1, 2, 3].map(() => cookieBrowser(server.address));
    if (!one || !two || !other) throw new Error('Expected three');
    const statuses = (): Promise<number[]> =>
      Promise.all([one, two, other].map(async (each) => (await each.ask('GET', '/api/me')).status));
    await Promise.all([one.signIn('ward'), two.signIn('ward'), other.signIn('pharmacist')]);
    expect(await statuses()).toEqual([200, 200, 200]);
    expect(await (await one.ask('POST', '/api/me/end-sessions')).json()).toEqual({ ended: 2 });
    expect(await statuses()).toEqual([401, 401, 200]);

    await one.signIn('ward');
    const { id } = (await (await one.ask('GET', '/api/me')).json()) as { id: string };
    const path = `/api/persons/${id}/end-sessions`;
    expect((await other.ask('POST', path)).status).toBe(403);
    expect(await (await server.call('administrator', 'POST', path)).json()).toEqual({ ended: 1 });
    expect(await statuses()).toEqual([401, 401, 200]);
    const audited = await server.rows(`select detail from audit where detail like '%sessions%' order by id`);
    expect(audited).toEqual([{ detail: 'own sessions ended' }, { detail: 'sessions of another ended' }]);
  });

  it('forgets whoever has done nothing for half an hour, or is signed in for twelve', async () => {
    for (const column of ['seen_at', 'expires_at']) {
      const browser = cookieBrowser(server.address);
      await browser.signIn('coordinator');
      expect((await browser.ask('GET', '/api/me')).status).toBe(200);
      await server.rows(
        `update session set ${column} = ${column} - interval '12 hours' where subject = 'dev|coordinator'`,
      );
      expect([column, (await browser.ask('GET', '/api/me')).status]).toEqual([column, 401]);
    }
  });

  it('counts what a page asks by itself as nobody being there', async () => {
    const browser = cookieBrowser(server.address);
    await browser.signIn('administrator');
    const seen = async (): Promise<unknown> =>
      (await server.rows<{ seen: Date }>(`select seen_at as seen from session where subject = 'dev|administrator'`))[0]
        ?.seen;
    await server.rows(`update session set seen_at = now() - interval '5 minutes' where subject = 'dev|administrator'`);
    const before = await seen();
    await browser.ask('GET', '/api/me', undefined, { 'dosisflow-unattended': '1' });
    expect(await seen()).toEqual(before);
    await browser.ask('GET', '/api/me');
    expect(await seen()).not.toEqual(before);
  });

  it('puts a dismissed person out of every browser, and lets nobody back in', async () => {
    const browser = cookieBrowser(server.address);
    await browser.signIn('ward');
    await server.rows(`update person set active = false where subject = 'dev|ward'`);
    // A person is remembered for three seconds.
    const answer = await eventually(
      () => browser.ask('GET', '/api/me'),
      ({ status }) => status !== 200,
      30_000,
    );
    expect([answer.status, await answer.json()]).toEqual([
      401,
      expect.objectContaining({ detail: expect.stringContaining('inactive') }),
    ]);
    expect(browser.cookies.size).toBe(0);
    expect(await server.rows(`select 1 from session where subject = 'dev|ward'`)).toEqual([]);
    expect(await browser.signIn('ward')).toBe('/log-ind');
  });

  it('gives an adapter a token for its credentials, and for no others', async () => {
    const ask = async (form: Record<string, string>): Promise<[number, Record<string, unknown>]> => {
      const response = await fetch(`${server.address}/dev/identity/token`, {
        method: 'POST',
        body: new URLSearchParams(form),
      });
      return [response.status, (await response.json()) as Record<string, unknown>];
    };
    const good = { grant_type: 'client_credentials', client_id: 'adapter', client_secret: 'development' };
    const [status, { access_token: token }] = await ask(good);
    expect(status).toBe(200);
    const sent = await fetch(`${server.address}/api/integration/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${String(token)}`, 'content-type': 'application/cloudevents-batch+json' },
      body: '[]',
    });
    expect(sent.status).not.toBe(401);
    expect(await ask({ ...good, client_secret: 'guess' })).toEqual([400, { error: 'invalid_client' }]);
    expect(await ask({ ...good, client_id: 'nurse' })).toEqual([400, { error: 'invalid_client' }]);
    expect(await ask({ grant_type: 'password' })).toEqual([400, { error: 'unsupported_grant_type' }]);
    expect(await ask({})).toEqual([400, { error: 'invalid_request' }]);
  });

  it('describes itself as a provider does', async () => {
    const metadata = (await (
      await fetch(`${server.address}/dev/identity/.well-known/openid-configuration`)
    ).json()) as Record<string, string>;
    expect(metadata['token_endpoint']).toBe(`${server.address}/dev/identity/token`);
    const { keys } = (await (await fetch(String(metadata['jwks_uri']))).json()) as { keys: object[] };
    expect(keys).toHaveLength(1);
    expect(keys[0]).not.toHaveProperty('d');
  });
});

describe('at a provider of another make', () => {
  let server: TestServer;
  let provider: TestProvider;
  beforeAll(async () => {
    provider = await startProvider();
    server = await startServer(provider.env);
  });
  beforeEach(() => {
    Object.assign(provider, { person: nurse, forged: {}, declines: undefined });
  });
  afterAll(async () => {
    await server.close();
    await provider.close();
  });

  const signedInAs = async (): Promise<unknown> => {
    const browser = cookieBrowser(server.address);
    const end = await browser.visit('/auth/sign-in?to=/');
    const me = (await (await browser.ask('GET', '/api/me')).json()) as { role?: string };
    return me.role ?? end;
  };

  it('signs in whom the directory knows, whatever else is said of him', async () => {
    provider.person = { ...nurse, name: 'Another Name', roles: ['municipalNurse'], municipality_code: '991' };
    expect(await signedInAs()).toBe('municipalNurse');
  });

  it.each<[string, JWTPayload]>([
    ['caller-unknown', { ...nurse, sub: 'somebody' }],
    ['caller-unknown', { ...nurse, sub: 'dev|adapter' }],
    ['assurance-too-low', { ...nurse, acr: 'https://data.gov.dk/concept/core/nsis/Low' }],
    ['assurance-too-low', { sub: 'dev|nurse' }],
    ['claims-disagree', { ...nurse, roles: ['administrator'] }],
    ['claims-disagree', { ...nurse, municipality_code: '0992' }],
    ['claims-disagree', { ...nurse, ydernummer: '123456' }],
  ])('refuses with %s whom it names as %j', async (type, person) => {
    provider.person = person;
    expect(await signedInAs()).toBe(`/log-ind?fejl=${type}`);
  });

  it('says so when the provider declines', async () => {
    provider.declines = 'access_denied';
    expect(await signedInAs()).toBe('/log-ind?fejl=sign-in-declined');
  });

  it('follows the provider to a new key', async () => {
    expect(await signedInAs()).toBe('municipalNurse');
    await provider.rotate();
    // Keys are fetched anew at most every five seconds.
    await eventually(signedInAs, (role) => role === 'municipalNurse', 30_000);
  });

  it('lets people sign out of the provider too', async () => {
    const browser = cookieBrowser(server.address);
    await browser.visit('/auth/sign-in');
    const { next } = (await (await browser.ask('POST', '/auth/sign-out')).json()) as { next: string };
    expect(next.startsWith(`${provider.issuer}/end?`)).toBe(true);
    expect(await browser.visit(next)).toBe('/log-ind');
    expect(provider.signedOut[0]?.get('id_token_hint')).toMatch(/^ey/);
    expect((await browser.ask('GET', '/api/me')).status).toBe(401);
  });

  it('takes access tokens of the provider, held against the directory in the same way', async () => {
    const ask = async (claims: object): Promise<[number, unknown]> => {
      const token = await provider.sign({ aud: 'dosisflow', scope: 'cases', ...claims });
      const response = await fetch(`${server.address}/api/me`, { headers: { authorization: `Bearer ${token}` } });
      return [response.status, ((await response.json()) as { type?: string }).type];
    };
    expect(await ask(nurse)).toEqual([200, undefined]);
    expect(await ask({ ...nurse, roles: ['gp'] })).toEqual([403, '/problems/claims-disagree']);
    expect(await ask({ sub: 'dev|nurse' })).toEqual([403, '/problems/assurance-too-low']);
    // What people may open stays closed to it, whatever the provider grants.
    expect(await ask({ sub: 'dev|adapter', scope: 'cases integration operations' })).toEqual([
      403,
      '/problems/forbidden',
    ]);
  });

  it('has no development provider beside it', async () => {
    for (const path of ['/api/dev/persons', '/dev/identity/authorize', '/dev/identity/jwks']) {
      expect([path, (await fetch(server.address + path)).status]).toEqual([path, 404]);
    }
  });

  it('says so when the provider is away', async () => {
    const away = await startProvider();
    const alone = await startServer(away.env);
    await away.close();
    expect(await cookieBrowser(alone.address).visit('/auth/sign-in')).toBe(
      '/log-ind?fejl=identity-provider-unavailable',
    );
    await alone.close();
  });
});

it('binds its cookies to the host and to https where browsers come by https', async () => {
  const provider = await startProvider();
  const server = await startServer({ ...provider.env, PUBLIC_URL: 'https://dosisflow.example.dk' });
  const browser = cookieBrowser(server.address);
  await browser.ask('GET', '/auth/sign-in');
  expect(browser.set).toEqual([
    expect.objectContaining({ name: '__Host-dosisflow-transaction', secure: true, path: '/' }),
  ]);
  expect(browser.set[0]).not.toHaveProperty('domain');
  await server.close();
  await provider.close();
});
