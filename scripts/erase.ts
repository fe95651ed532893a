/** Erases the citizen of a case: `npm run erase -- CASE [--ground "…"]`; `--again` re-applies all erasures after a restore. */
import { parseArgs } from 'node:util';
import { isUUID } from 'class-validator';
import { readConfig } from '../src/config.ts';
import { eraseCitizen, reapplyErasures } from '../src/audit/erase-citizen.ts';
import { retention } from '../src/audit/retention.ts';
import type { Store } from '../src/db/store.ts';
import { messageOf } from '../src/kernel/faults.ts';
import { openDatabase } from '../src/start.ts';

try {
  const { values, positionals } = parseArgs({
    options: { ground: { type: 'string' }, again: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [caseId = ''] = positionals;
  if (!values.again && !isUUID(caseId))
    throw new Error('Expected the id of a case: npm run erase -- CASE --ground "…"');
  const { store, stop } = await openDatabase(readConfig(process.env), console.error);
  try {
    console.log(
      values.again
        ? `${await reapplyErasures(store.pool)} citizens were erased again.`
        : await erase(store, caseId, values.ground),
    );
  } finally {
    await stop();
  }
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

async function erase(store: Store, caseId: string, ground: string | undefined): Promise<string> {
  const by = process.env['USER'] ?? 'operator';
  const erased = await eraseCitizen(store, { caseId, ground: ground?.trim() || undefined, by });
  if (erased.kind === 'erased') {
    const { cases, events, messages, numbers, statisticsKept } = erased.report;
    return [
      `Erased: the key of the citizen is destroyed. Unreadable from now on, in every copy:`,
      `  ${cases} cases, ${events} events, ${messages} messages received. ${numbers} numbers removed: nobody finds the citizen by them.`,
      `  ${statisticsKept} counted facts stay, without the citizen.`,
    ].join('\n');
  }
  process.exitCode = 1;
  switch (erased.kind) {
    case 'notFound':
      return `Expected a case with the id ${caseId}, but there is none. Nothing was erased.`;
    case 'already':
      return `The citizen of this case was erased at ${erased.at}: ${erased.ground}.`;
    case 'open':
      return 'Expected a citizen whose cases are closed, but one is open: end it, or mark it as opened by mistake. Nothing was erased.';
    case 'retained':
      return `Expected to be past the ${retention.recordYears} years of retention, which end at ${erased.until}, or a legal ground: --ground "…". Nothing was erased.`;
  }
}
