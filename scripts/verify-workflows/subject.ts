import type { CaseContext, Instant, WorkflowDefinition, WorkflowName } from '../../workflows/definition.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import type { Death, Guarantee } from './guarantees.ts';
import type { Rule } from './rules.ts';
import type { Chart } from './mutant.ts';
import type { Move, World } from './walk.ts';

/** A chart, or charts that talk to each other: by which messages they are walked, and what must hold wherever they come to. */
export interface Subject {
  name: string;
  /** What it is, for readers of docs/generated/guarantees.md. */
  about: string;
  /** The first is the root of the family. */
  charts: readonly [WorkflowDefinition, ...WorkflowDefinition[]];
  /** Under the rules given, where it makes a difference to how the charts came there; otherwise they meet them at their next decision. */
  start: (root: WorkflowDefinition, policy?: PolicySet) => World;
  alphabets: Readonly<Record<string, Alphabet>>;
  guarantees: readonly Guarantee[];
  /** Guarantees that say nothing of these charts, by their ids: why, as a sentence for the page. */
  silent?: Readonly<Record<string, string>>;
  /** Of the rules that some set of those shipped changes, those that the charts look at in these walks; without it, none. */
  looksAt?: readonly Rule[];
  /** How a death is told and taken back, for C8. */
  death?: Death;
  /** A member's context without what cannot make a difference to what happens next. */
  essence?: (context: CaseContext, at: Instant) => unknown;
  /** More would be a walk that does not end. */
  maxStates: number;
  /** Timers that no message of the alphabets arms. */
  unarmed?: readonly string[];
  mutations: readonly Mutation[];
}

/** Messages that may come in any state and any order. Timers are added from what is armed. */
export interface Alphabet {
  moves: readonly Move[];
  /** Tried in every state too: what the rules in force refuse, so that a chart that lets it through is found out. */
  forbidden?: readonly Move[];
  /** Which timers fire in this walk, and in words for the page; without it, every one. */
  timers?: { fire: (key: string) => boolean; words: string };
  /** Messages that have nothing to do under a set of those shipped, by its id, where this walk is made again under it. */
  idleUnder?: Readonly<Record<string, readonly string[]>>;
  /** How many messages follow each other; without it, everything reachable is reached. */
  maxDepth?: number;
  /** Another start than the subject's, such as `having` of `moves.ts` makes. */
  start?: Subject['start'];
}

/** Damage to a chart that breaks a guarantee: a check that does not see it proves nothing. */
export interface Mutation {
  /** Id of the guarantee it breaks. */
  breaks: string;
  /** What is wrong with the chart. */
  damage: string;
  chart: WorkflowName;
  make: (chart: Chart) => unknown;
  /** The alphabet under which it shows, and the letters that are enough. */
  alphabet: string;
  letters?: readonly string[];
  /** How the check's sentence begins, and the shortest path to what it complains about. */
  sentence: string;
  path: readonly string[];
}
