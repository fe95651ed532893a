import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Configuration, None, allowInsecureRequests } from 'openid-client';
import type { ServerMetadata } from 'openid-client';
import type { Scope } from './access.ts';
import { developmentAccounts, developmentSubject } from './development-accounts.ts';
import type { DevelopmentIssuer } from './development-issuer.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** Below it lies what a provider answers at. */
export const developmentPath = '/dev/identity';
const clientId = 'dosisflow-pages';
/** No secret: the provider hands out artificial persons to whoever is on this machine. */
const adapterSecret = 'development';
const codeLifetimeMs = 60_000;

/** What stands in the table of RFC 6749 §5.2. */
export type TokenAnswer =
  | { access_token: string; token_type: 'Bearer'; expires_in: number; scope: string; id_token?: string }
  | { error: 'invalid_request' | 'invalid_client' | 'invalid_grant' | 'unsupported_grant_type' };

interface Code {
  account: string;
  nonce: string;
  challenge: string;
  redirectUri: string;
  until: number;
}

/** As much of an OpenID Connect provider as the way of production takes: code flow with PKCE, and client credentials. */
export class DevelopmentProvider {
  readonly #codes = new Map<string, Code>();

  constructor(private readonly issuer: DevelopmentIssuer) {}

  metadata(origin: string): ServerMetadata {
    const at = (name: string): string => `${origin}${developmentPath}/${name}`;
    return {
      issuer: this.issuer.rules.issuer,
      authorization_endpoint: at('authorize'),
      token_endpoint: at('token'),
      jwks_uri: at('jwks'),
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'client_credentials'],
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['EdDSA'],
      token_endpoint_auth_methods_supported: ['none', 'client_secret_post'],
      subject_types_supported: ['public'],
    };
  }

  jwks(): object {
    return this.issuer.jwks;
  }

  /** This provider as its one client sees it. */
  asProvider(): IdentityProvider {
    return {
      issuer: this.issuer.rules.issuer,
      clientId,
      keys: this.issuer.rules.keys,
      client: (origin) => {
        const client = new Configuration(this.metadata(origin), clientId, undefined, None());
        allowInsecureRequests(client);
        return Promise.resolve(client);
      },
    };
  }

  /**
   * Where the browser goes next: back with a code for the account that `login_hint` names, or, where it names none, to the
   * page with a button for each. Undefined where the request is not the one our own client makes.
   */
  authorize(asked: URLSearchParams, origin: string, accounts: readonly string[]): string | undefined {
    const redirectUri = `${origin}/auth/callback`;
    const fits =
      asked.get('client_id') === clientId &&
      asked.get('redirect_uri') === redirectUri &&
      asked.get('response_type') === 'code' &&
      asked.get('code_challenge_method') === 'S256' &&
      asked.has('code_challenge') &&
      asked.has('nonce');
    if (!fits) return undefined;
    const account = accounts.find((each) => each === asked.get('login_hint'));
    if (!account) return '/log-ind';
    const code = randomBytes(24).toString('base64url');
    this.#forgetOld();
    this.#codes.set(code, {
      account,
      nonce: asked.get('nonce') ?? '',
      challenge: asked.get('code_challenge') ?? '',
      redirectUri,
      until: Date.now() + codeLifetimeMs,
    });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked.get('state') ?? '');
    return back.href;
  }

  async token(asked: Readonly<Record<string, string>>): Promise<TokenAnswer> {
    switch (asked['grant_type']) {
      case 'authorization_code':
        return this.#redeem(asked);
      case 'client_credentials':
        return this.#byCredentials(asked);
      case undefined:
        return { error: 'invalid_request' };
      default:
        return { error: 'unsupported_grant_type' };
    }
  }

  /** A code is good once, for whoever holds the verifier of its challenge. */
  async #redeem(asked: Readonly<Record<string, string>>): Promise<TokenAnswer> {
    const key = asked['code'] ?? '';
    const code = this.#codes.get(key);
    this.#codes.delete(key);
    const challenge = createHash('sha256')
      .update(asked['code_verifier'] ?? '')
      .digest('base64url');
    const fits =
      code && code.until > Date.now() && code.challenge === challenge && code.redirectUri === asked['redirect_uri'];
    if (asked['client_id'] !== clientId) return { error: 'invalid_client' };
    if (!fits) return { error: 'invalid_grant' };
    const subject = developmentSubject(code.account);
    return {
      ...(await this.#access(subject, developmentAccounts[code.account] ?? [])),
      id_token: await this.issuer.signIdentity(subject, clientId, code.nonce),
    };
  }

  async #byCredentials(asked: Readonly<Record<string, string>>): Promise<TokenAnswer> {
    const given = Buffer.from(asked['client_secret'] ?? '');
    const known = Buffer.from(adapterSecret);
    if (asked['client_id'] !== 'adapter' || given.length !== known.length || !timingSafeEqual(given, known)) {
      return { error: 'invalid_client' };
    }
    return this.#access(developmentSubject('adapter'), developmentAccounts['adapter'] ?? []);
  }

  async #access(subject: string, scopes: readonly Scope[]) {
    return {
      access_token: await this.issuer.sign(subject, scopes),
      token_type: 'Bearer' as const,
      expires_in: 12 * 3_600,
      scope: scopes.join(' '),
    };
  }

  #forgetOld(): void {
    for (const [code, { until }] of this.#codes) if (until < Date.now()) this.#codes.delete(code);
  }
}
