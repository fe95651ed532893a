import { Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { loadSecret } from '../config.ts';
import type { Config } from '../config.ts';
import { Store } from '../db/store.ts';
import { AccessGuard, DOORKEEPING } from './access.guard.ts';
import type { Doorkeeping } from './access.guard.ts';
import { openDevelopmentIssuer } from './development-issuer.ts';
import { DEVELOPMENT_PROVIDER, DevelopmentProviderController, ORIGIN_OF } from './development-provider.controller.ts';
import { DevelopmentProvider } from './development-provider.ts';
import { discoveredProvider } from './discovered-provider.ts';
import { callerFinder } from './find-caller.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { originFinder } from './origin.ts';
import { rateLimits } from './rate-limits.ts';
import { endSessions, findSession } from './sessions.ts';
import { IDENTITY_PROVIDER, SignInController } from './sign-in.controller.ts';

type AuthConfig = Pick<Config, 'oidc' | 'dataFolder' | 'publicUrl' | 'rateLimit' | 'redisUrl'>;

/** Expects a global provider of the Store. */
@Module({})
export class AuthModule implements OnApplicationShutdown {
  constructor(@Inject(DOORKEEPING) private readonly door: Doorkeeping) {}

  onApplicationShutdown(): void {
    this.door.limits.close();
  }

  static register({ oidc, dataFolder, publicUrl, rateLimit, redisUrl }: AuthConfig): DynamicModule {
    const { audience, assurance, provider } = oidc;
    const originOf = originFinder(publicUrl);
    const doorkeeping = {
      provide: DOORKEEPING,
      inject: [Store, IDENTITY_PROVIDER],
      useFactory: (store: Store, { issuer, keys }: IdentityProvider): Doorkeeping => ({
        rules: { issuer, audience, keys },
        findCaller: callerFinder(store, assurance),
        findSession: (secret, attended) => findSession(store, secret, attended),
        endSessions: (subject) => endSessions(store, subject),
        originOf,
        limits: rateLimits(rateLimit, redisUrl),
      }),
    };
    const guard = { provide: APP_GUARD, useClass: AccessGuard };
    if (provider) {
      const { issuer, clientId, clientSecret } = provider;
      const useFactory = (): IdentityProvider =>
        discoveredProvider({ issuer, clientId, clientSecret: () => loadSecret(clientSecret) });
      return {
        module: AuthModule,
        controllers: [SignInController],
        providers: [guard, doorkeeping, { provide: IDENTITY_PROVIDER, useFactory }],
        exports: [DOORKEEPING],
      };
    }
    return {
      module: AuthModule,
      controllers: [SignInController, DevelopmentProviderController],
      providers: [
        guard,
        doorkeeping,
        { provide: ORIGIN_OF, useValue: originOf },
        {
          provide: DEVELOPMENT_PROVIDER,
          useFactory: async () => new DevelopmentProvider(await openDevelopmentIssuer(dataFolder, audience)),
        },
        {
          provide: IDENTITY_PROVIDER,
          inject: [DEVELOPMENT_PROVIDER],
          useFactory: (development: DevelopmentProvider) => development.asProvider(),
        },
      ],
      exports: [DOORKEEPING],
    };
  }
}
