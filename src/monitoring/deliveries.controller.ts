import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import { Store } from '../db/store.ts';
import { CommitBell } from '../engine/engine.module.ts';
import { pageOf, placeAfter } from '../kernel/page.ts';
import { notFound } from '../kernel/problem.ts';
import { DeliveriesQuery, DeliveryPage, DeliveryView } from './delivery-views.ts';
import { listDeliveries } from './list-deliveries.query.ts';
import { logCases } from './log-cases.ts';
import { repeatDelivery } from './repeat-delivery.ts';

const number = /^\d{1,18}$/;

/** The log of notices that went out. */
@ApiTags('monitoring')
@Controller('api/deliveries')
@Access('operations', 'administrator')
export class DeliveriesController {
  constructor(
    private readonly store: Store,
    private readonly bell: CommitBell,
  ) {}

  @Get()
  @ApiOkResponse({ type: DeliveryPage })
  async list(
    @CurrentCaller() caller: Caller,
    @ReadPurpose() purpose: Purpose,
    @Query() { organisation, status, after, limit }: DeliveriesQuery,
  ) {
    const [before] = placeAfter(after, number) ?? [];
    const seen = seenBy(this.store, caller);
    const rows = await listDeliveries(seen.pool, { organisation, status, before, limit: limit + 1 });
    const page = pageOf(rows, limit, ({ id }) => [id]);
    await logCases(seen, caller, 'log of deliveries', page.items, purpose);
    return page;
  }

  @Post(':id/repeat')
  @HttpCode(200)
  @ApiOkResponse({ type: DeliveryView })
  repeat(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    if (!number.test(id)) throw notFound('a delivery with this id');
    return repeatDelivery(this.store, this.bell, caller, id);
  }
}
