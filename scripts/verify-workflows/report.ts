import type { Subject } from './subject.ts';
import type { Failure, Sets, Verified, Walker } from './verify.ts';
import { here, verify } from './verify.ts';

const columns = [
  'walk',
  'states',
  'transitions',
  'depth',
  'reached',
  'guarantees that hold',
  'ms',
  'again under',
] as const;
const widths = [68, 8, 12, 6, 12, 28, 7, 0];
const numbers: readonly string[] = ['states', 'transitions', 'depth', 'ms'];

/**
 * Walks the subjects and says line by line what was found, in the same order whoever walks; whether everything holds is the
 * answer. `missing` is what is wrong before anyone walks: sentences of `unshown`, for all subjects together. More seconds of
 * processor time than `most` are a failure too, over all threads; time spent waiting for a busy machine is none.
 */
export async function report(
  subjects: readonly Subject[],
  missing: readonly string[],
  say: (line: string) => void,
  walker = here,
  most = Infinity,
  under: Sets = 'every',
): Promise<boolean> {
  const began = { at: performance.now(), processor: process.cpuUsage() };
  say(row(columns));
  say(widths.map((width) => '─'.repeat(width)).join('  '));
  const walking = subjects.map((subject) => verify(subject, walker, under));
  const looking = subjects.map((subject) => unseenDamage(subject, walker));
  const verified: Verified[] = [];
  for (const result of walking) {
    verified.push(await result);
    for (const line of rowsOf(await result)) say(line);
  }
  const unseen = (await Promise.all(looking)).flat();
  const failures = [
    ...verified.flatMap(({ subject, failures }) => failures.map((failure) => tell(subject, failure))),
    ...missing,
  ];
  const { user, system } = process.cpuUsage(began.processor);
  const worked = (user + system) / 1_000_000;
  const waited = (performance.now() - began.at) / 1_000;
  const long = `Expected the walks to take at most ${most} s of processor time, but they took ${worked.toFixed(1)} s`;
  const wrong = [...failures, ...unseen, ...(worked > most ? [long] : [])];
  say('');
  say(`${totalOf(verified, unseen.length)} ${waited.toFixed(1)} s, ${worked.toFixed(1)} s of processor time.`);
  for (const line of wrong) say(`\n✗ ${line}`);
  return wrong.length === 0;
}

function totalOf(verified: readonly Verified[], unseen: number): string {
  const walks = verified.flatMap(({ walks }) => walks.map(({ report }) => report));
  const again = walks.filter(({ under }) => under !== undefined);
  const states = walks.reduce((sum, walk) => sum + walk.states, 0).toLocaleString('en');
  const transitions = walks.reduce((sum, walk) => sum + walk.transitions, 0).toLocaleString('en');
  const damaged = verified.flatMap(({ subject }) => subject.mutations).length;
  return (
    `${walks.length - again.length} walks, ${again.length} times again under another set of rules, ${states} states, ` +
    `${transitions} transitions. ${damaged - unseen} of ${damaged} damaged charts found out.`
  );
}

/** A line a walk. What it takes, and what holds, is of all the times that it was made. */
function rowsOf({ subject, walks, failures }: Verified): string[] {
  const today = walks.filter(({ report }) => report.under === undefined);
  return today.map(({ alphabet, report: { states, transitions, depth } }) => {
    const made = walks.filter((walk) => walk.alphabet === alphabet).map(({ report }) => report);
    const holds = subject.guarantees
      .map(({ id }) => id)
      .filter((id) => !made.some(({ failures }) => failures.some(({ check }) => check === id)))
      .filter((id) => !failures.some((failure) => failure.alphabet === alphabet && failure.check === id));
    return row([
      `${subject.name}: ${alphabet}`,
      ...[states, transitions, depth].map(String),
      made.every(({ complete }) => complete) ? 'everything' : 'cut at bound',
      holds.join(' '),
      String(made.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
      made.flatMap(({ under }) => under?.replace('current+', '') ?? []).join(' ') || '–',
    ]);
  });
}

async function unseenDamage(subject: Subject, walker: Walker): Promise<string[]> {
  const looked = subject.mutations.map(async (mutation) => {
    const found = await walker.findDamage(subject, mutation);
    const { breaks, damage, sentence, path } = mutation;
    if (found?.sentence.startsWith(sentence) && found.path.join() === path.join()) return [];
    return [
      `${breaks}, ${subject.name}, where ${damage}: expected “${sentence}…” after ${wayTo(path)}, but the check ` +
        (found ? `said “${found.sentence}” after ${wayTo(found.path)}` : 'saw nothing'),
    ];
  });
  return (await Promise.all(looked)).flat();
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
