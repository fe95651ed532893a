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
import type { PriceListView, TakenPriceListView } from './price-list-views.ts';

/** Reads a zipped price list; every fault names its file, line and position, and one is enough to refuse it whole. */
export async function unpackPriceList(zip: Buffer): Promise<PriceList> {
  const unzipped = await unzip(zip);
  if (!unzipped.ok) throw refused([unzipped.fault]);
  const read = readPriceList(unzipped.files);
  if (!read.ok) throw refused(read.faults);
  return translatePriceList(read.priceList);
}

/** Takes a price list into use, whole or not at all. */
export async function takePriceList(
  store: Store,
  caller: Caller,
  list: PriceList,
  progress?: PriceListProgress,
): Promise<TakenPriceListView> {
  return { list: countsOf(list), differences: await keepPriceList(store, caller, list, progress) };
}

export function countsOf({ validFrom, name, drugs, packages }: PriceList): PriceListView {
  const dMarked = drugs.filter(({ isDoseDispensable }) => isDoseDispensable).length;
  return { validFrom, name, drugs: drugs.length, dMarked, packages: packages.length };
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
