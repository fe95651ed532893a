import { Body, Controller, Get, Inject, Post, Redirect, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { ServerMetadata } from 'openid-client';
import { Store } from '../db/store.ts';
import { badRequest } from '../kernel/problem.ts';
import { Public } from './access.ts';
import { developmentPersons } from './development-persons.query.ts';
import { DevelopmentProvider, developmentPath } from './development-provider.ts';
import type { TokenAnswer } from './development-provider.ts';
import type { Addressed, OriginOf } from './origin.ts';

export const DEVELOPMENT_PROVIDER = Symbol('development provider');
export const ORIGIN_OF = Symbol('origin of');

export class DevelopmentPersonView {
  @ApiProperty() account!: string;
  @ApiProperty() name!: string;
  @ApiProperty() role!: string;
  @ApiProperty({ description: 'Name of the organisation acted for' }) organisation!: string;
}

export class DevelopmentPersonList {
  @ApiProperty({ type: [DevelopmentPersonView] }) items!: DevelopmentPersonView[];
}

/**
 * The identity provider of development: it signs anyone in as an artificial person. Exists only where no OIDC_ISSUER is set,
 * which the configuration refuses in production and on an address that others can reach.
 */
@ApiTags('development')
@Controller()
@Public('Signing in comes before there is a token; only the development provider has artificial persons to sign in as.')
export class DevelopmentProviderController {
  constructor(
    private readonly store: Store,
    @Inject(DEVELOPMENT_PROVIDER) private readonly provider: DevelopmentProvider,
    @Inject(ORIGIN_OF) private readonly originOf: OriginOf,
  ) {}

  @Get('api/dev/persons')
  @ApiOkResponse({ type: DevelopmentPersonList })
  async persons(): Promise<DevelopmentPersonList> {
    return { items: await developmentPersons(this.store.pool) };
  }

  @Get(`${developmentPath}/.well-known/openid-configuration`)
  @ApiExcludeEndpoint()
  metadata(@Req() request: Addressed): ServerMetadata {
    return this.provider.metadata(this.originOf(request));
  }

  @Get(`${developmentPath}/jwks`)
  @ApiExcludeEndpoint()
  jwks(): object {
    return this.provider.jwks();
  }

  @Get(`${developmentPath}/authorize`)
  @ApiExcludeEndpoint()
  @Redirect('/log-ind', 303)
  async authorize(@Req() request: Addressed & { url: string }): Promise<{ url: string }> {
    const origin = this.originOf(request);
    const accounts = (await developmentPersons(this.store.pool)).map(({ account }) => account);
    const url = this.provider.authorize(new URL(request.url, origin).searchParams, origin, accounts);
    if (!url) throw badRequest('Expected a sign-in that began at /auth/sign-in');
    return { url };
  }

  @Post(`${developmentPath}/token`)
  @ApiExcludeEndpoint()
  async token(
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: { code(status: number): unknown },
  ): Promise<TokenAnswer> {
    const answer = await this.provider.token(isForm(body) ? body : {});
    reply.code('error' in answer ? 400 : 200);
    return answer;
  }
}

/** What the parser of forms makes: names and texts. */
function isForm(body: unknown): body is Record<string, string> {
  return typeof body === 'object' && body !== null && Object.values(body).every((value) => typeof value === 'string');
}
