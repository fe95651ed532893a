/** Plays the case of one product on back-order by its chart: what it tells the citizens is what the chart broadcasts. */
import { decideFamily } from '../../src/engine/decide-family.ts';
import type { Family, Step, Target } from '../../src/engine/decide-family.ts';
import { environmentAt } from '../../src/engine/environment.ts';
import type { SupplyObserved } from '../../workflows/back-order/messages.ts';
import { plusHours, shiftDay } from '../../workflows/calendar.ts';
import { systemActor } from '../../workflows/definition.ts';
import type { Env, Instant, JsonObject, Message } from '../../workflows/definition.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { rootId } from '../verify-workflows/walk.ts';
import { on } from './fate.ts';
import { command, fact, parties, toCase } from './happening.ts';

export interface FatedBackOrder {
  drugId: string;
  /** Danish dates; a back-order that ends after the time simulated is never told to end. */
  since: string;
  endedOn: string;
  /** A drug of the group with the D mark, and whether it can be had. */
  alternative?: { drugId: string; canBeHad: boolean };
}

/** How the product's supply stands from this instant. */
export interface SupplyTold {
  drugId: string;
  at: Instant;
  data: JsonObject;
}

/** [I] Whoever runs Dosisflow answers after so many hours. */
const answerHours = 30;

export function playProduct(
  fated: FatedBackOrder,
  until: Instant,
  observe?: (steps: readonly Step[], env: Env) => void,
): SupplyTold[] {
  const { drugId, since, endedOn } = fated;
  const told: SupplyTold[] = [];
  let family: Family = [];
  const take = (at: Instant, target: Target, message: Message): void => {
    const env = environmentAt(at);
    const decided = decideFamily(family, definitionOf, target, message, env);
    family = decided.family;
    observe?.(decided.steps, env);
    for (const { decision } of decided.steps)
      if (decision.kind === 'accepted') told.push(...decision.broadcasts.map(({ data }) => ({ drugId, at, data })));
  };
  const product: Target = { kind: 'case', caseId: rootId };
  const registeredAt = on(since, '11:00');
  const opening: Message = { ...message('opened', registeredAt, { drugId }), kind: 'internal' };
  take(registeredAt, { kind: 'root', caseId: rootId, workflow: 'back-order', parties }, opening);
  take(registeredAt, product, observed(fated, registeredAt, 1));
  const endsAt = on(endedOn, '11:00');
  let isEndTold = false;
  for (;;) {
    const [member] = family;
    const timer = member?.state.timers.toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0];
    const [task] = member?.state.tasks ?? [];
    const asked = task && plusHours(task.deadlineAt, answerHours - 48);
    const at = [timer?.dueAt, asked, isEndTold ? undefined : endsAt].flatMap((each) => each ?? []).toSorted()[0];
    if (!at || at > until) return told;
    if (!isEndTold && at === endsAt) {
      isEndTold = true;
      take(at, product, observed({ ...fated, isOver: true }, at, 2));
    } else if (task && at === asked)
      take(at, product, command('people', toCase, 'confirmStillOnBackOrder', {}, at, 'administrator').message);
    else if (timer) take(at, product, { ...message(timer.key, at, {}), kind: 'timer' });
  }
}

function message(type: string, at: Instant, data: JsonObject): Omit<Message, 'kind'> {
  return { type, data, occurredAt: at, by: systemActor, key: `${type} ${at}` };
}

/** The product's one package, and that of its alternative, as the price list and the registrations show them. */
function observed(
  { drugId, since, endedOn, alternative, isOver }: FatedBackOrder & { isOver?: true },
  at: Instant,
  reading: number,
): Message {
  const drugs = [drugId, ...(alternative ? [alternative.drugId] : [])];
  const short = alternative && !alternative.canBeHad ? drugs : [drugId];
  const numberOf = (drug: string): string => drug.slice(-6);
  const data = {
    groupFrom: 'doseSubstitution',
    drugs: drugs.map((each) => ({ drugId: each, isDoseDispensable: true, isDeregistered: false })),
    packages: drugs.map((each) => ({ packageNumber: numberOf(each), drugId: each, withdrawn: false })),
    registrations: short.map((each) => ({
      packageNumber: numberOf(each),
      since,
      source: 'wholesaler',
      seenAt: at,
      ...(isOver ? { endedOn } : { expectedTo: shiftDay(since, 14) }),
    })),
    reading,
  } satisfies SupplyObserved;
  return fact('back-orders', toCase, 'supplyObserved', data, at, `supply:${drugId}:${reading}`).message;
}
