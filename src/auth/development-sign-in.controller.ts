import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { Store } from '../db/store.ts';
import { badRequest } from '../kernel/problem.ts';
import { Public } from './access.ts';
import { developmentAccounts, developmentSubject } from './development-accounts.ts';
import type { DevelopmentIssuer } from './development-issuer.ts';
import { developmentPersons } from './development-persons.query.ts';

export const DEVELOPMENT_ISSUER = Symbol('development issuer');

export class DevelopmentPersonView {
  @ApiProperty() account!: string;
  @ApiProperty() name!: string;
  @ApiProperty() role!: string;
  @ApiProperty({ description: 'Name of the organisation acted for' }) organisation!: string;
}

export class DevelopmentPersonList {
  @ApiProperty({ type: [DevelopmentPersonView] }) items!: DevelopmentPersonView[];
}

export class DevelopmentSignIn {
  @ApiProperty({ description: 'One of the development accounts, such as `nurse`' })
  @IsString()
  @MaxLength(50)
  account!: string;
}

export class DevelopmentTokenView {
  @ApiProperty({ description: 'A bearer token of 12 hours' }) token!: string;
}

/** Signs anyone in as an artificial person. Exists only beside the development issuer: where OIDC_ISSUER is set, it answers 404. */
@ApiTags('development')
@Controller('api/dev')
@Public('Signing in comes before there is a token; only the development issuer has artificial persons to sign in as.')
export class DevelopmentSignInController {
  constructor(
    private readonly store: Store,
    @Inject(DEVELOPMENT_ISSUER) private readonly issuer: DevelopmentIssuer,
  ) {}

  @Get('persons')
  @ApiOkResponse({ type: DevelopmentPersonList })
  async persons(): Promise<DevelopmentPersonList> {
    return { items: await developmentPersons(this.store.pool) };
  }

  @Post('token')
  @HttpCode(200)
  @ApiOkResponse({ type: DevelopmentTokenView })
  async signIn(@Body() { account }: DevelopmentSignIn): Promise<DevelopmentTokenView> {
    const persons = await developmentPersons(this.store.pool);
    const scopes = developmentAccounts[account];
    if (!scopes || !persons.some((person) => person.account === account)) {
      throw badRequest(`Expected one of the accounts ${persons.map((person) => person.account).join(', ')}`);
    }
    return { token: await this.issuer.sign(developmentSubject(account), scopes) };
  }
}
