import { join } from 'node:path';
import { repository, runTool } from '../support/run-tool.ts';

interface Cruise {
  summary: { violations: { from: string; rule: { name: string } }[] };
}

const outside = ['xstate', 'bullmq', 'typeorm', '@nestjs/common'];
const packages = Object.fromEntries(
  outside.flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' })],
    [`node_modules/${name}/index.js`, 'export const it = 1;'],
  ]),
);

/** The rules each file breaks, in a made-up repository where every file exports `it` and imports these paths. */
function broken(imports: Record<string, string[]>): Record<string, string[]> {
  const files = Object.entries(imports).map(([path, targets]) => {
    const lines = targets.map((target, index) => {
      const [type, from] = target.startsWith('type ') ? ['type ', target.slice(5)] : ['', target];
      return `import ${type}{ it as it${index} } from '${from}';\nexport ${type}{ it${index} };`;
    });
    return [path, [...lines, 'export const it = 1;'].join('\n')] as const;
  });
  const folders = [...new Set(Object.keys(imports).map((path) => path.slice(0, path.indexOf('/'))))];
  const output = runTool(
    'depcruise',
    ['--config', join(repository, '.dependency-cruiser.mjs'), '--output-type', 'json', ...folders],
    {
      ...packages,
      'tsconfig.json': '{}',
      'package.json': JSON.stringify({
        type: 'module',
        dependencies: Object.fromEntries(outside.map((n) => [n, '1'])),
      }),
      ...Object.fromEntries(files),
    },
  );
  const result: Record<string, string[]> = {};
  for (const { from, rule } of (JSON.parse(output) as Cruise).summary.violations) (result[from] ??= []).push(rule.name);
  return result;
}

it('accepts imports that follow the table', () => {
  expect(
    broken({
      'src/main.ts': ['./intake/controller.ts', './worklist/list.ts', './runtime/bell.ts'],
      'src/kernel/ids.ts': [],
      'src/db/tables.ts': ['typeorm', '../kernel/ids.ts'],
      'src/audit/write-audit.ts': ['../db/tables.ts'],
      'src/auth/guard.ts': ['@nestjs/common', '../kernel/ids.ts'],
      'src/engine/engine.ts': ['../../workflows/stay/stay.v1.ts', '../db/tables.ts', '../audit/write-audit.ts'],
      'src/engine/engine.module.ts': ['@nestjs/common', './engine.ts'],
      'src/integration/shared.ts': ['../kernel/ids.ts'],
      'src/integration/fmk/parse.ts': ['../shared.ts', 'type ../../../workflows/stay/messages.ts'],
      'src/intake/controller.ts': ['../engine/engine.module.ts', '../integration/fmk/parse.ts', '../auth/guard.ts'],
      'src/runtime/bell.ts': ['bullmq', '@nestjs/common', '../engine/engine.ts'],
      'src/worklist/list.ts': ['../engine/engine.ts', '../auth/guard.ts'],
      'workflows/stay/messages.ts': [],
      'workflows/stay/stay.v1.ts': ['xstate', './messages.ts'],
      'workflows/stay/stay.spec.ts': ['../../src/engine/engine.ts', 'node:fs'],
    }),
  ).toEqual({});
});

it('names every file that breaks the table, and the rule', () => {
  expect(
    broken({
      'src/kernel/ids.ts': ['node:fs'],
      'src/db/tables.ts': ['../engine/decide.ts', '@nestjs/common'],
      'src/engine/decide.ts': ['../integration/fmk/parse.ts', 'bullmq'],
      'src/engine/a.ts': ['./b.ts'],
      'src/engine/b.ts': ['./a.ts'],
      'src/integration/fmk/parse.ts': ['../epj/parse.ts', 'typeorm', '../../../workflows/stay/messages.ts'],
      'src/integration/epj/parse.ts': ['../../db/tables.ts'],
      'src/intake/controller.ts': ['../worklist/list.ts', '../engine/decide.ts'],
      'src/runtime/bell.ts': ['../../workflows/stay/messages.ts'],
      'src/worklist/list.ts': ['../monitoring/stuck.ts'],
      'src/monitoring/stuck.ts': ['../engine/decide.ts'],
      'src/auth/guard.ts': ['../audit/write-audit.ts'],
      'src/audit/write-audit.ts': [],
      'src/lost.ts': [],
      'workflows/stay/messages.ts': ['node:crypto', '../../src/kernel/ids.ts'],
      'migrations/0001.ts': ['typeorm', '../src/kernel/ids.ts'],
    }),
  ).toEqual({
    'src/kernel/ids.ts': ['kernel-imports-nothing'],
    'src/db/tables.ts': expect.arrayContaining(['db-imports', 'db-packages']),
    'src/engine/decide.ts': expect.arrayContaining(['engine-imports', 'engine-packages']),
    'src/engine/a.ts': ['no-circular'],
    'src/integration/fmk/parse.ts': expect.arrayContaining([
      'adapters-stand-alone',
      'integration-packages',
      'integration-takes-only-types-of-workflows',
    ]),
    'src/integration/epj/parse.ts': expect.arrayContaining(['integration-imports']),
    'src/intake/controller.ts': expect.arrayContaining(['intake-imports']),
    'src/runtime/bell.ts': expect.arrayContaining(['runtime-imports']),
    'src/worklist/list.ts': ['worklist-imports'],
    'src/monitoring/stuck.ts': expect.arrayContaining(['monitoring-imports']),
    'src/auth/guard.ts': ['auth-imports'],
    'src/lost.ts': ['no-orphans'],
    'workflows/stay/messages.ts': expect.arrayContaining(['workflows-are-pure']),
    'migrations/0001.ts': expect.arrayContaining(['migrations-imports', 'migrations-use-typeorm-types']),
  });
});
