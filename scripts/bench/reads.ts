import type { Caller } from '../../src/auth/caller.ts';
import { seenBy } from '../../src/auth/seen-by.ts';
import type { Store } from '../../src/db/store.ts';
import { listOwnCases } from '../../src/worklist/list-cases.ts';
import { listOwnTasks } from '../../src/worklist/list-own-tasks.ts';
import { readCase } from '../../src/worklist/read-case.ts';
import { definitionOf } from '../../workflows/registry.ts';
import type { Bench } from './bench.ts';
import { alternately, keepInFlight } from './measure.ts';
import { inMilliseconds } from './report.ts';
import type { Row } from './report.ts';
import type { Turn } from './workload.ts';

/** What the policies of the tables may cost a read. */
const mostRatio = 1.15;
const inFlight = 8;
const page = { after: undefined, limit: 50 };

/**
 * What a nurse reads, decrypted, redacted and logged, under the role and the policies that bind her, against the same reads as
 * the engine's role, which no policy binds: what security by row costs.
 */
export async function measureReads({ quick, runs }: Bench, store: Store, turns: readonly Turn[]): Promise<Row[]> {
  const nurse = await nurseOf(store);
  let next = 0;
  const caseId = (): string => turns[(next += 1) % turns.length]?.caseId ?? '';
  const reads: Record<string, (from: Store) => Promise<{ items: object[] } | object>> = {
    'one case': (from) => readCase(from, definitionOf, nurse, caseId(), 'treatment'),
    'a list of 50 cases by deadline': (from) =>
      listOwnCases(
        from,
        definitionOf,
        nurse,
        { ...page, state: undefined, municipality: undefined, order: 'deadline' },
        'treatment',
      ),
    'a worklist of 50 tasks': (from) =>
      listOwnTasks(
        from,
        definitionOf,
        nurse,
        {
          ...{ ...page, role: undefined, organisation: undefined, workflow: undefined, mine: false, free: false },
          ...{ due: undefined, snoozed: false },
        },
        'treatment',
      ),
  };
  const seconds = quick ? 0.3 : 3;
  const rows: Row[] = [];
  for (const [what, read] of Object.entries(reads)) {
    const from = (source: Store) => () =>
      keepInFlight(inFlight, seconds, async () => {
        const answer = await read(source);
        if ('items' in answer && answer.items.length < page.limit) throw new Error(`Expected ${what} to be full`);
      });
    const ways = { baseline: from(store), ours: from(seenBy(store, nurse)) };
    await ways.ours();
    await ways.baseline();
    const { baseline, ours } = await alternately(runs, ways);
    rows.push({
      what: `${what}, by the nurse’s rights against by the engine’s (p50, ${inFlight} in flight)`,
      ours: ours.map(({ p50 }) => p50),
      baseline: baseline.map(({ p50 }) => p50),
      show: inMilliseconds,
      bound: { kind: 'atMost', ratio: mostRatio },
    });
  }
  return rows;
}

async function nurseOf({ pool }: Store): Promise<Caller> {
  const { rows } = await pool.query<Omit<Caller, 'scopes'>>(
    `select kind, id, subject, name, role, organisation_id as "organisationId" from person where subject = 'dev|nurse'`,
  );
  const [nurse] = rows;
  if (!nurse) throw new Error('Expected the nurse among the development persons');
  return { ...nurse, scopes: ['cases'] };
}
