import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import { Store } from '../db/store.ts';
import { csv } from '../kernel/csv.ts';
import { instantPattern, pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import { Problem } from '../kernel/problem.ts';
import { withoutSmall } from './without-small.ts';
import { countStuck, countWaiting, listStuck } from './list-stuck.query.ts';
import type { StuckRow } from './list-stuck.query.ts';
import { logCases } from './log-cases.ts';
import { stuckScope } from './stuck-scope.query.ts';
import { StuckPage, StuckQuery, StuckSummaryView } from './stuck-views.ts';

/** More than anyone reads, and no more than a spreadsheet holds. */
const mostRows = 10_000;

/** Forløb i stå: what is overdue, why, and who can move it. Without names: a coordinator treats nobody. */
@ApiTags('monitoring')
@Controller('api/stuck')
@Access('operations', 'coordinator', 'administrator')
export class StuckController {
  constructor(private readonly store: Store) {}

  @Get()
  @ApiOkResponse({ type: StuckPage })
  async list(@CurrentCaller() caller: Caller, @ReadPurpose() purpose: Purpose, @Query() asked: StuckQuery) {
    const rows = await this.#rows(caller, asked, asked.limit + 1);
    const page = pageOf(rows, asked.limit, ({ since, id }) => [since.toISOString(), id]);
    await logCases(seenBy(this.store, caller), caller, 'list of stuck cases', page.items, purpose);
    return page;
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
    if ((await stuckScope(seenBy(this.store, caller), caller)).numbersOnly) {
      throw new Problem(
        403,
        'forbidden',
        'You may not do this',
        'Expected a municipality’s coordinator: others see numbers',
      );
    }
    const rows = await this.#rows(caller, asked, mostRows);
    await logCases(seenBy(this.store, caller), caller, 'list of stuck cases', rows, purpose);
    reply.header('Content-Type', 'text/csv; charset=utf-8');
    reply.header('Content-Disposition', 'attachment; filename="forloeb-i-staa.csv"');
    return csv(
      ['forløb', 'årsag', 'opgave', 'rolle', 'organisation', 'vagt', 'kommune', 'siden', 'mindes om igen'],
      rows.map((row) => [
        row.root,
        row.cause,
        row.title.da,
        row.role,
        row.organisationName,
        row.dutyContact,
        row.municipalityName,
        row.since.toISOString(),
        row.remindedAt.toISOString(),
      ]),
    );
  }

  async #rows(caller: Caller, asked: StuckQuery, limit: number): Promise<StuckRow[]> {
    const seen = seenBy(this.store, caller);
    const { pool, clock } = seen;
    const scope = await stuckScope(seen, caller);
    if (scope.numbersOnly) return [];
    const { cause, municipality, organisation, state, minDays } = asked;
    const [since, id] = placeAfter(asked.after, instantPattern, uuidPattern) ?? [];
    const now = Date.parse(await clock(pool));
    const before = minDays === undefined ? undefined : new Date(now - minDays * 86_400_000).toISOString();
    const after = since && id ? { since, id } : undefined;
    return listStuck(pool, scope, { cause, municipality, organisation, state, before, after, limit });
  }
}
