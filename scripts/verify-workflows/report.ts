import type { Subject } from './subject.ts';
import type { Failure, Verified } from './verify.ts';
import { findDamage, verify } from './verify.ts';

const columns = ['walk', 'states', 'transitions', 'depth', 'reached', 'guarantees that hold', 'ms'] as const;
const widths = [68, 8, 12, 6, 12, 28, 7];
const numbers: readonly string[] = ['states', 'transitions', 'depth', 'ms'];

/** Walks the subjects and says line by line what was found; whether everything holds is the answer. */
export function report(subjects: readonly Subject[], say: (line: string) => void): boolean {
  const began = performance.now();
  say(row(columns));
  say(widths.map((width) => '─'.repeat(width)).join('  '));
  const verified = subjects.map((subject) => {
    const result = verify(subject);
    for (const line of rowsOf(result)) say(line);
    return result;
  });
  const unseen = subjects.flatMap((subject) => unseenDamage(subject));
  const failures = verified.flatMap(({ subject, failures }) => failures.map((failure) => tell(subject, failure)));
  say('');
  say(totalOf(verified, unseen.length, performance.now() - began));
  for (const line of [...failures, ...unseen]) say(`\n✗ ${line}`);
  return failures.length + unseen.length === 0;
}

function totalOf(verified: readonly Verified[], unseen: number, milliseconds: number): string {
  const walks = verified.flatMap(({ walks }) => walks.map(({ report }) => report));
  const states = walks.reduce((sum, walk) => sum + walk.states, 0).toLocaleString('en');
  const transitions = walks.reduce((sum, walk) => sum + walk.transitions, 0).toLocaleString('en');
  const damaged = verified.flatMap(({ subject }) => subject.mutations).length;
  const seconds = (milliseconds / 1000).toFixed(1);
  return `${walks.length} walks, ${states} states, ${transitions} transitions. ${damaged - unseen} of ${damaged} damaged charts found out. ${seconds} s.`;
}

function rowsOf({ subject, walks, failures }: Verified): string[] {
  return walks.map(({ alphabet, report: { states, transitions, depth, complete, milliseconds } }) => {
    const holds = subject.guarantees
      .map(({ id }) => id)
      .filter((id) => !failures.some((failure) => failure.alphabet === alphabet && failure.check === id));
    return row([
      `${subject.name}: ${alphabet}`,
      ...[states, transitions, depth].map(String),
      complete ? 'everything' : 'cut at bound',
      holds.join(' '),
      String(milliseconds),
    ]);
  });
}

function unseenDamage(subject: Subject): string[] {
  return subject.mutations.flatMap((mutation) => {
    const found = findDamage(subject, mutation);
    const { breaks, damage, sentence, path } = mutation;
    if (found?.sentence.startsWith(sentence) && found.path.join() === path.join()) return [];
    return [
      `${breaks}, ${subject.name}, where ${damage}: expected “${sentence}…” after ${wayTo(path)}, but the check ` +
        (found ? `said “${found.sentence}” after ${wayTo(found.path)}` : 'saw nothing'),
    ];
  });
}

function tell(subject: Subject, { alphabet, check, sentence, path }: Failure): string {
  return `${check}, ${subject.name}, ${alphabet}: ${sentence}\n  by the shortest way: ${wayTo(path)}`;
}

function wayTo(path: readonly string[]): string {
  return path.length === 0 ? 'the start' : path.join(' → ');
}

function row(cells: readonly string[]): string {
  return cells
    .map((cell, n) =>
      numbers.includes(columns[n] ?? '') ? cell.padStart(widths[n] ?? 0) : cell.padEnd(widths[n] ?? 0),
    )
    .join('  ')
    .trimEnd();
}
