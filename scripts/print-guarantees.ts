/**
 * Prints docs/generated/guarantees.md: what is guaranteed, on what it rests, how it is checked, and the messages with which
 * the charts are walked. With `--check` it writes nothing and fails on a page that no longer fits.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { policyChanges } from '../workflows/policy/in-force.ts';
import { allGuarantees } from './verify-workflows/guarantees.ts';
import { byCharts, looksAtOf } from './verify-workflows/rules.ts';
import type { Rule } from './verify-workflows/rules.ts';
import { allSubjects } from './verify-workflows/subjects.ts';
import type { Alphabet, Subject } from './verify-workflows/subject.ts';
import type { Move } from './verify-workflows/walk.ts';

const file = 'docs/generated/guarantees.md';

const text = [
  '# Guarantees',
  '',
  'Printed from `scripts/verify-workflows/` by `npm run guarantees`: change the code, not this page. `npm run verify:workflows` walks every state that the charts can come to by the messages below, in any order and any number, and each armed timer at any moment; it prints the number of states and transitions, and where a guarantee is broken, the shortest way there. It runs the engine’s own decisions. With `--every-set` each is made again under the sets of rules that can change it. `npm test` does all of this, but for the processor time that it may take; `npm run verify`, and so `.ci/run`, runs both.',
  '',
  table(
    ['', 'Guarantee', 'Rests on', 'The check looks at'],
    allGuarantees.map(({ id, sentence, rNumbers, looks }) => [id, sentence, rNumbers.join(', ') || '–', looks]),
  ),
  '',
  'R-numbers and sections are those of ARCHITECTURE.md. Each check is itself checked: a copy of a chart is damaged, and the check must find it.',
  '',
  '## Under which rules',
  '',
  'Every walk below is made under the rules of today; those whose start or messages bring rules of their own say so. Of the rules that the sets shipped change, each walk notes which ones are looked at, by its charts and by the checks. Under a set that changes none of those it comes to the same, state by state. Under each set that changes one, it is made again: the same messages, and all its guarantees. `npm run verify:workflows -- --every-set` says at each walk under which sets that was. What the charts look at, of the rules of each set:',
  '',
  table(
    ['Charts', ...policyChanges.map(({ id }) => `\`${id}\``)],
    byCharts(allSubjects).map(({ name, group }) => [
      name,
      ...policyChanges.map((set) => underSet(looksAtOf(group, set))),
    ]),
  ),
  ...allSubjects.flatMap(page),
  '',
].join('\n');

function underSet(rules: readonly Rule[]): string {
  return rules.length > 0 ? `looks at ${rules.map(code).join(', ')}` : 'as under today’s';
}

function page({ name, about, charts, guarantees, silent = {}, alphabets, unarmed = [], mutations }: Subject): string[] {
  const versions = charts.map(({ name, version }) => `\`${name}.v${version}\``).join(' and ');
  return [
    '',
    `## ${name}`,
    '',
    `${about} Charts: ${versions}. Guarantees: ${guarantees.map(({ id }) => id).join(', ')}.`,
    ...(Object.keys(silent).length > 0 ? [''] : []),
    ...Object.entries(silent).map(([id, why]) => `- ${id} is not walked here. ${why}`),
    '',
    table(
      [
        'Walk',
        'How far',
        'Timers that fire',
        'Alphabet: message (and what it says, where that is not the message’s name)',
      ],
      Object.entries(alphabets).map(([walk, alphabet]) => [
        walk,
        reach(alphabet),
        alphabet.timers?.words ?? 'every one',
        letters(alphabet.moves),
      ]),
    ),
    ...(unarmed.length > 0 ? ['', `Timers that none of these messages arms: ${unarmed.map(code).join(', ')}.`] : []),
    '',
    table(
      ['Breaks', 'Damage that must be found', 'By the shortest way'],
      mutations.map(({ breaks, damage, chart, path }) => [
        breaks,
        `\`${chart}\`: ${damage}`,
        path.join(' → ') || 'at the start',
      ]),
    ),
  ];
}

function reach({ maxDepth }: Alphabet): string {
  return maxDepth === undefined ? 'everything reachable' : `${maxDepth} messages deep`;
}

/** Grouped by message, in the order of the alphabet. */
function letters(moves: readonly Move[]): string {
  const names = new Map<string, string[]>();
  for (const { name, message } of moves)
    names.set(message.type, [...(names.get(message.type) ?? []), ...(name === message.type ? [] : [name])]);
  return [...names]
    .map(([type, said]) => (said.length > 0 ? `${code(type)} (${said.join(', ')})` : code(type)))
    .join(', ');
}

function code(word: string): string {
  return `\`${word}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

if (process.argv.includes('--check')) {
  const stored = await readFile(file, 'utf8').catch(() => '');
  if (stored !== text) {
    console.error(`${file} is not what the code says: run "npm run guarantees" and commit it.`);
    process.exitCode = 1;
  }
} else {
  await writeFile(file, text);
  console.log(`Wrote ${file}.`);
}
