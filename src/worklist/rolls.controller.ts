import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import type { Definitions } from '../engine/read-family.ts';
import { PageQuery } from '../page-query.ts';
import { listRollsAtRisk } from './list-rolls-at-risk.ts';
import { RollsAtRiskPage } from './roll-views.ts';
import { seenBy } from '../auth/seen-by.ts';

@ApiTags('tasks')
@Controller('api/rolls-at-risk')
export class RollsController {
  constructor(
    private readonly store: Store,
    @Inject(DEFINITIONS) private readonly definitions: Definitions,
  ) {}

  /** Before packing, for the pharmacy that hands them out. */
  @Get()
  @Access('cases', 'prescribingPharmacist', 'pharmacyStaff')
  @ApiOkResponse({ type: RollsAtRiskPage })
  list(@CurrentCaller() caller: Caller, @ReadPurpose() purpose: Purpose, @Query() { after, limit }: PageQuery) {
    return listRollsAtRisk(seenBy(this.store, caller), this.definitions, caller, { after, limit }, purpose);
  }
}
