/**
 * Prints docs/generated/guarantees.md: what is guaranteed, on what it rests, how it is checked, and the messages with which
 * the charts are walked. With `--check` it writes nothing and fails on a page that no longer fits.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { policyChanges } from '../workflows/policy/in-force.ts';
import { allGuarantees } from './verify-workflows/guarantees.ts';
import { byCharts, shownUnder } from './verify-workflows/rules.ts';
import type { Shown } from './verify-workflows/rules.ts';
import { allSubjects } from './verify-workflows/subjects.ts';
import type { Alphabet, Subject } from './verify-workflows/subject.ts';
import type { Move } from './verify-workflows/walk.ts';

const file = 'docs/generated/guarantees.md';

const text = [
  '# Guarantees',
  '',
  'Printed from `scripts/verify-workflows/` by `npm run guarantees`: change the code, not this page. `npm run verify:workflows` walks every state that the charts can come to by the messages below, in any order and any number, and each armed timer at any moment; it prints the number of states and transitions, and where a guarantee is broken, the shortest way there. It runs the engine’s own decisions. `npm test` does the same, but for the processor time that all of it may take; `npm run verify`, and so `.ci/run`, runs both.',
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
  'Of the rules that a set changes, each walk notes which ones its charts look at. A chart that looks at none of a set does the same under it as under today’s rules: what is proven of it holds there too. Where it looks at some, it is walked with each of them as the set has it. `npm run verify:workflows` fails where a look is not said here, or a walk is missing.',
  '',
  table(
    ['Charts', ...policyChanges.map(({ id }) => `\`${id}\``)],
    byCharts(allSubjects).map(({ name, group }) => [name, ...shownUnder(group).map(underSet)]),
  ),
  ...allSubjects.flatMap(page),
  '',
].join('\n');

function underSet({ rules, walks }: Shown): string {
  if (rules.length === 0) return 'looks at none of its rules: as under today’s';
  return `looks at ${rules.map(code).join(', ')}: walked in “${[...new Set(walks)].join('”, “')}”`;
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
