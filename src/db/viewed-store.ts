import type { Pool, PoolClient, QueryResult } from 'pg';
import { readerRole } from './reader.ts';
import { Store } from './store.ts';

/** For whom rows are read, as the policies of the tables ask. */
export interface DatabaseViewer {
  organisationId: string;
  /** Id in the directory. */
  id: string;
  role: string;
  /**
   * `own`: what the organisation takes part in. `all`: an administrator or an integration client, every organisation's rows.
   * `oversight`: who saw what, of what the organisation has ever taken part in.
   */
  sees: 'own' | 'all' | 'oversight';
}

/**
 * The store as this viewer may read it: each statement runs in a transaction of its own under the reader's role, with the
 * viewer set for that transaction alone. A query that forgets its where clause finds no other organisation's rows. The four
 * statements leave together (the pool's `pipeline`): one way to the server and back.
 *
 * A named statement keeps the one plan that it has for all values. By policies that plan looks dearer than it is, and left to
 * choose, PostgreSQL planned each reading of a case anew: 8 ms of its time instead of 4. What is not named is planned for its
 * values, as a list with filters must be.
 */
export function viewedBy(store: Store, viewer: DatabaseViewer): Store {
  const { dataSource, pool, keys, clock, url, readerFault } = store;
  return new Store(
    dataSource,
    viewedPool(pool, viewer, readerFault ? 'none' : readerRole),
    keys,
    clock,
    url,
    readerFault,
  );
}

function viewedPool(pool: Pool, viewer: DatabaseViewer, readsAs: string): Pool {
  const { organisationId, id, role, sees } = viewer;
  const view = (plans: 'force_generic_plan' | 'auto') => ({
    name: 'set-viewer',
    // Policies make a page look expensive, and PostgreSQL compiles it: 500 to 1,900 ms for what then runs in 25 to 170.
    text: `select set_config('dosisflow.organisation', $1, true), set_config('dosisflow.person', $2, true),
      set_config('dosisflow.role', $3, true), set_config('dosisflow.serves', $4, true),
      set_config('jit', 'off', true), set_config('role', $5, true), set_config('plan_cache_mode', $6, true)`,
    values: [organisationId, id, role, sees, readsAs, plans],
  });
  const begin = async (plans: 'force_generic_plan' | 'auto'): Promise<PoolClient> => {
    const client = await pool.connect();
    const begun = Promise.all([client.query('begin'), client.query(view(plans))]);
    // Whatever failed before, the question that follows fails too, and says so.
    begun.catch(() => {});
    const release = (): Promise<void> =>
      client.query('commit').then(
        () => client.release(),
        (error: Error) => client.release(error),
      );
    return { query: client.query.bind(client), release } as unknown as PoolClient;
  };
  const query = async (...asked: unknown[]): Promise<QueryResult> => {
    const isNamed = (asked[0] as { name?: string }).name !== undefined;
    const client = await begin(isNamed ? 'force_generic_plan' : 'auto');
    const answer = (client.query as (...given: unknown[]) => Promise<QueryResult>)(...asked);
    // A row of the access log is there when the answer is: not before it is committed.
    const [answered] = await Promise.allSettled([answer, client.release() as unknown]);
    if (answered.status === 'rejected') throw answered.reason;
    return answered.value;
  };
  // Whoever takes a connection reads a family, by named statements.
  const connect = (): Promise<PoolClient> => begin('force_generic_plan');
  return { connect, query } as unknown as Pool;
}
