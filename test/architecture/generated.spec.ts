import { spawnSync } from 'node:child_process';
import { complete } from '../support/processes.ts';
import { repository } from '../support/run-tool.ts';

/** `npm run generate` writes them; the schema has a spec of its own, for it needs a database. */
it.each(['draw-charts', 'print-openapi', 'print-guarantees', 'print-access-matrix'])(
  'docs/generated is as %s would write it now',
  async (script) => {
    const { code, output } = await complete(`scripts/${script}.js`, ['--check'], {});
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
  },
);

it('web/api-types.d.ts is as openapi-typescript would write it now', () => {
  const tool = [
    'node_modules/.bin/openapi-typescript',
    'docs/generated/openapi.json',
    '--output',
    'web/api-types.d.ts',
  ];
  const { status, stderr } = spawnSync(process.execPath, [...tool, '--check'], {
    cwd: repository,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
});
