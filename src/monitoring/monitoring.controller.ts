import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { seenBy, servesAll } from '../auth/seen-by.ts';
import { Store } from '../db/store.ts';
import { CommitBell } from '../engine/engine.module.ts';
import { instantPattern, pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import { isSmall } from '../kernel/small-cells.ts';
import { listBroadcasts } from './list-broadcasts.query.ts';
import type { BroadcastRow } from './list-broadcasts.query.ts';
import { logCases } from './log-cases.ts';
import { listFmkWalks } from './list-fmk-walks.query.ts';
import { listIncidents } from './list-incidents.query.ts';
import type { IncidentRow } from './list-incidents.query.ts';
import { PageQuery } from '../page-query.ts';
import { IncidentsQuery, RetryIncidents } from './questions.ts';
import { retryIncident } from './retry-incident.ts';
import { retryIncidents } from './retry-incidents.ts';
import { BroadcastPage, FmkWalkPage, IncidentPage, RetriesView, RetryView } from './views.ts';

@ApiTags('monitoring')
@Controller('api')
export class MonitoringController {
  constructor(
    private readonly store: Store,
    private readonly bell: CommitBell,
  ) {}

  @Get('incidents')
  @Access('operations', 'administrator', 'coordinator')
  @ApiOkResponse({ type: IncidentPage })
  async incidents(
    @CurrentCaller() caller: Caller,
    @ReadPurpose() purpose: Purpose,
    @Query() { status, kind, after, limit }: IncidentsQuery,
  ) {
    const [openedAt, id] = placeAfter(after, instantPattern, uuidPattern) ?? [];
    const seen = seenBy(this.store, caller);
    const rows = await listIncidents(seen.pool, caller, {
      status,
      ...(kind && { kind }),
      after: openedAt && id ? { openedAt, id } : undefined,
      limit: limit + 1,
    });
    const { items, next } = pageOf(rows, limit, (row) => [row.place, row.id]);
    await logCases(seen, caller, 'list of incidents', items, purpose);
    return { items: items.map(shown), next };
  }

  @Post('incidents/retry')
  @HttpCode(200)
  @Access('operations', 'administrator', 'coordinator')
  @ApiOkResponse({ type: RetriesView })
  retryMany(@CurrentCaller() caller: Caller, @Body() filter: RetryIncidents): Promise<RetriesView> {
    return retryIncidents(this.store, this.bell, caller, filter);
  }

  @Post('incidents/:id/retry')
  @HttpCode(200)
  @Access('operations', 'administrator', 'coordinator')
  @ApiOkResponse({ type: RetryView })
  retry(@CurrentCaller() caller: Caller, @Param('id', ParseUUIDPipe) id: string) {
    return retryIncident(this.store, this.bell, caller, id);
  }

  @Get('broadcasts')
  @Access('operations', 'administrator', 'coordinator')
  @ApiOkResponse({ type: BroadcastPage })
  async broadcasts(@CurrentCaller() caller: Caller, @Query() { after, limit }: PageQuery) {
    const [createdAt, id] = placeAfter(after, instantPattern, uuidPattern) ?? [];
    const before = createdAt && id ? { createdAt, id } : undefined;
    const rows = await listBroadcasts(seenBy(this.store, caller).pool, before, limit + 1);
    const page = pageOf(rows, limit, (row) => [row.createdAt.toISOString(), row.id]);
    return servesAll(caller) ? page : { ...page, items: page.items.map(withoutFew) };
  }

  @Get('fmk-walks')
  @Access('operations', 'administrator')
  @ApiOkResponse({ type: FmkWalkPage })
  async fmkWalks(@CurrentCaller() caller: Caller, @Query() { after, limit }: PageQuery) {
    const [startedAt, id] = placeAfter(after, instantPattern, uuidPattern) ?? [];
    const before = startedAt && id ? { startedAt, id } : undefined;
    const rows = await listFmkWalks(seenBy(this.store, caller).pool, before, limit + 1);
    return pageOf(rows, limit, (row) => [row.startedAt.toISOString(), row.id]);
  }
}

/** How many pack a product, as far as they are not few; nor may what is left to tell be found by taking one from the other. */
function withoutFew({ handled, expected, ...row }: BroadcastRow) {
  const hides = isSmall(expected) || isSmall(Math.abs(expected - handled));
  return { ...row, handled: hides || isSmall(handled) ? null : handled, expected: isSmall(expected) ? null : expected };
}

/** The technical is for administrators, and left out for others. */
function shown({ place: _, lastError, what, ...row }: IncidentRow) {
  return { ...row, ...(what && { what }), ...(lastError && { lastError }) };
}
