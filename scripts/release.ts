/** Lists versions as released: from then on what runs of them is locked. `npm run release -- workflow@version … [--dry-run]` */
import { parseArgs } from 'node:util';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { messageOf } from '../src/kernel/faults.ts';
import { entryOf, hashOf } from './releases/hash-version.ts';
import { readVersion } from './releases/read-version.ts';

const list = 'workflows/released.json';

interface Released {
  workflow: string;
  version: number;
  hash: string;
}

/** All of them or none: the list is written when each has been looked at. */
function release(given: readonly string[], isDryRun: boolean): void {
  if (given.length === 0) throw new Error('Expected the versions to release, such as dose-dispensing@1');
  const released = JSON.parse(readFileSync(list, 'utf8')) as Released[];
  const told = given.map((each) => {
    const { name, version } = readVersion(each);
    const hash = hashOf(entryOf({ name, version }));
    const known = released.find((other) => other.workflow === name && other.version === version);
    if (known && known.hash !== hash)
      throw new Error(`Expected ${each} to be as it was released, but it has changed: write version ${version + 1}`);
    if (!readdirSync(`workflows/${name}/histories`).some((file) => file.startsWith(`v${version}-`)))
      throw new Error(`Expected histories of ${each}, but there are none: run npm run record-histories first`);
    if (!known) released.push({ workflow: name, version, hash });
    const what = known ? 'is released already' : isDryRun ? 'would be released' : 'is released';
    return `${each} ${what}, locked by ${hash}.\n`;
  });
  if (!isDryRun) writeFileSync(list, `${JSON.stringify(released, null, 2)}\n`);
  process.stdout.write(told.join(''));
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean', default: false } },
  });
  release(positionals, values['dry-run']);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
