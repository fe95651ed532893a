/** Plays one citizen's story in memory, by the engine's own pure part. */
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import { Course } from './course.ts';
import type { Options, Played } from './course.ts';
import { live } from './life.ts';
import type { Story } from './life.ts';

export function play(story: Story, policy: PolicySet, options: Options = {}): Played {
  const course = new Course(story, policy, options);
  const acts = live(story, course.envAt);
  let next = acts.next();
  while (!next.done) {
    const act = next.value;
    if (!course.comesTo(act.at) || !course.settle(act, course.decide(act))) break;
    next = acts.next(course.family);
  }
  return course.end(next.done ? next.value : undefined);
}
