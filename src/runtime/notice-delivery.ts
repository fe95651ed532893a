import { setTimeout as pause } from 'node:timers/promises';
import { crashPoint } from '../kernel/crash-point.ts';
import type { OutboxRow, Outside } from './effects.ts';
import { deliver, lease, leaseSql } from './outbox.ts';
import { Receivers } from './receivers.ts';

/** Deliveries that end together make room together: one look for all of them. */
const gatherMs = 10;
const first = '00000000-0000-0000-0000-000000000000';

/**
 * Delivers notices to receivers outside. As soon as one has ended the next is taken, of whichever receiver has a lane free
 * (`Receivers`): nobody waits for the slowest of a page, and a receiver with ten thousand notices takes no more room than one
 * with four.
 */
export class NoticeDelivery {
  readonly #receivers = new Receivers();
  readonly #underWay = new Set<Promise<void>>();
  /** Receivers take turns: the search goes on behind the one that came last. */
  #behind = first;
  #wake: () => void = () => {};
  #stopped = false;

  constructor(private readonly outside: Outside) {}

  /** Ends when nothing is due that may be delivered now and nothing is under way. Returns how many it took. */
  async deliverDue(): Promise<number> {
    let taken = 0;
    for (;;) {
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      const rows = this.#stopped ? [] : await this.#take();
      if (rows.length > 0) crashPoint('noticesTaken');
      taken += rows.length;
      for (const row of rows) this.#begin(row);
      if (this.#underWay.size === 0) return taken;
      await Promise.race([woken, ...this.#underWay]);
      await pause(gatherMs);
    }
  }

  /** There may be more than there was. */
  look(): void {
    this.#wake();
  }

  /** Takes no more; what is under way is waited for. */
  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  #begin(row: OutboxRow): void {
    const receiver = row.organisationId ?? first;
    this.#receivers.begin(receiver);
    const ended = this.#bring(row, receiver).finally(() => this.#underWay.delete(ended));
    this.#underWay.add(ended);
  }

  async #bring(row: OutboxRow, receiver: string): Promise<void> {
    this.#receivers.end(receiver, await deliver(row, this.outside));
  }

  async #take(): Promise<OutboxRow[]> {
    const { inAll, of } = this.#receivers.free();
    if (inAll <= 0) return [];
    const from = this.#behind;
    const rows = await this.#takeBehind(from, inAll, of);
    this.#behind =
      rows.length < inAll ? first : rows.reduce((last, { organisationId }) => later(last, organisationId), from);
    return rows.length === 0 && from !== first ? this.#takeBehind(first, inAll, of) : rows;
  }

  async #takeBehind(behind: string, limit: number, lanes: ReadonlyMap<string, number>): Promise<OutboxRow[]> {
    const { rows } = await this.outside.store.pool.query<OutboxRow>({
      name: 'take-notices',
      text: takeSql,
      values: [limit, lease, behind, [...lanes.keys()], [...lanes.values()]],
    });
    return rows;
  }
}

const later = (one: string, other: string | null): string => (other !== null && other > one ? other : one);

/** From receiver to receiver along the index, past all rows of each: those of one that rests are never read. */
const takeSql = `
  with recursive receiver as (
    (select organisation_id as id from outbox where status = 'pending' and organisation_id > $3::uuid order by organisation_id limit 1)
    union all
    select (select o.organisation_id from outbox o where o.status = 'pending' and o.organisation_id > r.id
      order by o.organisation_id limit 1)
    from receiver r where r.id is not null
  ), due as materialized (
    select d.id from receiver r left join unnest($4::uuid[], $5::int[]) as lanes(id, free) on lanes.id = r.id
    cross join lateral (
      select o.id from outbox o where o.status = 'pending' and o.organisation_id = r.id and o.due_at <= clock_timestamp()
      order by o.due_at, o.id limit coalesce(lanes.free, 1) for update skip locked) d
    where r.id is not null limit $1)
  ${leaseSql}`;
