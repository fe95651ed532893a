import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDevelopmentIssuer } from './development-issuer.ts';
import { verifyToken } from './verify-token.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'dosisflow-issuer-'))));
afterEach(() => rm(folder, { recursive: true }));

describe('the development issuer', () => {
  it('signs tokens that every process of the same data folder accepts', async () => {
    const issuers = await Promise.all([1, 2, 3, 4].map(() => openDevelopmentIssuer(folder, 'dosisflow')));
    for (const { rules } of issuers) {
      const token = await issuers[0]?.sign('dev|nurse', ['cases']);
      expect(await verifyToken(token ?? '', rules)).toEqual({
        kind: 'valid',
        claims: { subject: 'dev|nurse', scopes: ['cases'], stated: { assurance: 'high' } },
      });
    }
    expect(await readdir(join(folder, 'keys'))).toEqual(['issuer.jwk']);
  });

  it('keeps its key to the user who runs it', async () => {
    await openDevelopmentIssuer(folder, 'dosisflow');
    expect((await stat(join(folder, 'keys/issuer.jwk'))).mode & 0o777).toBe(0o600);
  });

  it('publishes no private part', async () => {
    const { rules } = await openDevelopmentIssuer(folder, 'dosisflow');
    const published = rules.keys as unknown as { jwks(): { keys: object[] } };
    expect(published.jwks().keys[0]).not.toHaveProperty('d');
  });

  it('says what to do about a key file that is no key', async () => {
    await openDevelopmentIssuer(folder, 'dosisflow');
    await writeFile(join(folder, 'keys/issuer.jwk'), 'half a fi');
    await expect(openDevelopmentIssuer(folder, 'dosisflow')).rejects.toThrow('delete the file to get a new one');
  });
});
