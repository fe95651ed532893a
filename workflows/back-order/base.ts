import { setup } from 'xstate';
import { danishDate } from '../calendar.ts';
import type { CaseContext, CaseEvent, CaseInput } from '../definition.ts';
import { requests, stateMeta } from '../definition.ts';
import { delays } from './deadlines.ts';
import type { SupplyChanged, SupplyObserved } from './messages.ts';
import type { Standing } from './standing.ts';
import { nextDayOf, standingOf } from './standing.ts';

export interface BackOrderContext extends CaseContext {
  drugId: string;
  supply: SupplyObserved;
  standing: Standing;
  /** When time alone may change the standing. */
  nextDay: string | undefined;
  /** Counts what was broadcast, so that an earlier word that comes late says nothing. */
  version: number;
  told: string | undefined;
}

type BackOrderEvent = CaseEvent<'supplyObserved', SupplyObserved> | CaseEvent<'confirmStillOnBackOrder'>;

type Name = 'available' | 'announced' | 'onBackOrder' | 'warned';

/** A case that nobody has told anything yet. */
export const nothingKnown: SupplyObserved = { drugs: [], packages: [], registrations: [], reading: 0 };

function nameOf({ standing: { backOrder, isWarned }, nextDay }: BackOrderContext): Name {
  if (backOrder) return isWarned ? 'warned' : 'onBackOrder';
  return nextDay === undefined ? 'available' : 'announced';
}

/** What follows from what is known, today. */
export function standing(context: Omit<BackOrderContext, 'standing' | 'nextDay'>): BackOrderContext {
  const { env, supply, drugId } = context;
  const today = danishDate(env.at);
  const days = env.policy.backOrderWarningDays;
  return { ...context, standing: standingOf(supply, drugId, today, days), nextDay: nextDayOf(supply, today, days) };
}

function toldOf({ drugId, standing: { backOrder, isWarned, alternatives, group } }: BackOrderContext) {
  return { drugId, backOrder: backOrder && { ...backOrder }, isWarned, alternatives, group };
}

export const base = setup({
  types: {
    context: {} as BackOrderContext,
    events: {} as BackOrderEvent,
    input: {} as CaseInput,
    meta: stateMeta,
    tags: {} as 'closed',
  },
  delays,
  guards: {
    isNewsOfSupply: ({ context, event }) =>
      event.type === 'supplyObserved' && event.data.reading > context.supply.reading,
    isStanding: ({ context }, { name }: { name: Name }) => nameOf(context) === name,
    isNotStanding: ({ context }, { name }: { name: Name }) => nameOf(context) !== name,
    isOnBackOrder: ({ context }) => context.standing.backOrder !== null,
    isNotOnBackOrder: ({ context }) => context.standing.backOrder === null,
  },
  actions: requests,
});

/** Looks at the standing again, and tells every case that packs the product where it has changed; the first word only if bad. */
export const learn = base.enqueueActions(({ context, event, enqueue }) => {
  const after = standing(event.type === 'supplyObserved' ? { ...context, supply: event.data } : context);
  const now = toldOf(after);
  const told = JSON.stringify(now);
  const isNews = told !== context.told && (context.told !== undefined || now.backOrder !== null);
  if (!isNews) {
    enqueue.assign(after);
    return;
  }
  const version = context.version + 1;
  enqueue.assign({ ...after, version, told });
  const data = { ...now, version } satisfies SupplyChanged;
  enqueue({ type: 'broadcast', params: { selector: { drugIds: [context.drugId] }, type: 'supplyChanged', data } });
});
