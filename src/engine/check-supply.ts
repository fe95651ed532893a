import type { Instant } from '../../workflows/definition.ts';
import { danishDate } from '../../workflows/calendar.ts';
import type { SupplyObserved } from '../../workflows/back-order/messages.ts';
import type { Standing } from '../../workflows/back-order/standing.ts';
import { standingOf } from '../../workflows/back-order/standing.ts';
import { environmentAt } from './environment.ts';

export type { SupplyObserved };
export { danishDate as danishDateOf };

/** How a product stands on the Danish date of an instant, by the rules then in force: what its case would say. */
export function checkSupply(supply: SupplyObserved, drugId: string, at: Instant): Standing {
  return standingOf(supply, drugId, danishDate(at), environmentAt(at).policy.backOrderWarningDays);
}
