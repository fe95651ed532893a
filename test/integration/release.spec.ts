import { readFileSync } from 'node:fs';
import { allDefinitions } from '../../workflows/registry.ts';
import { endOf, run } from '../support/processes.ts';

const list = (): string => readFileSync('workflows/released.json', 'utf8');

it('can release every workflow at once, and says what it would lock them by', async () => {
  const before = list();
  const versions = allDefinitions.map(({ name, version }) => `${name}@${version}`);
  const running = run('scripts/release.js', [...versions, '--dry-run'], {});
  expect((await endOf(running)).code).toBe(0);
  for (const version of versions)
    expect(running.output()).toMatch(
      new RegExp(`^${version} (would be released|is released already), locked by [0-9a-f]{32}\\.$`, 'm'),
    );
  expect(list()).toBe(before);
});

it('releases none where one of them cannot be', async () => {
  const before = list();
  const running = run('scripts/release.js', ['back-order@1', 'back-order@99'], {});
  expect((await endOf(running)).code).toBe(1);
  expect(running.output()).toContain('Expected');
  expect(list()).toBe(before);
});
