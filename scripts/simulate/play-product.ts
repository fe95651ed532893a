/** The case of one product on back-order, lived by its chart: what it tells the citizens is what the chart broadcasts. */
import { decideFamily } from '../../src/engine/decide-family.ts';
import type { Family, Step, Target } from '../../src/engine/decide-family.ts';
import { environmentAt } from '../../src/engine/environment.ts';
import type { SupplyObserved } from '../../workflows/back-order/messages.ts';
import { plusHours, shiftDay } from '../../workflows/calendar.ts';
import { systemActor } from '../../workflows/definition.ts';
import type { Env, Instant, JsonObject, Message } from '../../workflows/definition.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { rootId } from '../verify-workflows/walk.ts';
import type { Move } from '../verify-workflows/walk.ts';
import { idOf } from './course.ts';
import type { Options } from './course.ts';
import { on } from './fate.ts';
import { Inspection } from './inspection.ts';
import type { Complained } from './inspection.ts';
import type { Complaint } from './invariants.ts';
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

/** What the case of a product is told, or a timer of it that fires. */
interface ProductAct {
  at: Instant;
  isOpening?: true;
  message: Message;
}

export interface PlayedProduct {
  supply: SupplyTold[];
  complaint?: Complained;
}

/** [I] Whoever runs Dosisflow answers after so many hours. */
const answerHours = 30;

/** Looked at after each step and each day, as the family of a citizen is: C5 is a product's alone. */
export function playProduct(fated: FatedBackOrder, until: Instant, options: Options = {}): PlayedProduct {
  const course = new ProductCourse(fated, environmentAt, options);
  const acts = liveProduct(fated, until);
  for (let next = acts.next(); !next.done; next = acts.next(course.family))
    if (!course.comesTo(next.value.at) || !course.settle(next.value, course.decide(next.value))) break;
  return course.end(until);
}

/** How a product's case has come so far, decided in memory or on a database alike. */
class ProductCourse {
  family: Family = [];
  readonly #drugId: string;
  readonly #envAt: (at: Instant) => Env;
  readonly #options: Options;
  readonly #inspection: Inspection;
  readonly #supply: SupplyTold[] = [];

  constructor({ drugId, since }: FatedBackOrder, envAt: (at: Instant) => Env, options: Options = {}) {
    this.#drugId = drugId;
    this.#envAt = envAt;
    this.#options = options;
    this.#inspection = new Inspection(registeredAt(since), envAt);
  }

  comesTo(at: Instant): boolean {
    this.#inspection.comesTo(at, this.family);
    return !this.#inspection.complaint;
  }

  decide({ at, isOpening, message: said }: ProductAct): { family: Family; steps: readonly Step[]; move: Move } {
    const { definitions = definitionOf } = this.#options;
    const target: Target = isOpening
      ? { kind: 'root', caseId: rootId, workflow: 'back-order', parties }
      : { kind: 'case', caseId: idOf(undefined, this.family) };
    const { family, steps } = decideFamily(this.family, definitions, target, said, this.#envAt(at));
    return { family, steps, move: { name: said.type, target, message: said } };
  }

  /** The family is where it was decided to be, or where a database now has it. Whether the life goes on is the answer. */
  settle({ at }: ProductAct, decided: ReturnType<ProductCourse['decide']>, family = decided.family): boolean {
    const before = this.family;
    const { steps, move } = decided;
    this.family = family;
    this.#options.observe?.(steps, this.#envAt(at));
    for (const { decision } of steps)
      if (decision.kind === 'accepted')
        this.#supply.push(...decision.broadcasts.map(({ data }) => ({ drugId: this.#drugId, at, data })));
    if (before.length > 0) this.#inspection.sees(before, move, steps, family, at);
    return !this.#inspection.complaint;
  }

  complain(wrong: Complaint, at: Instant, act: string): void {
    this.#inspection.complain(wrong, at, act);
  }

  end(until: Instant): PlayedProduct {
    this.#inspection.end(this.family, until);
    const { complaint } = this.#inspection;
    return { supply: this.#supply, ...(complaint && { complaint }) };
  }
}

/** The acts in order of time; whoever plays them tells how the case then stands. */
function* liveProduct(fated: FatedBackOrder, until: Instant): Generator<ProductAct, void, Family> {
  const { drugId, since, endedOn } = fated;
  const opensAt = registeredAt(since);
  const opening: Message = { ...message('opened', opensAt, { drugId }), kind: 'internal' };
  yield { at: opensAt, isOpening: true, message: opening };
  let family = yield { at: opensAt, message: observed(fated, opensAt, 1) };
  const endsAt = on(endedOn, '11:00');
  let isEndTold = false;
  for (;;) {
    const [member] = family;
    const timer = member?.state.timers.toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0];
    const [task] = member?.state.tasks ?? [];
    const asked = task && plusHours(task.deadlineAt, answerHours - 48);
    const at = [timer?.dueAt, asked, isEndTold ? undefined : endsAt].flatMap((each) => each ?? []).toSorted()[0];
    if (!at || at > until) return;
    if (!isEndTold && at === endsAt) {
      isEndTold = true;
      family = yield { at, message: observed({ ...fated, isOver: true }, at, 2) };
    } else if (task && at === asked)
      family = yield {
        at,
        message: command('people', toCase, 'confirmStillOnBackOrder', {}, at, 'administrator').message,
      };
    else if (timer) family = yield { at, message: { ...message(timer.key, at, {}), kind: 'timer' } };
  }
}

/** Line by line what was told of the product, and what was wrong then. */
export function tellProduct({ drugId, since, endedOn, alternative }: FatedBackOrder, complaint: Complained): string {
  const { at, act, check, sentence } = complaint;
  const group = alternative
    ? `${alternative.drugId} of its group, which can${alternative.canBeHad ? '' : 'not'} be had`
    : 'nothing in its group';
  return [
    `The story of the product ${drugId}, with ${group}:`,
    `  ${registeredAt(since)}  registered as on back-order since ${since}`,
    ...(on(endedOn, '11:00') <= at ? [`  ${on(endedOn, '11:00')}  registered as back since ${endedOn}`] : []),
    `  ${at}  ${check} is broken at ${act}: ${sentence}`,
  ].join('\n');
}

function registeredAt(since: string): Instant {
  return on(since, '11:00');
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
