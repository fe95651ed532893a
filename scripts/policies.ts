/** What a planned set of rules would change for the running cases: `npm run policies -- --preview SET[,SET]`. */
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.ts';
import { previewRules } from '../src/engine/preview-rules.ts';
import type { Preview } from '../src/engine/preview-rules.ts';
import { messageOf } from '../src/kernel/faults.ts';
import { openDatabase } from '../src/start.ts';
import { policyChanges } from '../workflows/policy/in-force.ts';
import { definitionOf } from '../workflows/registry.ts';

const usage = `npm run policies -- --preview SET[,SET]

Looks at every running case under the rules in force now, with each rule of these sets alone, and with all of them: which
tasks its next decision would open and close, and what people may do then. It counts, and writes nothing.
Sets: ${policyChanges.map(({ id }) => id).join(', ')}.
Off in all of them, and known to no chart yet: vetoWindow.
`;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { preview: { type: 'string' } } });
  if (!values.preview) {
    process.stderr.write(usage);
    return 2;
  }
  const { store, stop } = await openDatabase(readConfig(process.env), () => {});
  try {
    const { pool, keys, clock } = store;
    const services = { pool, keys, clock, definitions: definitionOf };
    const preview = await previewRules(services, values.preview.split(','), (cases) => {
      if (cases % 1_024 === 0) console.error(`${cases} cases`);
    });
    for (const line of linesOf(preview)) console.log(line);
  } finally {
    await stop();
  }
  return 0;
}

function linesOf({ inForce, cases, rules }: Preview): string[] {
  return [
    `${cases} running cases, under ${inForce} now.`,
    ...rules.flatMap(({ rule, from, to, cases: changed, changes }) => [
      '',
      `${rule === 'together' ? 'All together' : `${rule}: ${String(from)} → ${String(to)}`}: ${changed} case(s)`,
      ...[...changes]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([change, count]) => `  ${String(count).padStart(6)}  ${change}`),
    ]),
  ];
}
