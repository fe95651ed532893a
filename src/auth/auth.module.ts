import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { Config } from '../config.ts';
import { Store } from '../db/store.ts';
import { BearerGuard, FIND_CALLER, TOKEN_RULES } from './bearer.guard.ts';
import { discoveredKeys } from './discovered-keys.ts';
import { openDevelopmentIssuer } from './development-issuer.ts';
import { callerFinder } from './find-caller.ts';
import type { TokenRules } from './verify-token.ts';

type AuthConfig = Pick<Config, 'oidc' | 'dataFolder'>;

/** Expects a global provider of the Store. */
@Module({})
export class AuthModule {
  static register(config: AuthConfig): DynamicModule {
    return {
      module: AuthModule,
      providers: [
        { provide: TOKEN_RULES, useFactory: () => tokenRules(config) },
        { provide: FIND_CALLER, inject: [Store], useFactory: (store: Store) => callerFinder(store) },
        { provide: APP_GUARD, useClass: BearerGuard },
      ],
    };
  }
}

async function tokenRules({ oidc: { issuer, audience }, dataFolder }: AuthConfig): Promise<TokenRules> {
  if (issuer) return { issuer, audience, keys: discoveredKeys(issuer) };
  return (await openDevelopmentIssuer(dataFolder, audience)).rules;
}
