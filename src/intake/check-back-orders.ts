import type { Store } from '../db/store.ts';
import { checkSupply, danishDateOf } from '../engine/check-supply.ts';
import { drugsOfPackages, readSupply } from './read-supply.query.ts';
import type { CheckedPackageView } from './back-order-views.ts';

/** How these packages stand at an instant, for a prescribing system (R56). Of products alone: nothing says for whom. */
export async function checkBackOrders(
  { pool }: Store,
  packageNumbers: readonly string[],
  at: string,
): Promise<{ packages: CheckedPackageView[]; unknown: string[] }> {
  const today = danishDateOf(at);
  const drugs = await drugsOfPackages(pool, packageNumbers, today);
  const read = await readSupply(pool, [...new Set(drugs.values())], today);
  const packages = packageNumbers.flatMap((packageNumber): CheckedPackageView[] => {
    const found = read.find(({ drugId }) => drugId === drugs.get(packageNumber));
    if (!found) return [];
    const { drugId, name, supply } = found;
    const { backOrder, isWarned, because, alternatives } = checkSupply(supply, drugId, at);
    return [
      {
        packageNumber,
        drugId,
        name,
        status: backOrder ? 'onBackOrder' : 'available',
        since: backOrder?.since ?? null,
        expectedTo: backOrder?.expectedTo ?? null,
        warning: isWarned,
        because,
        alternatives,
      },
    ];
  });
  return { packages, unknown: packageNumbers.filter((each) => !drugs.has(each)) };
}
