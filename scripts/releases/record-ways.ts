/** Short histories of a chart alone: the shortest ways of the walks to each of its states, and by each of its messages. */
import { environmentWith } from '../../src/engine/environment.ts';
import { decideFamily } from '../../src/engine/decide-family.ts';
import type { Family, Target } from '../../src/engine/decide-family.ts';
import { systemActor } from '../../workflows/definition.ts';
import type { CaseContext, Message } from '../../workflows/definition.ts';
import { current } from '../../workflows/policy/current.ts';
import type { Subject } from '../verify-workflows/subject.ts';
import { worldsOf } from '../verify-workflows/verify.ts';
import type { World } from '../verify-workflows/walk.ts';
import { rootId } from '../verify-workflows/walk.ts';
import type { Recording } from './recorder.ts';
import { Recorder, leavesOf } from './recorder.ts';

export function recordWays(subject: Subject): Recording[] {
  return Object.keys(subject.alphabets).flatMap((alphabet) => {
    const shown = new Set<string>();
    const news = worldsOf(subject, alphabet).filter(({ family: [root], came }) => {
      const by = came && 'by' in came ? [came.by.message.type] : [];
      const fresh = [...(root ? leavesOf(root) : []), ...by].filter((each) => !shown.has(each));
      for (const each of fresh) shown.add(each);
      return fresh.length > 0;
    });
    return news.flatMap((world) => recordWay(subject, world));
  });
}

/** The messages of the way anew, by the Danish calendar, from the case's opening on. */
function recordWay({ charts: [chart] }: Subject, end: World): Recording[] {
  const recorder = new Recorder();
  const { policy = current } = end;
  let family: Family = [];
  const take = (target: Target, message: Message, { at }: World): void => {
    const env = environmentWith(at, policy);
    const decided = decideFamily(family, () => chart, target, message, env);
    family = decided.family;
    recorder.observe(decided.steps, env);
  };
  for (const world of wayTo(end)) {
    const {
      came,
      family: [root],
    } = world;
    if (!came || !root) throw new Error(`Expected the start of ${chart.name} to say with what its case was opened`);
    if ('from' in came) take(came.by.target, came.by.message, world);
    else {
      const { parties } = root.state.snapshot.context as CaseContext;
      const opening = { kind: 'internal', type: 'opened', data: came.data, by: systemActor, key: 'opened' } as const;
      take(
        { kind: 'root', caseId: rootId, workflow: chart.name, parties },
        { ...opening, occurredAt: world.at },
        world,
      );
    }
  }
  return recorder.recordings();
}

function wayTo(end: World): World[] {
  const way: World[] = [];
  for (
    let world: World | undefined = end;
    world;
    world = world.came && 'from' in world.came ? world.came.from : undefined
  )
    way.unshift(world);
  return way;
}
