/** What is counted of a citizen's life: how it went, not who it was. */
import type { Family, Step } from '../../src/engine/decide-family.ts';
import type { SupplyChanged } from '../../workflows/back-order/messages.ts';
import { danishDate, endOfDay, plusDays, shiftDay } from '../../workflows/calendar.ts';
import type { Instant } from '../../workflows/definition.ts';
import type { Fate } from './fate.ts';
import { on } from './fate.ts';
import type { Done } from './life.ts';
import { add } from './tally.ts';
import type { Tally } from './tally.ts';

/** [I] How long medicine arranged by hand lasts: until the next roll of an ordinary cycle. */
const arrangedDays = 14;

export class Watch {
  readonly #fate: Fate;
  readonly #tally: Tally = {};
  readonly #overdueSince = new Map<string, Instant>();
  /** Drugs packed for the citizen of which a formal warning was told (R56). */
  readonly #warned = new Set<string>();

  constructor(fate: Fate) {
    this.#fate = fate;
  }

  see(steps: readonly Step[], family: Family, at: Instant): void {
    for (const { message, decision } of steps) {
      add(this.#tally, `messages ${message.kind} ${decision.kind}`);
      if (decision.kind !== 'accepted') continue;
      for (const { code } of decision.effects) add(this.#tally, `notices ${code}`);
      if (message.type === 'supplyChanged') {
        const { drugId, isWarned } = message.data as SupplyChanged;
        if (isWarned) this.#warned.add(drugId);
      }
    }
    for (const member of family) {
      const overdue = member.state.tasks.map(({ key }) => key).filter((key) => key.endsWith('.overdue'));
      for (const key of overdue) {
        const name = `${member.id} ${key}`;
        if (!this.#overdueSince.has(name)) this.#overdueSince.set(name, at);
      }
      for (const [name, since] of this.#overdueSince)
        if (name.startsWith(member.id) && !overdue.some((key) => name === `${member.id} ${key}`))
          this.#over(name, since, at);
    }
  }

  /** A life ends with the time simulated: what is still overdue then has been so until then. */
  result(family: Family, { gpContacts, covered }: Done): Tally {
    const tally = this.#tally;
    for (const [name, since] of [...this.#overdueSince]) this.#over(name, since, this.#fate.endsAt);
    add(tally, 'citizens');
    add(tally, 'gpContacts', gpContacts);
    add(tally, 'warningsReceived', this.#warned.size);
    for (const { createdBy } of this.#fate.requests) add(tally, `requests ${createdBy}`);
    for (const { definition, state } of family)
      for (const { kind } of definition.statistics?.(state.snapshot.context as never) ?? [])
        add(tally, `statistics ${kind}`);
    this.#money(family);
    add(tally, 'daysWithoutMedicine', daysWithout(this.#fate, family, covered));
    return tally;
  }

  #over(name: string, since: Instant, until: Instant): void {
    this.#overdueSince.delete(name);
    const cause = (name.split(' ')[1] ?? '').replace(/\.(open\.)?overdue$/, '');
    add(this.#tally, `stuckHours ${cause}`, Math.round((Date.parse(until) - Date.parse(since)) / 3_600_000));
  }

  /** Each roll and each start as its own case charges it, in øre. */
  #money(family: Family): void {
    for (const { definition, state } of family)
      for (const { kind, payers } of definition.charges?.(state.snapshot.context as never) ?? []) {
        if (kind === 'gpStart') add(this.#tally, 'gpStarts');
        for (const [payer, ore] of Object.entries(payers)) add(this.#tally, `ore ${payer}`, ore);
      }
    const { rolls, opensAt, endsAt } = this.#fate;
    const packed = rolls.filter(({ inHandFrom }) => inHandFrom && inHandFrom >= opensAt && inHandFrom <= endsAt);
    add(this.#tally, 'rollsPacked', packed.length);
  }
}

/** Days at home on dose packing on which no roll was in hand, no hospital gave, and nobody had arranged anything else. */
function daysWithout(fate: Fate, [root]: Family, covered: readonly Instant[]): number {
  const { rolls, stays, diedAt, endsAt, ending, declines } = fate;
  const first = rolls.find(({ inHandFrom }) => inHandFrom)?.startDate;
  if (declines || !first || !root) return 0;
  const opened = danishDate(fate.opensAt);
  const last =
    [danishDate(endsAt), diedAt && danishDate(diedAt), ending?.lastDay].flatMap((day) => day ?? []).toSorted()[0] ?? '';
  let count = 0;
  for (let day = first > opened ? first : opened; day < last; day = shiftDay(day, 1)) {
    const [noon, night] = [on(day, '12:00'), endOfDay(day)];
    const hasRoll = rolls.some(
      ({ startDate, endDate, inHandFrom, goneAt }) =>
        startDate <= day &&
        day <= endDate &&
        inHandFrom !== undefined &&
        inHandFrom < noon &&
        (!goneAt || goneAt > noon),
    );
    const isAway = stays.some(({ from, to, isCancelled }) => !isCancelled && from < night && to > noon);
    const isArranged = covered.some((at) => at < noon && plusDays(at, arrangedDays) > noon);
    if (!hasRoll && !isAway && !isArranged) count += 1;
  }
  return count;
}
