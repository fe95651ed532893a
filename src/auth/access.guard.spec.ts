import { Controller, Get } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { SignJWT, generateKeyPair } from 'jose';
import type { CryptoKey } from 'jose';
import { startApp } from '../../test/support/start-app.ts';
import { ProblemFilter } from '../intake/problem.filter.ts';
import { Access, CurrentCaller, Public } from './access.ts';
import { AccessGuard, DOORKEEPING } from './access.guard.ts';
import type { Doorkeeping } from './access.guard.ts';
import type { Caller } from './caller.ts';
import type { FindCaller } from './find-caller.ts';
import { originFinder } from './origin.ts';
import { rateLimits } from './rate-limits.ts';

@Controller('closed')
class ClosedController {
  @Get()
  nothing(): string {
    return 'never';
  }
}

@Controller('open')
@Public('a test')
class OpenController {
  @Get()
  everyone(): string {
    return 'everyone';
  }

  @Get('staff')
  @Access('cases')
  staff(@CurrentCaller() caller: Caller): { subject: string } {
    return { subject: caller.subject };
  }

  @Get('gp')
  @Access('cases', 'gp')
  gp(): string {
    return 'gp';
  }

  @Get('operations')
  @Access('operations')
  operations(): string {
    return 'operations';
  }
}

const findCaller: FindCaller = ({ subject, scopes }) =>
  Promise.resolve({ kind: 'person', id: '1', subject, name: 'A', role: 'municipalNurse', organisationId: '2', scopes });

/** Sessions are tried over a whole server, in test/integration/sign-in.spec.ts. */
const door: Omit<Doorkeeping, 'rules'> = {
  findCaller,
  findSession: () => Promise.resolve(undefined),
  endSessions: () => Promise.resolve(),
  originOf: originFinder(undefined),
  limits: rateLimits(1_000),
};

let app: INestApplication;
let url: string;
let privateKey: CryptoKey;

beforeAll(async () => {
  const pair = await generateKeyPair('EdDSA');
  privateKey = pair.privateKey;
  ({ app, url } = await startApp({
    controllers: [ClosedController, OpenController],
    providers: [
      {
        provide: DOORKEEPING,
        useValue: { ...door, rules: { issuer: 'i', audience: 'a', keys: () => pair.publicKey } },
      },
      { provide: APP_GUARD, useClass: AccessGuard },
      { provide: APP_FILTER, useClass: ProblemFilter },
    ],
  }));
});
afterAll(() => app.close());

const token = (expiry = '1m'): Promise<string> =>
  new SignJWT({ scope: 'cases' })
    .setProtectedHeader({ alg: 'EdDSA' })
    .setIssuer('i')
    .setAudience('a')
    .setSubject('anna')
    .setExpirationTime(expiry)
    .sign(privateKey);

async function get(
  path: string,
  bearer?: string,
): Promise<{ status: number; detail: string; challenge: string | null; body: string }> {
  const answer = await fetch(url + path, { headers: bearer ? { authorization: `Bearer ${bearer}` } : {} });
  const body = await answer.text();
  const detail = answer.ok ? '' : (JSON.parse(body) as { detail: string }).detail;
  return { status: answer.status, detail, challenge: answer.headers.get('www-authenticate'), body };
}

describe('the guard', () => {
  it('closes a route without a rule, even to a good token', async () => {
    for (const bearer of [undefined, await token()]) {
      expect(await get('/closed', bearer)).toMatchObject({ status: 403, detail: expect.stringContaining('closed') });
    }
  });

  it('opens a public route to everyone', async () => expect((await get('/open')).status).toBe(200));

  it('lets the handler’s rule outweigh the controller’s', async () => {
    expect(await get('/open/staff')).toMatchObject({ status: 401, challenge: 'Bearer realm="dosisflow"' });
  });

  it('hands the caller to the handler', async () => {
    expect(await get('/open/staff', await token())).toMatchObject({ status: 200, body: '{"subject":"anna"}' });
  });

  it('says by a challenge what is wrong with a token, without repeating it', async () => {
    const expired = await token('-1m');
    const answer = await get('/open/staff', expired);
    expect(answer.status).toBe(401);
    expect(answer.challenge).toBe(
      'Bearer realm="dosisflow", error="invalid_token", error_description="The token has expired; get a new one"',
    );
    expect(answer.body).not.toContain(expired);
  });

  it('refuses a role and a scope that do not fit', async () => {
    expect(await get('/open/gp', await token())).toMatchObject({
      status: 403,
      detail: 'Expected the role gp, but yours is municipalNurse',
    });
    expect(await get('/open/operations', await token())).toMatchObject({
      status: 403,
      challenge: 'Bearer realm="dosisflow", error="insufficient_scope", scope="operations"',
    });
  });
});
