import { Injectable, Logger } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import {
  EMPTY,
  Subject,
  catchError,
  concatMap,
  defer,
  exhaustMap,
  filter,
  interval,
  map,
  merge,
  shareReplay,
  takeUntil,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { worksAs } from '../../workflows/definition.ts';
import type { Caller } from '../auth/caller.ts';
import { servesAll } from '../auth/seen-by.ts';
import { Store } from '../db/store.ts';
import { movesBetween, transactionsNow } from './live-moves.query.ts';
import type { Move } from './live-moves.query.ts';
import { covers, ownersOf } from './redact.ts';
import type { Viewer } from './redact.ts';
import { viewerOf } from './viewer.ts';

/** What a page is told: which cases to ask anew for, or that all of them may have moved. Never what happened. */
export interface LiveEvent {
  type: 'moved';
  /** Transactions below it are told. */
  id: string;
  data: { cases: string[]; all: boolean };
}
type Heartbeat = { comment: string };

/** What has moved in the transactions below one, since the look before; undefined where a page must ask for everything. */
interface Look {
  below: bigint;
  moves: Move[] | undefined;
}

const heartbeatMs = 15_000;
/** Then the browser comes back by itself, and the guard asks anew who it is: nobody listens on after being dismissed. */
const longestMs = 60_000;
/** Older than so many transactions, a page has slept: it asks anew for all that it shows. */
const longestGap = 100_000n;

/**
 * Tells open pages which cases have moved, from the tables and so from every process. It looks while someone listens, and one
 * look serves all who do: NOTIFY would take a lock that every commit in the database waits for.
 */
@Injectable()
export class LiveFeed implements OnModuleDestroy {
  /**
   * [I] `everyMs`: a page may be this much behind. `heldMs`: a transaction that stays open longer, anywhere in the database
   * server, holds back what all pages are told; they ask anew at this pace until it ends.
   */
  readonly pace = { everyMs: 1_000, heldMs: 30_000 };
  readonly #logger = new Logger('LiveFeed');
  readonly #stopped = new Subject<void>();
  #isStopped = false;
  /** Whoever comes begins with the look before, so that none falls between what he missed and what he is told. */
  readonly #looks = defer(() => this.#lookOn()).pipe(shareReplay({ bufferSize: 1, refCount: true }));

  constructor(private readonly store: Store) {}

  onModuleDestroy(): void {
    this.#isStopped = true;
    this.#stopped.next();
    this.#stopped.complete();
  }

  /** Everything from the transaction on, or from now, that this caller may know of. */
  async follow(caller: Caller, since: bigint | undefined): Promise<Observable<LiveEvent | Heartbeat>> {
    const viewer = await viewerOf(this.store.pool, caller);
    const told = this.#looks.pipe(
      concatMap(async (look, n) => (n === 0 ? { ...look, moves: await this.#missed(since, look.below) } : look)),
      map(({ below, moves }): LiveEvent => ({
        type: 'moved',
        id: String(below),
        data: { cases: moves ? casesFor(caller, viewer, moves) : [], all: moves === undefined },
      })),
      filter(({ data }, n) => n === 0 || data.all || data.cases.length > 0),
    );
    const heartbeats = interval(heartbeatMs).pipe(map(() => ({ comment: '' })));
    // A process that stops answers those who come meanwhile, and keeps nobody.
    if (this.#isStopped) return EMPTY;
    return merge(told, heartbeats).pipe(takeUntil(merge(timer(longestMs), this.#stopped)));
  }

  async #missed(since: bigint | undefined, below: bigint): Promise<Move[] | undefined> {
    if (since === undefined) return [];
    if (since <= below) return this.#movesSince(since, below);
    // Told by a process that has looked later; or of another database, or of this one before it was restored.
    const now = await transactionsNow(this.store.pool);
    return since <= now.endedBelow ? [] : undefined;
  }

  async #movesSince(from: bigint, below: bigint): Promise<Move[] | undefined> {
    if (below === from) return [];
    if (below - from > longestGap) return undefined;
    const { pool, clock } = this.store;
    return movesBetween(pool, from, below, await clock(pool));
  }

  #lookOn(): Observable<Look> {
    let told: bigint | undefined;
    let movedAt = 0;
    let warnedOf: bigint | undefined;
    const look = async (): Promise<Look> => {
      const { endedBelow: below, begunBelow } = await transactionsNow(this.store.pool);
      const from = told ?? below;
      const moves = await this.#movesSince(from, below);
      told = below;
      if (from !== below || begunBelow === below || movedAt === 0) movedAt = Date.now();
      if (Date.now() - movedAt <= this.pace.heldMs) return { below, moves };
      movedAt = Date.now();
      if (warnedOf !== below) {
        this.#logger.warn(
          `Expected every transaction to end soon, but ${below} is open for more than ${this.pace.heldMs / 1_000} s: until it ends, ` +
            'pages ask anew for all that they show. Find it by backend_xid in pg_stat_activity, and end it',
        );
      }
      warnedOf = below;
      return { below, moves: undefined };
    };
    return timer(0, this.pace.everyMs).pipe(
      // The database is away for a moment: what has not been told is told when it is back.
      exhaustMap(() => defer(look).pipe(catchError(() => EMPTY))),
    );
  }
}

/** The cases and their roots, by id, as far as the caller takes part in them and may know why they moved (P2, P3). */
function casesFor(caller: Caller, viewer: Viewer, moves: readonly Move[]): string[] {
  // As for `relationTo`: whoever looks after the log has no part in what is treated.
  if (caller.role === 'dataProtectionOfficer') return [];
  const mine = moves.filter(({ caseId, municipalityId, fromHospital, parties, persons }) => {
    const own = parties.filter(({ organisationId }) => organisationId === caller.organisationId);
    const stays = own.flatMap((each) => (each.party === 'hospital' ? [each.caseId] : []));
    const owner = ownersOf({ id: caseId, municipalityId }, { ...viewer, stays });
    if (fromHospital && !covers(viewer, 'hospitalNotification', owner)) return false;
    return (
      servesAll(caller) ||
      persons.includes(caller.id) ||
      own.some(({ party }) => party !== 'region' || worksAs(caller.role) === 'municipalNurse')
    );
  });
  return [...new Set(mine.flatMap(({ caseId, familyId }) => [caseId, familyId]))];
}
