import { randomUUID } from 'node:crypto';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { Problem } from '../kernel/problem.ts';
import { changeRules } from './change-rules.ts';
import type { IntroducePolicy } from './questions.ts';
import type { IntroductionView } from './views.ts';

/** From this day on the set is in force beside the others; running cases meet it at their next decision. */
export async function introducePolicy(
  store: Store,
  caller: Caller,
  { policy, from, source }: IntroducePolicy,
): Promise<IntroductionView> {
  const id = randomUUID();
  await changeRules(
    store,
    caller,
    { from, field: 'from', detail: `introduce ${policy} from ${from}` },
    async (client, at) => {
      const { rowCount } = await client.query(
        `insert into policy_introduction (id, policy, valid_from, source, introduced_at, introduced_by)
       select $1, $2, $3, $4, $5, $6
       where not exists (select from policy_introduction
         where policy = $2 and (valid_to is null or (valid_to > $3 and valid_to > valid_from)))`,
        [id, policy, from, source, at, caller.id],
      );
      if (rowCount === 0) {
        throw new Problem(
          409,
          'already-introduced',
          'The set is introduced already',
          `Expected ${policy} not to be introduced yet, but it is: end that introduction first`,
        );
      }
    },
  );
  return { id, policy, from, to: null, source };
}
