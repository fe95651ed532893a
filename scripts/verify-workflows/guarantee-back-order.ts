import type { BackOrderContext } from '../../workflows/back-order/base.ts';
import type { SupplyObserved } from '../../workflows/back-order/messages.ts';
import { danishDate } from '../../workflows/calendar.ts';
import { current } from '../../workflows/policy/current.ts';
import type { Check } from './walk.ts';

/**
 * C5, counted anew package by package: every package still sold of the product and of each alternative that counts, at least
 * eight days ago, where the policy says more than seven. One whose timer is due is about to look again.
 */
export const warningIsExact: Check = {
  name: 'C5',
  state: ({ family, at, policy = current }) => {
    for (const { definition, state } of family) {
      if (definition.name !== 'back-order' || state.timers.some(({ dueAt }) => dueAt <= at)) continue;
      const { supply, drugId } = state.snapshot.context as BackOrderContext;
      const { supply: standing } = state.snapshot.value as { supply: string };
      const isDue = isWarningDue(supply, drugId, danishDate(at), policy.backOrderWarningDays);
      if (isDue !== (standing === 'warned'))
        return `Expected ${isDue ? 'a' : 'no'} formal warning on ${danishDate(at)}, but the product is ${standing}`;
    }
    return undefined;
  },
};

function isWarningDue({ drugs, packages, registrations }: SupplyObserved, drugId: string, today: string, days: number) {
  const sold = packages.filter(({ withdrawn }) => !withdrawn);
  const others = drugs.filter((each) => each.isDoseDispensable && !each.isDeregistered).map((each) => each.drugId);
  const counted = sold.filter((each) => each.drugId === drugId || others.includes(each.drugId));
  return (
    sold.some((each) => each.drugId === drugId) &&
    counted.every(({ packageNumber }) =>
      registrations.some(
        ({ packageNumber: of, since, endedOn, withdrawn }) =>
          of === packageNumber &&
          !withdrawn &&
          (endedOn === undefined || endedOn > today) &&
          (Date.parse(today) - Date.parse(since)) / 86_400_000 >= days + 1,
      ),
    )
  );
}
