import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { Problem, notFound } from '../kernel/problem.ts';
import { changeRules } from './change-rules.ts';
import type { IntroductionView } from './views.ts';

/** From this day on the set is in force no more. One that has not begun never does, if it ends on its first day. */
export async function endPolicy(store: Store, caller: Caller, id: string, on: string): Promise<IntroductionView> {
  return changeRules(
    store,
    caller,
    { from: on, field: 'on', detail: `end the introduction ${id} on ${on}` },
    async (client) => {
      const { rows } = await client.query<IntroductionView>(
        `select id, policy, valid_from::text as "from", valid_to::text as "to", source from policy_introduction where id = $1`,
        [id],
      );
      const [known] = rows;
      if (!known) throw notFound('an introduction with this id');
      if (known.to !== null || on < known.from) {
        throw new Problem(
          409,
          'cannot-end',
          'The set cannot end then',
          known.to === null
            ? `Expected a day from its first day (${known.from}) on, but it is ${on}`
            : `Expected a set without an end, but it ends on ${known.to}`,
        );
      }
      await client.query('update policy_introduction set valid_to = $2 where id = $1', [id, on]);
      return { ...known, to: on };
    },
  );
}
