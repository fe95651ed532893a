/** Wraps every key anew by DOSISFLOW_MASTER_KEY, opening with DOSISFLOW_OTHER_MASTER_KEY what the one before wrapped: `npm run rotate-keys`. */
import { readConfig } from '../src/config.ts';
import { rewrapKeys } from '../src/db/rewrap-keys.ts';
import { messageOf } from '../src/kernel/faults.ts';
import { openDatabase } from '../src/start.ts';

try {
  const config = readConfig(process.env);
  const { store, stop } = await openDatabase(config, console.error);
  try {
    const all = await rewrapKeys(store.pool, store.keys.vault, ({ name, rewrapped, current }) =>
      console.error(`… ${name}: ${rewrapped + current}`),
    );
    for (const { name, rewrapped, current } of all)
      console.log(`${name}: ${rewrapped} wrapped anew, ${current} were already`);
    console.log('Now take DOSISFLOW_OTHER_MASTER_KEY away from every process, and the old key out of use.');
  } finally {
    await stop();
  }
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
