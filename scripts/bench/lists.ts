import type { Store } from '../../src/db/store.ts';
import { causeOf } from '../../src/kernel/stuck-causes.ts';
import { withStore } from './bench.ts';
import type { Scenario } from './bench.ts';
import { alternately, median, milliseconds } from './measure.ts';
import { fillEverydayLists } from './everyday-lists.ts';
import { openOverdueTemplate, openTemplates, populate, vacuum } from './population.ts';
import { inMilliseconds, whole } from './report.ts';
import { startServer } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import { fullRound } from './workload.ts';

/** What a page may wait for its list. */
const mostMs = 100;
const municipalities = 98;
/** One case of ten is overdue: more than anyone could work with. */
const overdueShare = 0.1;
const requests = 5;

/** Who asks for which list: from the request to the whole answer, with the log of what was read. */
const lists: readonly (readonly [who: string, path: string, what: string])[] = [
  ['coordinator', '/api/stuck', 'stuck cases of a municipality'],
  ['coordinator', '/api/stuck?cause=noNextRoll', 'the same of one cause'],
  ['coordinator', '/api/stuck?careRecord=kmdNexus&minDays=1', 'the same of one care record, a day old'],
  ['coordinator', '/api/stuck/soon', 'what is due soon in a municipality'],
  ['coordinator', '/api/stuck/summary', 'heat map of a municipality'],
  ['administrator', '/api/stuck', 'stuck cases of the country'],
  ['administrator', '/api/stuck?cause=backOrder', 'the same of a cause that no case has'],
  ['administrator', '/api/stuck?cause=noNextRoll&minDays=1', 'the same of the cause that most have'],
  ['administrator', '/api/stuck/summary', 'heat map of the country'],
  ['national-coordinator', '/api/stuck/summary', 'heat map of the country, small numbers hidden'],
  ['nurse', '/api/tasks', 'worklist of a municipality’s nurse'],
  ['nurse', '/api/cases?order=deadline', 'cases of a municipality by deadline'],
  ['nurse', '/api/candidates', 'candidates of a municipality'],
  ['gp', '/api/gp-questions?limit=100', 'what a practice is asked'],
  ['pharmacy-staff', '/api/rolls-at-risk?limit=100', 'rolls at risk of a pharmacy'],
];

/** Whether the lists that people open answer at once at 200,000 cases. */
export const waitingLists: Scenario = (bench) =>
  withStore(bench, async (store) => {
    const count = bench.quick ? 2_000 : 200_000;
    const server = await startServer(store.url);
    try {
      const setUp = await milliseconds(() => fill(store, count));
      bench.say(`${whole(count)} cases in ${(setUp / 1000).toFixed(1)} s, server at ${server.url}`);
      const tokens = new Map<string, string>();
      const token = async (who: string): Promise<string> => {
        const known = tokens.get(who) ?? (await server.token(who));
        tokens.set(who, known);
        return known;
      };
      for (const [who] of lists) await token(who);
      await fillEverydayLists(server, token, bench.quick);
      await expectFilled(server, token);
      await vacuum(store.url);
      const ways = Object.fromEntries(
        lists.map(([who, path]) => [`${who} ${path}`, () => medianOf(server, tokens.get(who) ?? '', path)]),
      );
      for (const way of Object.values(ways)) await way();
      const measured = await alternately(bench.runs, ways);
      return {
        title: `Lists at ${whole(count)} cases, one of ten overdue`,
        baseline: `${mostMs} ms`,
        notes: [`Each figure is the median of ${requests} requests over HTTP.`],
        rows: lists.map(([who, path, what]) => {
          const ours = measured[`${who} ${path}`] ?? [];
          return {
            what,
            ours,
            baseline: ours.map(() => mostMs),
            show: inMilliseconds,
            bound: { kind: 'atMost', ratio: 1 },
          };
        }),
      };
    } finally {
      await server.stop();
    }
  });

/** A list that is empty is always quick. */
async function expectFilled({ url }: ServerProcess, token: (who: string) => Promise<string>): Promise<void> {
  for (const [who, path] of lists.filter(([, each]) => /candidates|gp-questions|rolls-at-risk/.test(each))) {
    const response = await fetch(url + path, { headers: { authorization: `Bearer ${await token(who)}` } });
    const { items } = (await response.json()) as { items: unknown[] };
    if (items.length < 20) throw new Error(`Expected ${path} to hold 20 at least, but got ${items.length}`);
  }
}

/** A share of the cases as large as a municipality's is the coordinator's and the nurse's own; the others are all over the country. */
async function fill(store: Store, count: number): Promise<void> {
  const { rows } = await store.pool.query<{ owner: string }>(
    `select organisation_id as owner from person where subject = 'dev|coordinator'`,
  );
  const [first] = rows;
  if (!first) throw new Error('Expected the coordinator among the development persons');
  const own = Math.ceil(count / municipalities);
  const moving = await openTemplates(store, fullRound);
  const overdue = [await openOverdueTemplate(store)];
  for (const [cases, owner] of [[own, first.owner] as const, [count - own, undefined] as const]) {
    await populate(store, moving, Math.round(cases * (1 - overdueShare)), owner);
    await populate(store, overdue, Math.round(cases * overdueShare), owner);
  }
  await countWaiting(store);
}

/** The copies were made behind the engine's back: its counters know nothing of them. */
async function countWaiting({ pool, url }: Store): Promise<void> {
  const { rows } = await pool.query<{
    municipality: string;
    version: number;
    key: string;
    overdue: boolean;
    tasks: number;
  }>(
    `select c.municipality_id as municipality, c.version, t.key, t.overdue_since is not null as overdue, count(*)::int as tasks
     from task t join "case" c on c.id = t.case_id where t.closed_at is null group by 1, 2, 3, 4`,
  );
  const counters = new Map<string, { municipality: string; version: number; key: string; tasks: number }>();
  const add = (municipality: string, version: number, key: string, tasks: number): void => {
    const name = `${municipality} ${version} ${key}`;
    const known = counters.get(name) ?? { municipality, version, key, tasks: 0 };
    known.tasks += tasks;
    counters.set(name, known);
  };
  for (const { municipality, version, key, overdue, tasks } of rows) {
    add(municipality, version, key, tasks);
    if (overdue) add(municipality, 0, `cause:${causeOf(key)}`, tasks);
  }
  const all = [...counters.values()];
  await pool.query('truncate waiting_count, waiting_count_change');
  await pool.query(
    `insert into waiting_count select municipality, version, key, false, tasks, tasks
     from unnest($1::uuid[], $2::int[], $3::text[], $4::int[]) as d(municipality, version, key, tasks)`,
    [
      all.map(({ municipality }) => municipality),
      all.map(({ version }) => version),
      all.map(({ key }) => key),
      all.map(({ tasks }) => tasks),
    ],
  );
  await vacuum(url);
}

async function medianOf({ url }: ServerProcess, token: string, path: string): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < requests; n += 1) {
    times.push(
      await milliseconds(async () => {
        const response = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
        const text = await response.text();
        if (!response.ok) throw new Error(`Expected ${path} to answer, but got ${response.status}: ${text}`);
      }),
    );
  }
  return median(times);
}
