import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDevelopmentIssuer } from '../../src/auth/development-issuer.ts';
import { verifyToken } from '../../src/auth/verify-token.ts';

const script = fileURLToPath(new URL('../../dist/scripts/token.js', import.meta.url));

let folder: string;
beforeAll(async () => {
  if (!existsSync(script))
    throw new Error('Expected dist/scripts/token.js: run the tests with "npm test", which builds');
  folder = await mkdtemp(join(tmpdir(), 'dosisflow-token-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(
  args: string[],
  env: Record<string, string> = {},
): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], DOSISFLOW_DATA: folder, ...env },
  });
  return { status, stdout, stderr };
}

describe('the token script', () => {
  it('prints a token that the same data folder accepts, and nothing else', async () => {
    const { status, stdout } = run(['--as', 'coordinator']);
    expect(status).toBe(0);
    const { rules } = await openDevelopmentIssuer(folder, 'dosisflow');
    expect(await verifyToken(stdout.trim(), rules)).toEqual({
      kind: 'valid',
      claims: { subject: 'dev|coordinator', scopes: ['cases', 'operations'], stated: { assurance: 'high' } },
    });
  });

  it.each([[['--as', 'boss']], [['--as', 'toString']], [[]]])('lists the names when it gets %j', (args) => {
    expect(run(args)).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'Expected --as with one of adapter, hospital-adapter, fmk-adapter, municipality-adapter, product-adapter, nurse, planner, gp, practice-staff, pharmacist, pharmacy-staff, ward, coordinator, regional-coordinator, national-coordinator, administrator, dpo.\n',
    });
  });

  it('signs nothing where an identity provider is named', () => {
    const answer = run(['--as', 'nurse'], {
      OIDC_ISSUER: 'https://login.example.dk',
      OIDC_CLIENT_ID: 'pages',
      OIDC_CLIENT_SECRET: 'secret',
    });
    expect(answer).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('Expected no OIDC_ISSUER') });
  });
});
