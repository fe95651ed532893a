import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { engineOn, withStore } from './bench.ts';
import type { Scenario } from './bench.ts';
import { alternately, keepInFlight } from './measure.ts';
import { openTemplates, populate } from './population.ts';
import { measureReads } from './reads.ts';
import { inMegabytes, inMilliseconds, perSecond } from './report.ts';
import { startServer } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import { Rounds, commandRound } from './workload.ts';
import type { Step } from './workload.ts';

const inFlight = 32;

/** What the way through HTTP costs: commands to a server process, against the engine in this one. And what access control costs a read. */
export const http: Scenario = (bench) =>
  withStore(bench, async (store) => {
    const seconds = bench.quick ? 0.3 : 3;
    const server = await startServer(store.url);
    const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
    try {
      const token = await server.token('nurse');
      const { rows } = await store.pool.query<{ owner: string }>(
        `select organisation_id as owner from person where subject = 'dev|nurse'`,
      );
      const templates = await openTemplates(store, commandRound);
      const turns = await populate(store, templates, bench.quick ? 400 : 4_000, rows[0]?.owner);
      bench.say(`${turns.length} cases, server at ${server.url}`);

      const engine = engineOn(store);
      const half = turns.length / 2;
      const direct = new Rounds(turns.slice(0, half), commandRound);
      const posted = new Rounds(turns.slice(half), commandRound);
      const ways = {
        baseline: () => keepInFlight(inFlight, seconds, () => direct.send(engine)),
        ours: async () => {
          const before = await server.residentBytes();
          const flow = await keepInFlight(inFlight, seconds, async () => {
            const { caseId, step } = posted.next();
            await post(agent, server, token, caseId, step);
          });
          return { ...flow, before, after: await server.residentBytes() };
        },
      };
      await ways.ours();
      await ways.baseline();
      const { baseline, ours } = await alternately(bench.runs, ways);
      const reads = await measureReads(bench, store, turns);
      const row = (what: string, figure: 'perSecond' | 'p50' | 'p99', show: (value: number) => string) => ({
        what,
        ours: ours.map((flow) => flow[figure]),
        baseline: baseline.map((flow) => flow[figure]),
        show,
      });
      return {
        title: `HTTP commands, ${inFlight} in flight`,
        baseline: `the same commands to the engine in one process, ${inFlight} in flight`,
        notes: ['Reads: in one process, the same with and without the policies of the tables.'],
        rows: [
          row('commands a second', 'perSecond', perSecond),
          row('half of them within (p50)', 'p50', inMilliseconds),
          row('99 of 100 within (p99)', 'p99', inMilliseconds),
          {
            what: "the server's resident memory after a run against before it",
            ours: ours.map(({ after }) => after),
            baseline: ours.map(({ before }) => before),
            show: inMegabytes,
          },
          ...reads,
        ],
      };
    } finally {
      agent.destroy();
      await server.stop();
    }
  });

function post(agent: Agent, { url }: ServerProcess, token: string, caseId: string, step: Step): Promise<void> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  };
  return new Promise((done, failed) => {
    const call = request(`${url}/api/cases/${caseId}/commands`, { agent, method: 'POST', headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part: string) => (body += part));
      response.on('end', () => {
        if (response.statusCode === 200) done();
        else failed(new Error(`Expected ${step.type} to be accepted, but got ${response.statusCode}: ${body}`));
      });
    });
    call.on('error', failed);
    call.end(JSON.stringify({ type: step.type, data: step.data }));
  });
}
