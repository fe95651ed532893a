/** What the pages can say: no text is kept that no page says. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const web = join(import.meta.dirname, '../../web');
const sources = readdirSync(web, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
  .map((name) => ({ name, text: readFileSync(join(web, name), 'utf8') }));
const all = sources.map(({ text }) => text).join('\n');
/** The keys of the objects called `texts`, which pages name one by one. */
const keys = sources
  .filter(({ name }) => name.endsWith('texts.ts'))
  .flatMap(({ name, text }) => {
    const [object = ''] = /export const \w*[tT]exts = \{[\s\S]*?\n\} satisfies/.exec(text) ?? [];
    return [...object.matchAll(/^ {2}(\w+): \{/gm)].map(([, key = '']) => ({ name, key }));
  });

it('every text is said somewhere', () => {
  expect(keys.length).toBeGreaterThan(500);
  expect(keys.filter(({ key }) => !new RegExp(`(\\.|'|\\[)${key}\\b`).test(all))).toEqual([]);
});
