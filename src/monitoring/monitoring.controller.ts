import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { CommitBell } from '../engine/engine.module.ts';
import { instantPattern, pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import { listBroadcasts } from './list-broadcasts.query.ts';
import { listInbox } from './list-inbox.query.ts';
import { listIncidents } from './list-incidents.query.ts';
import { InboxQuery, IncidentsQuery, PageQuery } from './questions.ts';
import { retryIncident } from './retry-incident.ts';
import { BroadcastPage, InboxPage, IncidentPage, RetryView } from './views.ts';

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
  async incidents(@CurrentCaller() caller: Caller, @Query() { status, after, limit }: IncidentsQuery) {
    const [openedAt, id] = placeAfter(after, instantPattern, uuidPattern) ?? [];
    const rows = await listIncidents(this.store.pool, caller, {
      status,
      after: openedAt && id ? { openedAt, id } : undefined,
      limit: limit + 1,
    });
    const { items, next } = pageOf(rows, limit, (row) => [row.openedAt.toISOString(), row.id]);
    return { items: items.map(({ lastError, ...row }) => ({ ...row, ...(lastError && { lastError }) })), next };
  }

  @Post('incidents/:id/retry')
  @HttpCode(200)
  @Access('operations', 'administrator', 'coordinator')
  @ApiOkResponse({ type: RetryView })
  retry(@CurrentCaller() caller: Caller, @Param('id', ParseUUIDPipe) id: string) {
    return retryIncident(this.store, this.bell, caller, id);
  }

  @Get('inbox')
  @Access('operations', 'administrator')
  @ApiOkResponse({ type: InboxPage })
  async inbox(@Query() { status, after, limit }: InboxQuery) {
    const [receivedAt, id] = placeAfter(after, instantPattern, uuidPattern) ?? [];
    const before = receivedAt && id ? { receivedAt, id } : undefined;
    const rows = await listInbox(this.store.pool, { status, before, limit: limit + 1 });
    return pageOf(rows, limit, (row) => [row.receivedAt.toISOString(), row.id]);
  }

  @Get('broadcasts')
  @Access('operations', 'administrator', 'coordinator')
  @ApiOkResponse({ type: BroadcastPage })
  async broadcasts(@Query() { after, limit }: PageQuery) {
    const [createdAt, id] = placeAfter(after, instantPattern, uuidPattern) ?? [];
    const before = createdAt && id ? { createdAt, id } : undefined;
    const rows = await listBroadcasts(this.store.pool, before, limit + 1);
    return pageOf(rows, limit, (row) => [row.createdAt.toISOString(), row.id]);
  }
}
