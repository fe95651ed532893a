/** What the documents name must be there: files, commands, tests, settings. What they say of it, a reader must judge. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/run-tool.ts';

const read = (path: string): string => readFileSync(join(repository, path), 'utf8');
const guides = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'];
const decisions = readdirSync(join(repository, 'docs/decisions')).map((name) => `docs/decisions/${name}`);
const documents = [...guides, 'SECURITY.md', 'docs/glossary.md', 'docs/identity.md', ...decisions];
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const matches = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].flatMap(([, found]) => found ?? [])),
];

/** From this heading to the next one of its level. */
function section(document: string, heading: string): string {
  const [, after = ''] = read(document).split(`\n${heading}\n`);
  const [text = ''] = after.split(new RegExp(`\n${/^#+/.exec(heading)?.[0]} `));
  return text;
}

/** Paths from the root, in running text and in commands. A pattern with a star counts as its folder, a built file as its source. */
function pathsIn(text: string): string[] {
  const paths = matches(text, /(?<![\w./@-])((?:src|workflows|migrations|scripts|test|docs|dist|\.ci)\/[\w./*-]*)/g);
  return paths.map((path) => {
    const folder = path.includes('*') ? path.slice(0, path.lastIndexOf('/', path.indexOf('*'))) : path;
    return folder.replace(/^dist\/(.*)\.js$/, '$1.ts').replace(/[./]+$/, '');
  });
}

/** Links to another place of the repository, from where the document stands. */
function linksIn(document: string): string[] {
  const folder = document.includes('/') ? document.slice(0, document.lastIndexOf('/')) : '';
  return matches(read(document), /\]\((?!https?:|#)([^)#]+)/g).map((link) => join(folder, link));
}

it.each(documents)('%s names files and folders that exist', (document) => {
  const examples = ['migrations/NNNN-name.ts'];
  const named = [...pathsIn(read(document)), ...linksIn(document)].filter((path) => !examples.includes(path));
  expect(named.filter((path) => !existsSync(join(repository, path)))).toEqual([]);
});

it.each(documents)('%s names commands that exist', (document) => {
  const named = matches(read(document), /\bnpm (?:run )?(?:--silent )?(start|test|(?<=run (?:--silent )?)[\w:-]+)/g);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

it('lists every command in the README', () => {
  const listed = matches(section('README.md', '## Commands'), /^\| `npm (?:run )?([\w:-]+)`/gm);
  expect(listed.toSorted()).toEqual(Object.keys(scripts).toSorted());
});

it('lists every setting of src/config.ts in the README, and no other', () => {
  const systemCodes = /^E[A-Z]+$/;
  const settings = matches(read('src/config.ts'), /'([A-Z][A-Z_]+[A-Z])'/g).filter((name) => !systemCodes.test(name));
  const listed = matches(section('README.md', '## Settings'), /^\| `([A-Z_]+)`/gm);
  expect(listed.toSorted()).toEqual(settings.toSorted());
});

describe('the invariants', () => {
  const rows = section('ARCHITECTURE.md', '## Invariants')
    .split('\n')
    .filter((line) => /^\| [ECP]\d/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it('are all there, each with a test, and none that is still to come', () => {
    const expected = [8, 9, 3].flatMap((count, kind) =>
      Array.from({ length: count }, (_, n) => `${'ECP'[kind]}${n + 1}`),
    );
    expect(rows.map(([, name]) => name)).toEqual(expected);
    const isGuarded = (by: string): boolean => /`[^`]+\.spec\.ts` "/.test(by) && !/\bcomes? with\b/i.test(by);
    expect(rows.filter(([, , , by = '']) => !isGuarded(by)).map(([, name]) => name)).toEqual([]);
  });

  const guards = rows.flatMap(([, name = '', , by = '']) =>
    [...by.matchAll(/`([^`]+)` "([^"]+)"/g)].map(([, file = '', test = '']): [string, string, string] => [
      name,
      file,
      test,
    ]),
  );

  it.each(guards)('%s is guarded by a test of %s: %s', (_, file, test) => {
    const literal = test.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    expect(read(file)).toMatch(new RegExp(String.raw`[(,]\s*'${literal}',`));
  });
});

describe('the attacks of SECURITY.md', () => {
  const rows = section('SECURITY.md', '## What was tried')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (Attack|-)/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const tests = rows.map(([, attack = '', got = '', by = '']) => {
    const [, file = '', test = ''] = /^`([^`]+)` "([^"]+)"$/.exec(by) ?? [];
    return { attack, got, file, test };
  });

  it.each(tests)('$attack: $test', ({ got, file, test }) => {
    expect(got).not.toBe('');
    const literal = test.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    expect(read(file)).toMatch(new RegExp(String.raw`[(,]\s*'${literal}',`));
  });

  it('are all that are tried', () => {
    const tried = readdirSync(join(repository, 'test/attacks')).flatMap((name) =>
      matches(read(`test/attacks/${name}`), /^(?:it\(\s*|\]\)\()'([^']+)',/gm),
    );
    expect(tried.length).toBeGreaterThan(30);
    const known = tests.map(({ test }) => test);
    expect(tried.filter((test) => !known.includes(test))).toEqual([
      'lets in the token that the forged ones are made of',
    ]);
  });
});

it('names in the glossary what is in the code; what is not there yet stands in italics', () => {
  const code = ['src', 'workflows', 'migrations', 'scripts'].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => read(join(folder, path))),
  );
  const all = code.join('\n');
  const cells = read('docs/glossary.md')
    .split('\n')
    .map((line) => line.split('|')[3] ?? '');
  const names = cells.flatMap((cell) => matches(cell.replaceAll(/(\*|_)`[^`]*`\1/g, ''), /`([\w-]+)`/g));
  expect(names.length).toBeGreaterThan(80);
  expect(names.filter((name) => !new RegExp(String.raw`\b${name}\b`).test(all))).toEqual([]);
});

it('says in ARCHITECTURE.md what every folder is', () => {
  const folders = (path: string): string[] =>
    readdirSync(join(repository, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(\..*|node_modules|dist|coverage|src)$/.test(entry.name))
      .map(({ name }) => join(path, name));
  const mapped = matches(section('ARCHITECTURE.md', '## Code map'), /^\| `([\w/]+)\/`/gm);
  expect([...folders('.'), ...folders('src')].toSorted()).toEqual(mapped.toSorted());
});

it('numbers the decisions without a gap, each with context, decision and consequences', () => {
  const numbers = decisions.map((path) => /\/(\d{4})-[\w-]+\.md$/.exec(path)?.[1]);
  expect(numbers).toEqual(decisions.map((_, n) => String(n + 1).padStart(4, '0')));
  for (const [n, path] of decisions.entries()) {
    expect(matches(read(path), /^## (.*)$/gm)).toEqual(['Context', 'Decision', 'Consequences']);
    expect(read(path)).toMatch(new RegExp(`^# ${numbers[n]} `));
  }
});

it.each(documents)('%s speaks of nothing outside the repository', (document) => {
  expect(read(document)).not.toMatch(/\.\.\/shared|\/work\/|domain\.md|design\.md/);
});
