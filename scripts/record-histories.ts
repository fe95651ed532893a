/** Records histories of every version, as few as show the most: simulated lives, and the shortest ways of the walks. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { plusDays } from '../workflows/calendar.ts';
import { allDefinitions } from '../workflows/registry.ts';
import type { History } from './releases/history.ts';
import { recordWays } from './releases/record-ways.ts';
import { Recorder } from './releases/recorder.ts';
import type { Recording } from './releases/recorder.ts';
import { simulationStart } from './simulate/fate.ts';
import { marketOf } from './simulate/market.ts';
import { playProduct } from './simulate/play-product.ts';
import { play } from './simulate/play.ts';
import { storyOfCitizen } from './simulate/play-citizens.ts';
import { policyIds, policyNamed } from './simulate/policies.ts';
import { allSubjects } from './verify-workflows/subjects.ts';

const seed = 20260105;
const lives = { citizens: 30, weeks: 26 };

const released = JSON.parse(readFileSync('workflows/released.json', 'utf8')) as { workflow: string; version: number }[];
const [today = '', ...shipped] = policyIds;
const recordings = [
  ...[today, ...shipped, shipped.join('+')].flatMap((policy) => recordLives(policy)),
  ...marketOf(seed, lives.weeks).backOrders.flatMap((fated) => {
    const recorder = new Recorder();
    playProduct(fated, plusDays(simulationStart, lives.weeks * 7), { observe: recorder.observe });
    return recorder.recordings();
  }),
  ...allSubjects.filter(({ charts }) => charts.length === 1).flatMap((subject) => recordWays(subject)),
];

for (const { name, version } of allDefinitions) {
  const folder = `workflows/${name}/histories`;
  mkdirSync(folder, { recursive: true });
  const kept = readdirSync(folder).filter((file) => file.startsWith(`v${version}-`));
  const isReleased = released.some((each) => each.workflow === name && each.version === version);
  if (isReleased && kept.length > 0) {
    process.stdout.write(`${name}@${version} is released: its histories stay as they are.\n`);
    continue;
  }
  for (const file of kept) rmSync(`${folder}/${file}`);
  const found = recordings.filter(({ history }) => history.workflow === name && history.version === version);
  const chosen = fewest(found);
  for (const [n, { history }] of chosen.entries())
    writeFileSync(`${folder}/v${version}-${n + 1}.json`, written(history));
  process.stdout.write(`${name}@${version}: ${chosen.length} histories\n`);
}

/** A line for each step, so that a difference shows which one. */
function written({ steps, ...head }: History): string {
  const lines = steps.map((step) => `    ${JSON.stringify(step)}`);
  return `{\n  "about": ${JSON.stringify(head)},\n  "steps": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

/** Every case of some citizens, with the messages of their first weeks, under these rules. */
function recordLives(policy: string): Recording[] {
  const run = { seed, weeks: lives.weeks, policy: policyNamed(policy) };
  return Array.from({ length: lives.citizens }, (_, citizen) => {
    const recorder = new Recorder();
    play(storyOfCitizen(run, citizen), run.policy, { observe: recorder.observe });
    return recorder.recordings();
  }).flat();
}

/** Those that together show the most: each next one shows most of what is not shown yet. */
function fewest(found: readonly Recording[]): Recording[] {
  const shown = new Set<string>();
  const chosen: Recording[] = [];
  for (;;) {
    const news = ({ shows }: Recording): number => [...shows].filter((each) => !shown.has(each)).length;
    const best = found.toSorted((a, b) => news(b) - news(a))[0];
    if (!best || news(best) === 0) return chosen;
    chosen.push(best);
    for (const each of best.shows) shown.add(each);
  }
}
