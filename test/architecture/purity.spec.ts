import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository, runTool } from '../support/run-tool.ts';

const config = readFileSync(join(repository, '.oxlintrc.json'), 'utf8');

/** What the linter says of this code when it stands in a workflow, or elsewhere. */
function lint(code: string, folder = 'workflows'): string {
  const args = ['--disable-nested-config', '--deny-warnings', folder];
  return runTool('oxlint', args, { '.oxlintrc.json': config, [`${folder}/chart.ts`]: code });
}

it.each([
  ['Date.now()', 'export const at = Date.now();'],
  ['new Date()', 'export const at = new Date();'],
  ['Math.random()', 'export const dice = Math.random();'],
  ['process', 'export const home = process.env;'],
  ['setTimeout', 'export const wait = (run: () => void) => setTimeout(run, 1);'],
  ['node:fs', "export { readFileSync } from 'node:fs';"],
  ['Temporal.Now', "import { Temporal } from 'temporal-polyfill';\nexport const at = Temporal.Now.instant();"],
  ['globalThis.Date', 'export const at = globalThis.Date.now();'],
  ['a started actor', "import { createActor } from 'xstate';\nexport const start = createActor;"],
])('keeps %s out of workflows', (_, code) => {
  expect(lint(code)).toMatch(/no-restricted-(globals|properties|imports)[\s\S]*A workflow/);
});

it('accepts a pure workflow, and leaves other folders free', () => {
  expect(lint('export const twice = (n: number): number => 2 * n;')).toContain('Found 0 warnings and 0 errors');
  expect(lint('export const at = Date.now();', 'src')).toContain('Found 0 warnings and 0 errors');
});
