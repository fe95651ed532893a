/** Measures Dosisflow against baselines on a database of its own: `npm run bench -- [--quick] [--only NAME]`. */
import { parseArgs } from 'node:util';
import type { Scenario } from './bench/bench.ts';
import { drain } from './bench/drain.ts';
import { growth } from './bench/growth.ts';
import { http } from './bench/http.ts';
import { waitingLists } from './bench/lists.ts';
import { machineText } from './bench/machine.ts';
import { isMissed, summaryText, tableText } from './bench/report.ts';
import type { Table } from './bench/report.ts';
import { ScratchServer } from './bench/scratch-database.ts';
import { start } from './bench/start.ts';
import { transitions } from './bench/transitions.ts';

const scenarios: Record<string, Scenario> = { transitions, http, growth, drain, lists: waitingLists, start };

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } } });
const chosen = Object.entries(scenarios).filter(([name]) => !values.only || name === values.only);
if (chosen.length === 0) {
  console.error(`Expected --only with one of ${Object.keys(scenarios).join(', ')}.`);
  process.exit(1);
}

const runs = values.quick ? 3 : 5;
const server = await ScratchServer.find(process.env['BENCH_DATABASE_URL'] ?? process.env['DATABASE_URL']);
const tables: Table[] = [];
try {
  console.log(`${machineText(server.version, runs)}\n`);
  for (const [name, scenario] of chosen) {
    const say = (sentence: string): void => console.error(`… ${name}: ${sentence}`);
    say('begins');
    const table = await scenario({ server, quick: values.quick, runs, say });
    tables.push(table);
    console.log(`${tableText(table, !values.quick)}\n`);
  }
} finally {
  await server.close();
}
console.log(summaryText(tables, !values.quick));
if (!values.quick && tables.some(({ rows }) => rows.some(isMissed))) process.exitCode = 1;
