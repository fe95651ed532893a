import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK, JWTPayload } from 'jose';

/** An identity provider of another make, with what goes wrong at one. It signs in whoever `person` says, without asking. */
export interface TestProvider {
  env: Record<string, string>;
  issuer: string;
  /** The claims of the person at the keyboard. */
  person: JWTPayload;
  /** Said instead of a code, such as `access_denied`. */
  declines: string | undefined;
  /** Put into the identity token over what belongs there. */
  forged: JWTPayload;
  /** From now on another key, the old one no longer published. */
  rotate(): Promise<void>;
  sign(claims: JWTPayload): Promise<string>;
  signedOut: URLSearchParams[];
  close(): Promise<void>;
}

const clientId = 'pages';
const clientSecret = 'a secret of the pages';

export async function startProvider(): Promise<TestProvider> {
  let key: { private: CryptoKey; public: JWK };
  const codes = new Map<string, { nonce: string; challenge: string; claims: JWTPayload }>();

  const rotate = async (): Promise<void> => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    key = {
      private: pair.privateKey,
      public: { ...(await exportJWK(pair.publicKey)), kid: randomUUID(), alg: 'RS256', use: 'sig' },
    };
  };
  await rotate();

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sign = (claims: JWTPayload): Promise<string> =>
    new SignJWT({
      iss: issuer,
      iat: Math.floor(Date.now() / 1_000),
      exp: Math.floor(Date.now() / 1_000) + 60,
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: key.public.kid ?? '' })
      .sign(key.private);

  const provider: TestProvider = {
    env: { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret },
    issuer,
    person: {},
    declines: undefined,
    forged: {},
    rotate,
    sign,
    signedOut: [],
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', issuer);
    const json = (body: object, status = 200): unknown =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return void json({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          end_session_endpoint: `${issuer}/end`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/keys':
        return void json({ keys: [key.public] });
      case '/authorize': {
        const back = new URL(url.searchParams.get('redirect_uri') ?? '');
        back.searchParams.set('state', url.searchParams.get('state') ?? '');
        if (provider.declines) back.searchParams.set('error', provider.declines);
        else {
          const code = randomUUID();
          back.searchParams.set('code', code);
          codes.set(code, {
            nonce: url.searchParams.get('nonce') ?? '',
            challenge: url.searchParams.get('code_challenge') ?? '',
            claims: provider.person,
          });
        }
        return void response.writeHead(302, { location: back.href }).end();
      }
      case '/token': {
        let text = '';
        for await (const chunk of request) text += String(chunk);
        const asked = new URLSearchParams(text);
        const code = codes.get(asked.get('code') ?? '');
        codes.delete(asked.get('code') ?? '');
        const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret.replaceAll(' ', '+')}`).toString('base64')}`;
        if (request.headers.authorization !== basic) return void json({ error: 'invalid_client' }, 401);
        const verifier = createHash('sha256')
          .update(asked.get('code_verifier') ?? '')
          .digest('base64url');
        if (!code || code.challenge !== verifier) return void json({ error: 'invalid_grant' }, 400);
        const idToken = await sign({ aud: clientId, nonce: code.nonce, ...code.claims, ...provider.forged });
        return void json({ access_token: 'opaque', token_type: 'Bearer', expires_in: 60, id_token: idToken });
      }
      case '/end':
        provider.signedOut.push(url.searchParams);
        return void response
          .writeHead(302, { location: url.searchParams.get('post_logout_redirect_uri') ?? '/' })
          .end();
      default:
        return void json({}, 404);
    }
  }
  return provider;
}
