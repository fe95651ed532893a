import type { AnyStateNode } from 'xstate';
import type { WorkflowDefinition } from '../../workflows/definition.ts';
import { own } from '../../workflows/own.ts';
import { current } from '../../workflows/policy/current.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import { neverTaken, unknownIn, wronglyIgnored } from './checks.ts';
import { catalogue } from './guarantees.ts';
import { mutant } from './mutant.ts';
import type { Alphabet, Mutation, Subject } from './subject.ts';
import type { Rule } from './rules.ts';
import { areAlike, hasOwnRules, noteRules, shippedSets } from './rules.ts';
import type { Followed, Move, Report, Walk, World } from './walk.ts';
import { exactly, timerName, walk } from './walk.ts';

export interface Failure {
  alphabet: string;
  /** Id of the guarantee, or `walk` where the walk itself does not show what it should. */
  check: string;
  sentence: string;
  path: readonly string[];
}

/** What a walk came to, as plain data: it may come from another thread. */
export interface Walked extends Omit<Report, 'worlds'> {
  /** The set of rules it was made again under; without it, the walk itself. */
  under?: string;
  /** Messages listed as ignored by the first chart that some state of it does not know. */
  unknown: readonly string[];
}

export interface Verified {
  subject: Subject;
  walks: readonly { alphabet: string; report: Walked }[];
  failures: readonly Failure[];
}

/** Under which rules a walk is made: today's alone, or again under each set shipped that can change it. */
export type Sets = 'today' | 'every';

/** Who walks: this thread, or several. */
export interface Walker {
  walk: (subject: Subject, alphabet: string, under: Sets) => Promise<Walked[]>;
  findDamage: (subject: Subject, mutation: Mutation) => Promise<Failure | undefined>;
}

export const here: Walker = {
  walk: async (subject, alphabet, under) => walkOne(subject, alphabet, under),
  findDamage: async (subject, mutation) => findDamage(subject, mutation),
};

/** Walks every alphabet of the subject, and says all that is wrong with the charts or with the walks. */
export async function verify(subject: Subject, walker = here, under: Sets = 'every'): Promise<Verified> {
  const walked = await Promise.all(
    Object.keys(subject.alphabets).map(async (alphabet) =>
      (await walker.walk(subject, alphabet, under)).map((report) => ({ alphabet, report })),
    ),
  );
  const walks = walked.flat();
  const found = walks.flatMap(({ alphabet, report: { failures, under } }) =>
    failures.map((failure) => ({ alphabet: walkName(alphabet, under), ...failure })),
  );
  const poor = walks.flatMap(({ alphabet, report }) =>
    shortcomings(subject, alphabet, report).map((sentence) => ({
      ...{ alphabet: walkName(alphabet, report.under), check: 'walk', sentence, path: [] },
    })),
  );
  const together = [
    ...silentTimers(subject, walks),
    ...misunderstood(subject, walks),
    ...misjudgedRules(subject, walks, under),
  ];
  return { subject, walks, failures: [...found, ...poor, ...together] };
}

function isChanged(set: PolicySet, rule: Rule): boolean {
  return set[rule] !== current[rule];
}

function walkName(alphabet: string, under: string | undefined): string {
  return under === undefined ? alphabet : `${alphabet}, under ${under}`;
}

/** The walk under today's rules, and again under each set shipped that says other of what its charts or its checks look at. */
export function walkOne(subject: Subject, alphabet: string, under: Sets = 'every'): Walked[] {
  const letters = lettersOf(subject, alphabet);
  const [root] = subject.charts;
  const begin = letters.start ?? subject.start;
  const atStart = new Set<Rule>();
  const start = noteRules(atStart, () => begin(root));
  const followed: Followed | undefined = under === 'every' ? new WeakMap() : undefined;
  const tell = ({ worlds, ...report }: Report): Walked => ({ ...report, unknown: unknownIn(root, worlds) });
  const today = tell(walked(subject, { ...letters, start: () => start }, followed && { followed }));
  if (under === 'today' || hasOwnRules(letters, start)) return [today];
  const looked = new Set([...atStart, ...today.rulesThatMatter]);
  const others = shippedSets.filter((set) => !areAlike(current, set, looked));
  // Which messages a chart understands is the same under all rules.
  const asRuled = { ...subject, guarantees: subject.guarantees.filter((each) => each !== catalogue) };
  const again = others.map((set) => {
    const asBegun = areAlike(current, set, atStart) ? start : begin(root, set);
    const begun = exactly(asBegun.family) === exactly(start.family) ? start : asBegun;
    const moves = letters.moves.map((move) => (move.under && isChanged(set, move.under.rule) ? move.under.move : move));
    const ruled = { ...letters, moves, start: (): World => ({ ...begun, policy: set }) };
    return { ...tell(walked(asRuled, ruled, followed && { followed })), under: set.id };
  });
  return [today, ...again];
}

/** Every world of a walk in the order in which it was come to, without a look at the guarantees. */
export function worldsOf(subject: Subject, alphabet: string): readonly World[] {
  return walked({ ...subject, guarantees: [] }, lettersOf(subject, alphabet)).worlds;
}

