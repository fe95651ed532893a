/** What a released version is locked by (E8): all that runs of it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import type { WorkflowDefinition } from '../../workflows/definition.ts';

/** Sources, not what is built: the hash is of what the repository holds. */
const repository = process.cwd();

/** The file that a version begins with, such as `workflows/dose-dispensing/dose-dispensing.v1.ts`. */
export function entryOf({ name, version }: Pick<WorkflowDefinition, 'name' | 'version'>): string {
  return `workflows/${name}/${name}.v${version}.ts`;
}

/**
 * Every file of `workflows/` that the version imports, itself included: not its folder, so that the next version may lie
 * beside it, and not the policies, which are data that each decision names. A file imported for its types alone is none.
 */
export function filesOf(entry: string, read: (file: string) => string = readSource): string[] {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const imported of importsOf(code(read(file))))
      visit(relative(repository, resolve(repository, dirname(file), imported)));
  };
  visit(entry);
  return [...found].toSorted();
}

/** Over the JavaScript of those files: a comment or a type changes nothing, a text that people read does. */
export function hashOf(entry: string, read: (file: string) => string = readSource): string {
  const hash = createHash('sha256');
  for (const file of filesOf(entry, read)) hash.update(`${file}\n${code(read(file))}\n`);
  return hash.digest('hex').slice(0, 32);
}

function readSource(file: string): string {
  return readFileSync(join(repository, file), 'utf8');
}

function code(source: string): string {
  return ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      experimentalDecorators: true,
      verbatimModuleSyntax: true,
      removeComments: true,
    },
  }).outputText;
}

function importsOf(javascript: string): string[] {
  return [...javascript.matchAll(/\bfrom\s+['"](\.[^'"]+)['"]/g)].map(([, path = '']) => path);
}
