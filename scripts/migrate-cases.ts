/** Moves running cases onto another version of their workflow, or lists what that would come to. */
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.ts';
import type { Store } from '../src/db/store.ts';
import { Engine } from '../src/engine/engine.ts';
import { countCases, planMigration, runMigration } from '../src/engine/migrate-cases.ts';
import type { Migration, Moved, Planned } from '../src/engine/migrate-cases.ts';
import { messageOf } from '../src/kernel/faults.ts';
import { openDatabase } from '../src/start.ts';
import type { Actor } from '../workflows/definition.ts';
import { definitionOf } from '../workflows/registry.ts';
import { readVersion } from './releases/read-version.ts';

const usage = `npm run migrate-cases -- WORKFLOW@FROM WORKFLOW@TO --dry-run
npm run migrate-cases -- WORKFLOW@FROM WORKFLOW@TO --by SUBJECT --reason TEXT

Lists every case of the version with the state it would get, the tasks kept, closed and opened, and its due instants; or
moves them, as the administrator SUBJECT of the directory. A case that cannot be moved, or would stand still, is refused
by itself and keeps its version; the command ends with 1 where there was one. Ended, it can be run again.
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean' }, by: { type: 'string' }, reason: { type: 'string' } },
  });
  const [from, to] = positionals.map(readVersion);
  const isGiven = values['dry-run'] === true || (values.by !== undefined && values.reason?.trim());
  if (!from || !to || positionals.length > 2 || from.name !== to.name || !isGiven) {
    process.stderr.write(usage);
    process.exit(2);
  }
  const migration: Migration = { workflow: from.name, from: from.version, to: to.version };
  const { store, stop } = await openDatabase(readConfig(process.env), () => {});
  try {
    const all = await countCases(store.pool, migration);
    const services = { pool: store.pool, keys: store.keys, clock: store.clock, definitions: definitionOf };
    const told = values['dry-run']
      ? planMigration(services, migration)
      : runMigration(
          services,
          new Engine(services),
          migration,
          await actorNamed(store, values.by ?? ''),
          values.reason ?? '',
        );
    process.exitCode = (await tell(told, all)) > 0 ? 1 : 0;
  } finally {
    await stop();
  }
}

async function actorNamed({ pool }: Store, subject: string): Promise<Actor> {
  const { rows } = await pool.query<{ id: string; role: string; organisationId: string }>(
    `select id, role, organisation_id as "organisationId" from person where subject = $1 and active`,
    [subject],
  );
  const [person] = rows;
  if (person?.role !== 'administrator')
    throw new Error(
      `Expected --by to be the subject of an active administrator of the directory, but ${subject} is not`,
    );
  return { kind: 'person', id: person.id, role: 'administrator', organisationId: person.organisationId };
}

/** A line for each case on standard output, progress on standard error. Answers how many were refused. */
async function tell(told: AsyncIterable<Planned | Moved>, all: number): Promise<number> {
  let [count, refused] = [0, 0];
  for await (const each of told) {
    count += 1;
    if (each.kind === 'refused') refused += 1;
    for (const line of linesOf(each)) process.stdout.write(`${line}\n`);
    if (count % 1_000 === 0) process.stderr.write(`${count} of ${all}\n`);
  }
  process.stderr.write(`${count} of ${all} case(s), ${refused} refused\n`);
  return refused;
}

function linesOf(each: Planned | Moved): string[] {
  switch (each.kind) {
    case 'moved':
      return [`${each.caseId} moved`];
    case 'refused':
      return [`${each.caseId} refused: ${each.reason.en}`];
    case 'moves': {
      const { caseId, was, is, kept, closed, opened, timers } = each.plan;
      const regions = [...new Set([...Object.keys(was), ...Object.keys(is)])];
      const changed = regions.filter((region) => was[region] !== is[region]);
      return [
        `${caseId} ${changed.map((region) => `${region}: ${was[region] ?? '–'} → ${is[region] ?? '–'}`).join(', ') || 'the same states'}`,
        ...kept.map((key) => `  task kept   ${key}`),
        ...closed.map((key) => `  task closed ${key}`),
        ...opened.map((key) => `  task opened ${key}`),
        ...timers.map(
          ({ key, was: before, due }) =>
            `  due ${due}${before === due ? ' as before' : ` (was ${before ?? 'none'})`} ${key}`,
        ),
      ];
    }
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(1);
});