/** The first that the damaged chart's walk complains about, or nothing. */
export function findDamage(subject: Subject, mutation: Mutation): Failure | undefined {
  const letters = lettersOf(subject, mutation.alphabet);
  const [root, ...others] = subject.charts;
  const damaged = (chart: WorkflowDefinition): WorkflowDefinition =>
    chart.name === mutation.chart ? mutant(chart, mutation.make) : chart;
  const guarantees = subject.guarantees.filter(({ id }) => id === mutation.breaks);
  const few = (moves: readonly Move[]): readonly Move[] =>
    mutation.letters ? moves.filter(({ name }) => mutation.letters?.includes(name)) : moves;
  const report = walked(
    { ...subject, charts: [damaged(root), ...others.map(damaged)], guarantees },
    { ...letters, moves: few(letters.moves), forbidden: few(letters.forbidden ?? []) },
    { stopAtFailure: true },
  );
  const failure = report.failures[0];
  return failure && { alphabet: mutation.alphabet, ...failure };
}

function lettersOf({ name, alphabets }: Subject, alphabet: string): Alphabet {
  const letters = alphabets[alphabet];
  if (!letters) throw new Error(`Expected ${name} to have the alphabet ${alphabet}, but it has not`);
  return letters;
}

function walked(subject: Subject, alphabet: Alphabet, more: Pick<Walk, 'followed' | 'stopAtFailure'> = {}): Report {
  const { charts, guarantees, death, essence, maxStates } = subject;
  const { moves, forbidden = [], timers, maxDepth, start = subject.start } = alphabet;
  return walk(
    {
      start: start(charts[0]),
      definitions: charts,
      moves: [...moves, ...forbidden],
      maxStates,
      ...more,
      ...(essence && { essence }),
      ...(timers && { leaveOut: (key: string) => !timers.fire(key) }),
      ...(maxDepth !== undefined && { maxDepth }),
    },
    guarantees.map(({ check }) => check({ charts, death })),
  );
}

/** A walk that stopped short, or whose letters do nothing, proves less than it says. */
function shortcomings(subject: Subject, alphabet: string, { states, complete, moved, under }: Walked): string[] {
  const { moves, maxDepth, idleUnder = {} } = lettersOf(subject, alphabet);
  const idle = (under !== undefined && own(idleUnder, under.replace('current+', ''))) || [];
  const sentences = [
    ...moves
      .filter(({ name, under: other }) => ![name, other?.move.name ?? name].some((each) => moved.has(each)))
      .filter(({ name }) => !idle.includes(name))
      .map(({ name }) => `Expected ${name} to do something in some state, but no state took it`),
    ...idle
      .filter((name) => moved.has(name))
      .map((name) => `Expected ${name} to do nothing in any state, but some state took it`),
  ];
  if (states >= subject.maxStates || (!complete && maxDepth === undefined))
    sentences.push(`Expected the walk to end, but it came to ${states} states`);
  return sentences;
}

type Walks = Verified['walks'];

/** Timers that fired in no walk, of those that some walk did not leave out. */
function silentTimers({ charts, alphabets, unarmed = [] }: Subject, walks: Walks): Failure[] {
  const fired = new Set(walks.flatMap(({ report }) => [...report.moved]));
  const wanted = charts
    .flatMap(({ machine }) => timersBelow(machine.root))
    .filter((key) => Object.values(alphabets).some(({ timers }) => timers?.fire(key) ?? true));
  const silent = wanted.filter((key) => !fired.has(timerName(key)) && !unarmed.includes(key));
  const known = unarmed.filter((key) => fired.has(timerName(key)) || !wanted.includes(key));
  return [
    ...silent.map((key) => `Expected ${timerName(key)} to fire in some walk, but it never did`),
    ...known.map((key) => `Expected ${timerName(key)} never to be armed, but it is not so`),
  ].map((sentence) => ({ alphabet: 'all together', check: 'walk', sentence, path: [] }));
}

/** What a chart does under a set of rules is as under another if it looks at none that they differ in. */
function misjudgedRules({ looksAt = [] }: Subject, walks: Walks, under: Sets): Failure[] {
  const seen = new Set(walks.flatMap(({ report }) => [...report.rulesRead]));
  const unsaid = [...seen].filter((rule) => !looksAt.includes(rule));
  // Some states, and what is looked at in them, come with other rules alone.
  const unseen = under === 'every' ? looksAt.filter((rule) => !seen.has(rule)) : [];
  return [
    ...unsaid.map((rule) => `Expected no chart of these walks to look at ${rule}, but one does: say so in looksAt`),
    ...unseen.map((rule) => `Expected a chart of these walks to look at ${rule}, but none does`),
  ].map((sentence) => ({ alphabet: 'all together', check: 'walk', sentence, path: [] }));
}

function timersBelow(node: AnyStateNode): string[] {
  return [
    ...(node.after as { eventType: string }[]).map(({ eventType }) => eventType),
    ...Object.values(node.states as Record<string, AnyStateNode>).flatMap(timersBelow),
  ];
}

/** Only walks of a chart alone are meant to use its whole catalogue. */
function misunderstood({ charts: [chart, ...others], guarantees }: Subject, walks: Walks): Failure[] {
  if (others.length > 0 || !guarantees.includes(catalogue)) return [];
  const reports = walks.map(({ report }) => report);
  return [...neverTaken(chart, reports), ...wronglyIgnored(chart, reports)].map((sentence) => ({
    alphabet: 'all together',
    check: catalogue.id,
    sentence,
    path: [],
  }));
}
