import { Body, Controller, Get, HttpCode, Inject, Logger, Post, Query, Redirect, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { Store } from '../db/store.ts';
import { Problem, badRequest } from '../kernel/problem.ts';
import { Access, CurrentSession, Public } from './access.ts';
import { readCookie, writeCookie } from './cookies.ts';
import { DOORKEEPING } from './access.guard.ts';
import type { Doorkeeping } from './access.guard.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Addressed } from './origin.ts';
import { beginSession, endSession, endSessions, longestSeconds } from './sessions.ts';
import type { Session } from './sessions.ts';
import { beginTransaction, finishTransaction, leaveProvider, transactionSeconds } from './sign-in.ts';
import { verifyLogoutToken } from './verify-token.ts';

export const IDENTITY_PROVIDER = Symbol('identity provider');

export class SignInQuestion {
  /** A path of the pages to come back to. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  to?: string;

  /** Whom the provider may suggest: a development account, or what a person calls himself there. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  account?: string;
}

export class SignedOutView {
  @ApiProperty({ description: 'Where the browser goes next: our own page, or the identity provider’s for signing out' })
  next!: string;
}

interface Request extends Addressed {
  url: string;
  headers: { host?: string; cookie?: string };
}

interface Reply {
  /** Fastify adds a `Set-Cookie` to those before it. */
  header(name: string, value: string): unknown;
}

/** Signing in by OpenID Connect (code flow with PKCE), and out again. */
@ApiTags('signing in')
@Controller('auth')
export class SignInController {
  readonly #logger = new Logger('SignIn');

  constructor(
    private readonly store: Store,
    @Inject(DOORKEEPING) private readonly door: Doorkeeping,
    @Inject(IDENTITY_PROVIDER) private readonly provider: IdentityProvider,
  ) {}

  @Get('sign-in')
  @Public('Whoever signs in is not signed in yet.')
  @ApiExcludeEndpoint()
  @Redirect('/log-ind', 303)
  async signIn(
    @Query() { to, account }: SignInQuestion,
    @Req() request: Request,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<{ url: string }> {
    const origin = this.door.originOf(request);
    try {
      const { url, cookie } = await beginTransaction(this.provider, origin, to, account);
      reply.header('Set-Cookie', writeCookie('transaction', origin, cookie, transactionSeconds));
      return { url };
    } catch (error) {
      return this.#failed(error);
    }
  }

  @Get('callback')
  @Public('The identity provider sends the browser here, before it has a session.')
  @ApiExcludeEndpoint()
  @Redirect('/log-ind', 303)
  async callback(@Req() request: Request, @Res({ passthrough: true }) reply: Reply): Promise<{ url: string }> {
    const origin = this.door.originOf(request);
    reply.header('Set-Cookie', writeCookie('transaction', origin, '', 0));
    try {
      const cookie = readCookie(request.headers.cookie, 'transaction', origin);
      const { claims, idToken, to } = await finishTransaction(this.provider, origin, request.url, cookie);
      const { kind, id, role } = await this.door.findCaller(claims);
      if (kind !== 'person') throw new Problem(403, 'caller-unknown', 'You have no access here', 'Expected a person');
      // A new secret at every sign-in, and the one before it is worth nothing: nobody can fix another's session.
      await this.#endCurrent(request, origin);
      const secret = await beginSession(this.store, claims.subject, idToken);
      reply.header('Set-Cookie', writeCookie('session', origin, secret, longestSeconds));
      this.#logger.log({ msg: 'signed in', person: id, role });
      return { url: to };
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** Ends this browser's session. */
  @Post('sign-out')
  @HttpCode(200)
  @Access('cases')
  @ApiOkResponse({ type: SignedOutView })
  async signOut(
    @CurrentSession() session: Session | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<SignedOutView> {
    const here = '/log-ind';
    if (!session) return { next: here };
    const origin = this.door.originOf(request);
    const idToken = await endSession(this.store, session);
    reply.header('Set-Cookie', writeCookie('session', origin, '', 0));
    // Signed out here whether or not the provider answers.
    const elsewhere = await leaveProvider(this.provider, origin, `${origin}${here}`, idToken).catch(() => undefined);
    return { next: elsewhere ?? here };
  }

  /**
   * The identity provider says that somebody signed out there: every session of his ends here too. It need not come from
   * where people sit, so that nothing but the provider's signature counts.
   */
  @Post('back-channel-logout')
  @HttpCode(200)
  @Public('The identity provider calls it; its signed token says for whom.')
  @ApiExcludeEndpoint()
  async backChannelLogout(@Body() body: unknown, @Res({ passthrough: true }) reply: Reply): Promise<void> {
    reply.header('Cache-Control', 'no-store');
    const token = typeof body === 'object' && body !== null && 'logout_token' in body ? String(body.logout_token) : '';
    const { issuer, clientId, keys } = this.provider;
    const verified = await verifyLogoutToken(token, { issuer, audience: clientId, keys });
    if (verified.kind === 'invalid') throw badRequest(verified.reason);
    const ended = await endSessions(this.store, verified.subject);
    this.#logger.log({ msg: 'signed out at the identity provider', sessions: ended });
  }

  async #endCurrent(request: Request, origin: string): Promise<void> {
    const secret = readCookie(request.headers.cookie, 'session', origin);
    const session = secret && (await this.door.findSession(secret, false));
    if (session) await endSession(this.store, session);
  }

  /** A person looks at this, not a program: the page for signing in says what went wrong. */
  #failed(error: unknown): { url: string } {
    if (!(error instanceof Problem)) throw error;
    this.#logger.warn({ msg: 'not signed in', type: error.type, detail: error.detail });
    return { url: `/log-ind?fejl=${error.type}` };
  }
}
