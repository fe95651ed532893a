/** Checks that the access log and the event log are as they were written: `npm run check:access-log [-- --kept "ID HASH"]`. */
import { parseArgs } from 'node:util';
import { checkAudit } from '../src/audit/check-audit.ts';
import { sealAudit } from '../src/audit/seal-audit.ts';
import { readConfig } from '../src/config.ts';
import { messageOf } from '../src/kernel/faults.ts';
import { openDatabase } from '../src/start.ts';

try {
  const { values } = parseArgs({ options: { kept: { type: 'string' } } });
  const [, id, hash] = /^(\d+) ([0-9a-f]{64})$/.exec(values.kept ?? '') ?? [];
  if (values.kept !== undefined && !hash)
    throw new Error('Expected --kept with a link as this command prints it: "ID HASH"');
  const { store, stop } = await openDatabase(readConfig(process.env), console.error);
  try {
    while ((await sealAudit(store)) > 0);
    const { links, rows, unsealed, head, faults } = await checkAudit(
      store,
      id && hash ? { id: Number(id), hash } : undefined,
      (count) => console.error(`… ${count} rows`),
    );
    console.log(`${rows} rows under ${links} links, ${unsealed} waiting for the next.`);
    if (head)
      console.log(`Newest link: ${head.id} ${head.hash}. Keep it elsewhere: it shows later that nothing was cut off.`);
    for (const fault of faults) console.log(fault);
    console.log(faults.length === 0 ? 'All is as it was written.' : `${faults.length} faults.`);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await stop();
  }
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
