import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import { Store } from '../db/store.ts';
import { instantPattern, pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import { stateOf, usualDwell } from './dwell.ts';
import { countStuck, countWaiting, listStuck } from './list-stuck.query.ts';
import type { StuckRow } from './list-stuck.query.ts';
import { logCases } from './log-cases.ts';
import { stuckFile } from './stuck-file.ts';
import { expectCases, stuckAsked } from './stuck-filter.ts';
import { stuckScope } from './stuck-scope.query.ts';
import { StuckPage, StuckQuery, StuckSummaryView } from './stuck-views.ts';
import { withoutSmall } from './without-small.ts';

/** More than anyone reads, and no more than a spreadsheet holds. */
const mostRows = 10_000;

interface Listed {
  rows: StuckRow[];
  /** As the caller may read it. */
  seen: Store;
  now: string;
}

/** Forløb i stå: what is overdue, why, and who can move it. Without names: a coordinator treats nobody. */
@ApiTags('monitoring')
@Controller('api/stuck')
@Access('operations', 'coordinator', 'administrator')
export class StuckController {
  constructor(private readonly store: Store) {}

  @Get()
  @ApiOkResponse({ type: StuckPage })
  async list(@CurrentCaller() caller: Caller, @ReadPurpose() purpose: Purpose, @Query() asked: StuckQuery) {
    const { rows, seen } = await this.#rows(caller, asked, asked.limit + 1);
    const { items, next } = pageOf(rows, asked.limit, ({ since, id }) => [since.toISOString(), id]);
    const usual = await usualDwell(
      seen.pool,
      items.map(({ key }) => stateOf(key)),
    );
    await logCases(seen, caller, 'list of stuck cases', items, purpose);
    return { items: items.map(({ key, ...row }) => ({ ...row, usual: usual.get(stateOf(key)) ?? null })), next };
  }

  @Get('summary')
  @ApiOkResponse({ type: StuckSummaryView })
  async summary(@CurrentCaller() caller: Caller): Promise<StuckSummaryView> {
    const seen = seenBy(this.store, caller);
    const scope = await stuckScope(seen, caller);
    // Whoever sees numbers only sees no row that they are counted from.
    const { pool } = scope.numbersOnly ? this.store : seen;
    const [counts, states] = await Promise.all([countStuck(pool, scope), countWaiting(pool, scope)]);
    const { numbersOnly } = scope;
    return numbersOnly ? { numbersOnly, ...withoutSmall(counts, states) } : { numbersOnly, counts, states };
  }

  @Get('csv')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  async file(
    @CurrentCaller() caller: Caller,
    @ReadPurpose() purpose: Purpose,
    @Query() asked: StuckQuery,
    @Res({ passthrough: true }) reply: { header(name: string, value: string): unknown },
  ): Promise<string> {
    expectCases(await stuckScope(seenBy(this.store, caller), caller));
    const { rows, seen, now } = await this.#rows(caller, asked, mostRows);
    await logCases(seen, caller, 'list of stuck cases', rows, purpose);
    reply.header('Content-Type', 'text/csv; charset=utf-8');
    reply.header('Content-Disposition', 'attachment; filename="forloeb-i-staa.csv"');
    return stuckFile(rows, now);
  }

  async #rows(caller: Caller, asked: StuckQuery, limit: number): Promise<Listed> {
    const { scope, filter, seen, now } = await stuckAsked(this.store, caller, asked);
    if (scope.numbersOnly) return { rows: [], seen, now };
    const [since, id] = placeAfter(asked.after, instantPattern, uuidPattern) ?? [];
    const after = since && id ? { since, id } : undefined;
    return { rows: await listStuck(this.store, seen, scope, filter, after, limit), seen, now };
  }
}
