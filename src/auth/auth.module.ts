import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { Config } from '../config.ts';
import { Store } from '../db/store.ts';
import { BearerGuard, FIND_CALLER, TOKEN_RULES } from './bearer.guard.ts';
import { discoveredKeys } from './discovered-keys.ts';
import { openDevelopmentIssuer } from './development-issuer.ts';
import type { DevelopmentIssuer } from './development-issuer.ts';
import { DEVELOPMENT_ISSUER, DevelopmentSignInController } from './development-sign-in.controller.ts';
import { callerFinder } from './find-caller.ts';
import type { TokenRules } from './verify-token.ts';

type AuthConfig = Pick<Config, 'oidc' | 'dataFolder'>;

/** Expects a global provider of the Store. */
@Module({})
export class AuthModule {
  static register({ oidc: { issuer, audience }, dataFolder }: AuthConfig): DynamicModule {
    const guard = [
      { provide: FIND_CALLER, inject: [Store], useFactory: (store: Store) => callerFinder(store) },
      { provide: APP_GUARD, useClass: BearerGuard },
    ];
    if (issuer) {
      const rules: TokenRules = { issuer, audience, keys: discoveredKeys(issuer) };
      return { module: AuthModule, providers: [...guard, { provide: TOKEN_RULES, useValue: rules }] };
    }
    return {
      module: AuthModule,
      controllers: [DevelopmentSignInController],
      providers: [
        ...guard,
        { provide: DEVELOPMENT_ISSUER, useFactory: () => openDevelopmentIssuer(dataFolder, audience) },
        { provide: TOKEN_RULES, inject: [DEVELOPMENT_ISSUER], useFactory: ({ rules }: DevelopmentIssuer) => rules },
      ],
    };
  }
}
