/** What must be so of every citizen and product at every step: the guarantees of the walks, and the ledger once a simulated day. */
import { tasksOf, timersOf, withEnv } from '../../src/engine/decide.ts';
import type { Env } from '../../workflows/definition.ts';
import { allDefinitions } from '../../workflows/registry.ts';
import { allGuarantees } from '../verify-workflows/guarantees.ts';
import type { Guarantee } from '../verify-workflows/guarantees.ts';
import { toCase } from '../verify-workflows/moves.ts';
import { rootId } from '../verify-workflows/walk.ts';
import type { Check, World } from '../verify-workflows/walk.ts';
import { simulationStart } from './fate.ts';

export type Edge = Parameters<NonNullable<Check['edge']>>[0];

/** What needs more than a look: it counts days ahead, or plays a death told and taken back. */
const daily: readonly Guarantee['id'][] = ['C4'];
/** What a day that passes can break by itself, as it goes by the date. */
const byDate: readonly Guarantee['id'][] = ['C4', 'C5'];
/** Once in four weeks, and daily while a death stands. */
const seldom: readonly Guarantee['id'][] = ['C8'];
/** What is promised of a product's case; the others are about a citizen. */
const ofProducts: readonly Guarantee['id'][] = ['C2', 'C5', 'P3'];
const never: readonly Guarantee['id'][] = ['catalogue'];

const told = (withdrawn: boolean) =>
  toCase('fact', 'deathReportObserved', simulationStart, { reportId: 'asked', source: 'CPR', withdrawn });
const setting = { charts: allDefinitions, death: { report: told(false), withdrawal: told(true) } };
const checks = allGuarantees
  .filter(({ id }) => !never.includes(id))
  .map((guarantee) => ({ id: guarantee.id, check: guarantee.check(setting) }));
const atEachStep = checks.filter(({ id }) => ![...daily, ...seldom].includes(id)).map(({ check }) => check);
const atEachStepOfProducts = checks.filter(({ id }) => ofProducts.includes(id)).map(({ check }) => check);
const eachDay = checks.filter(({ id }) => daily.includes(id)).map(({ check }) => check);
const eachSilentDay = checks.filter(({ id }) => byDate.includes(id)).map(({ check }) => check);
const eachFourWeeks = checks.filter(({ id }) => seldom.includes(id)).map(({ check }) => check);

export interface Complaint {
  check: string;
  sentence: string;
}

/** Of a step: from what, by what, to what. Time that something overdue still needs to fire is left to it. */
export function wrongStep(edge: Edge): Complaint | undefined {
  for (const { name, state, edge: step } of isProduct(edge.after) ? atEachStepOfProducts : atEachStep) {
    const sentence = step?.(edge) ?? (isBehind(edge.after) ? undefined : state?.(edge.after));
    if (sentence) return { check: name, sentence };
  }
  return undefined;
}

/** At the end of a day, when everything due has fired. Some is asked seldom, and daily while a death stands. */
export function wrongDay(world: World, env: Env, isLookedAtWhole: boolean): Complaint | undefined {
  if (isProduct(world)) return wrongLedger(world, env);
  const isAll = isLookedAtWhole || deathStands(world);
  const named = withRootNamed(world);
  for (const { name, state } of isAll ? [...eachDay, ...eachFourWeeks] : eachDay) {
    const sentence = state?.(named);
    if (sentence) return { check: name, sentence };
  }
  return wrongLedger(world, env);
}

/**
 * At the end of a day on which nothing happened to a family that was looked at before. Which timers and tasks belong to its
 * states is as it was found then, so only what goes by the date is looked at: a timer whose hour has come and that has not
 * fired, the days ahead, and the days of a back-order. That leaves out most of what a day costs.
 */
export function wrongSilentDay(world: World): Complaint | undefined {
  const { family, at } = world;
  for (const { definition, state } of family) {
    const late = state.timers.find(({ dueAt }) => dueAt <= at);
    if (late)
      return {
        check: 'E4',
        sentence: `Expected the timer ${late.key} of ${definition.name} to fire when it was due, but it did not`,
      };
  }
  for (const { name, state } of eachSilentDay) {
    const sentence = state?.(world);
    if (sentence) return { check: name, sentence };
  }
  return undefined;
}

/** What the checks themselves tell goes to the root by the id that the walks have for it; on a database it has another. */
function withRootNamed(world: World): World {
  const [root] = world.family;
  if (!root || root.id === rootId) return world;
  const family = world.family.map((member) =>
    member === root
      ? { ...member, id: rootId }
      : member.parentId === root.id
        ? { ...member, parentId: rootId }
        : member,
  );
  return { ...world, family };
}

/** E4 without tables: the timers and tasks kept are those of the active states, both ways. */
function wrongLedger({ family }: World, env: Env): Complaint | undefined {
  for (const { definition, state } of family) {
    const { snapshot, timers, tasks } = state;
    const differ = [
      ...different('timer', timersOf(snapshot), timers),
      ...different(
        'task',
        tasksOf(definition, withEnv(snapshot, env)).map(({ key }) => key),
        tasks,
      ),
    ];
    if (differ[0])
      return { check: 'E4', sentence: `Expected the ledger of ${definition.name} to fit, but ${differ[0]}` };
  }
  return undefined;
}

function different(what: string, wanted: readonly string[], kept: readonly { key: string }[]): string[] {
  const keys = kept.map(({ key }) => key);
  return [
    ...wanted.filter((key) => !keys.includes(key)).map((key) => `the ${what} ${key} is missing`),
    ...keys.filter((key) => !wanted.includes(key)).map((key) => `the ${what} ${key} has no state`),
  ];
}

function isProduct({ family: [root] }: World): boolean {
  return root?.definition.open.kind === 'product';
}

function isBehind({ family, at }: World): boolean {
  return family.some(({ state }) => state.timers.some(({ dueAt }) => dueAt <= at));
}

function deathStands({ family: [root] }: World): boolean {
  return (root?.state.snapshot.context as { deathStands?: boolean } | undefined)?.deathStands === true;
}
