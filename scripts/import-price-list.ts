/** Takes a price list (taksten) into use from its files: `npm run import:price-list -- FOLDER [--dry-run]`. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.ts';
import { keepPriceList } from '../src/intake/take-price-list.ts';
import { readPriceList } from '../src/integration/price-list/read-price-list.ts';
import { translatePriceList } from '../src/integration/price-list/translate.ts';
import { messageOf } from '../src/kernel/faults.ts';
import { openDatabase } from '../src/start.ts';

/** What the counts of differences are called. */
const words = {
  newDrugs: 'new drugs',
  goneDrugs: 'drugs gone',
  dMarksLost: 'D marks lost',
  dMarksGained: 'D marks gained',
  groupsChanged: 'other groups',
  deregistered: 'deregistered',
  withdrawn: 'packages withdrawn',
  cheapestChanged: 'groups with another cheapest package',
};

try {
  process.exitCode = await main();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { 'dry-run': { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [folder] = positionals;
  if (!folder) throw new Error('Expected the folder of a price list: npm run import:price-list -- FOLDER [--dry-run]');
  const names = (await readdir(folder)).filter((name) => /\.txt$/i.test(name));
  const files = new Map<string, Buffer>();
  for (const name of names) files.set(name.toLowerCase(), await readFile(join(folder, name)));
  console.error(`… ${names.length} files`);
  const read = readPriceList(files);
  if (!read.ok) {
    for (const { file, line, position, message } of read.faults)
      console.log(
        [file, line && `line ${line}`, position && `position ${position}`].filter(Boolean).join(', ') + `: ${message}`,
      );
    console.log('Nothing was taken into use.');
    return 1;
  }
  const list = translatePriceList(read.priceList);
  const marked = list.drugs.filter(({ isDoseDispensable }) => isDoseDispensable).length;
  console.log(
    `${list.name}, from ${list.validFrom}: ${list.drugs.length} drugs, ${marked} with the D mark, ${list.packages.length} packages.`,
  );
  if (values['dry-run']) return 0;
  const { store, stop } = await openDatabase(readConfig(process.env), console.error);
  try {
    const by = { kind: 'system', id: 'import:price-list', role: 'administrator' };
    const { before, ...counts } = await keepPriceList(store, by, list, (what, rows) =>
      console.log(`… ${rows} ${what}`),
    );
    if (before) {
      console.log(`Against the list of ${before}:`);
      for (const [what, count] of Object.entries(counts))
        console.log(`  ${words[what as keyof typeof counts]}: ${count}`);
    }
    console.log('In use from its first day; back-orders are looked at again then.');
  } finally {
    await stop();
  }
  return 0;
}
