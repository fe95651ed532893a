import { writeAudit } from '../audit/write-audit.ts';
import type { AuditEntry } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { priceListDifferences } from '../directory/price-list-differences.query.ts';
import type { PriceListDifferences } from '../directory/price-list-differences.query.ts';
import { writePriceList } from '../directory/write-price-list.ts';
import type { PriceListProgress } from '../directory/write-price-list.ts';
import type { PriceListFault } from '../integration/price-list/printed-list.ts';
import { readPriceList } from '../integration/price-list/read-price-list.ts';
import { translatePriceList } from '../integration/price-list/translate.ts';
import { unzip } from '../integration/price-list/unzip.ts';
import type { PriceList } from '../kernel/price-list.ts';
import { badRequest } from '../kernel/problem.ts';
import type { TakenPriceListView } from './price-list-views.ts';

/** Takes a zipped price list into use, whole or not at all; every fault names its file, line and position. */
export async function takePriceList(
  store: Store,
  caller: Caller,
  zip: Buffer,
  isDryRun: boolean,
): Promise<TakenPriceListView> {
  const unzipped = await unzip(zip);
  if (!unzipped.ok) throw refused([unzipped.fault]);
  const read = readPriceList(unzipped.files);
  if (!read.ok) throw refused(read.faults);
  const list = translatePriceList(read.priceList);
  const { validFrom, name, drugs, packages } = list;
  const dMarked = drugs.filter(({ isDoseDispensable }) => isDoseDispensable).length;
  const counted = { validFrom, name, drugs: drugs.length, dMarked, packages: packages.length };
  if (isDryRun) return { list: counted };
  return { list: counted, differences: await keepPriceList(store, caller, list) };
}

/** Takes a list into use, and answers how it differs from the one before. */
export async function keepPriceList(
  { pool, clock }: Pick<Store, 'pool' | 'clock'>,
  caller: AuditEntry['caller'],
  list: PriceList,
  progress?: PriceListProgress,
): Promise<PriceListDifferences> {
  await writePriceList(pool, list, progress);
  const detail = `price list from ${list.validFrom} taken into use`;
  await writeAudit(pool, { at: await clock(pool), caller, action: 'change', detail, purpose: 'operation' });
  return priceListDifferences(pool, list.validFrom);
}

function refused(faults: readonly PriceListFault[]) {
  return badRequest(
    'Expected a whole price list in the format 12.0; nothing was taken into use. Correct what faults names',
    faults.map(({ file, line, position, message }) => ({
      field: [file, line && `line ${line}`, position && `position ${position}`].filter(Boolean).join(', '),
      message,
    })),
  );
}
