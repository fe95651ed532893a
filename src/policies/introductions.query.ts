import type { Pool } from 'pg';
import type { IntroductionView } from './views.ts';

/** Every set that was, is or will be in force beside the rules of today. */
export async function listIntroductions(pool: Pool): Promise<IntroductionView[]> {
  const { rows } = await pool.query<IntroductionView>(
    `select id, policy, valid_from::text as "from", valid_to::text as "to", source
     from policy_introduction order by valid_from, id`,
  );
  return rows;
}
