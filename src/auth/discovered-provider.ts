import { createRemoteJWKSet } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { ClientSecretBasic, ClientSecretPost, Configuration, allowInsecureRequests, discovery } from 'openid-client';
import { NeverRetryFault } from '../kernel/faults.ts';
import type { IdentityProvider } from './identity-provider.ts';

const hourMs = 3_600_000;
const timeoutSeconds = 5;

export interface ProviderOptions {
  issuer: string;
  clientId: string;
  clientSecret: () => Promise<string>;
  /**
   * How long after fetching the keys an unknown key id does not fetch them again. Short, so that a provider that changes
   * its key at once is followed at once; not nothing, so that forged ids cannot make us flood it.
   */
  cooldownMs?: number;
}

/** The provider of production: what it can do is asked of itself, kept for an hour, and asked anew. */
export function discoveredProvider({
  issuer,
  clientId,
  clientSecret,
  cooldownMs = 5_000,
}: ProviderOptions): IdentityProvider {
  let found: Promise<{ client: Configuration; keys: JWTVerifyGetKey }> | undefined;
  let until = 0;

  const discover = async (): Promise<{ client: Configuration; keys: JWTVerifyGetKey }> => {
    // Plain http is for a provider on this machine: the configuration refuses any other.
    const execute = issuer.startsWith('http:') ? [allowInsecureRequests] : [];
    const asked = await discovery(new URL(issuer), clientId, undefined, undefined, {
      execute,
      timeout: timeoutSeconds,
    });
    const server = asked.serverMetadata();
    if (server.issuer !== issuer) {
      throw new NeverRetryFault(
        `Expected the provider at ${issuer} to name itself so, but it names another: correct OIDC_ISSUER`,
      );
    }
    const uri = server.jwks_uri ?? '';
    if (!URL.canParse(uri) || new URL(uri).protocol !== new URL(issuer).protocol) {
      throw new NeverRetryFault(`Expected the provider at ${issuer} to name a jwks_uri as safe as itself`);
    }
    const secret = await clientSecret();
    const posts = server.token_endpoint_auth_methods_supported?.includes('client_secret_post');
    const client = new Configuration(
      server,
      clientId,
      undefined,
      posts ? ClientSecretPost(secret) : ClientSecretBasic(secret),
    );
    client.timeout = timeoutSeconds;
    for (const adjust of execute) adjust(client);
    const keys = createRemoteJWKSet(new URL(uri), {
      timeoutDuration: timeoutSeconds * 1_000,
      cooldownDuration: cooldownMs,
    });
    return { client, keys };
  };
  const discovered = (): ReturnType<typeof discover> => {
    if (!found || Date.now() > until) {
      until = Date.now() + hourMs;
      found = discover();
      found.catch(() => (found = undefined));
    }
    return found;
  };

  return {
    issuer,
    clientId,
    client: async () => (await discovered()).client,
    keys: async (header, token) => (await discovered()).keys(header, token),
  };
}
