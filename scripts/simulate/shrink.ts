/** Makes a story that ends in a complaint as short as it gets, for whoever must understand it. */
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import type { Complained } from './inspection.ts';
import type { Story } from './life.ts';

export interface Short {
  story: Story;
  complaint: Complained;
}

/** What a life lived like this ends in: in memory, or on a database. */
export type Complains = (story: Story) => Complained | undefined | Promise<Complained | undefined>;

/**
 * Leaves out what is said, in halves, then quarters, then one by one, as long as the same guarantee is still broken. What
 * people do follows from what is left: chance is drawn by name, so that the rest stays as it was.
 */
export async function shrink(story: Story, complains: Complains): Promise<Short | undefined> {
  let complaint = await complains(story);
  if (!complaint) return undefined;
  const { at } = complaint;
  const matter = matterOf(complaint);
  let said = story.said.filter((one) => one.at <= at);
  for (let size = Math.ceil(said.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < said.length;) {
      const fewer = [...said.slice(0, from), ...said.slice(from + size)];
      const again = await complains({ ...story, said: fewer });
      if (again && matterOf(again) === matter) [said, complaint] = [fewer, again];
      else from += size;
    }
  }
  return { story: { ...story, said }, complaint };
}

/** The same guarantee broken in the same words; of what, and when, may differ. */
function matterOf({ check, sentence }: Short['complaint']): string {
  return `${check} ${sentence.replaceAll(/\S*\d\S*/g, '…')}`;
}

/** Line by line what was said, and what was wrong then. Artificial citizens only, so that all may be shown. */
export function tell({ story: { fate, said, seed }, complaint }: Short, policy: PolicySet): string {
  return [
    `The shortest story of citizen ${fate.number} of seed ${seed} under ${policy.id} (${fate.temperament} people):`,
    `  ${fate.opensAt}  the case is opened for a citizen ${fate.isNew ? 'found' : 'already on dose packing'}`,
    ...said.map(({ at, from, message: { type, data } }) => `  ${at}  ${from}: ${type} ${JSON.stringify(data)}`),
    `  ${complaint.at}  ${complaint.check} is broken at ${complaint.act}: ${complaint.sentence}`,
  ].join('\n');
}
