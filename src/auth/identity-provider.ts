import type { JWTVerifyGetKey } from 'jose';
import type { Configuration } from 'openid-client';

/** Who vouches for people, as both halves of signing in need it: the keys that its tokens hold by, and us as its client. */
export interface IdentityProvider {
  issuer: string;
  clientId: string;
  keys: JWTVerifyGetKey;
  /** For browsers that know us under this origin. */
  client(origin: string): Promise<Configuration>;
}
