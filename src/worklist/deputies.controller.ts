import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { danishDateOf } from '../engine/check-supply.ts';
import { DeputiesView, DeputyView, RecordDeputy } from './deputy-views.ts';
import { listDeputies } from './list-deputies.query.ts';
import { endDeputy, recordDeputy } from './record-deputy.ts';

/** Who stands in for whom in the caller's own organisation. */
@ApiTags('tasks')
@Controller('api/deputies')
@Access('cases')
export class DeputiesController {
  constructor(private readonly store: Store) {}

  @Get()
  @ApiOkResponse({ type: DeputiesView })
  async list(@CurrentCaller() { organisationId }: Caller): Promise<DeputiesView> {
    const today = danishDateOf(await this.store.clock(this.store.pool));
    return { items: await listDeputies(this.store.pool, { organisationId, today }) };
  }

  @Post()
  @ApiCreatedResponse({ type: DeputyView })
  record(@CurrentCaller() caller: Caller, @Body() given: RecordDeputy): Promise<DeputyView> {
    return recordDeputy(this.store, caller, given);
  }

  @Post(':id/end')
  @HttpCode(204)
  @ApiNoContentResponse()
  end(@CurrentCaller() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return endDeputy(this.store, caller, id);
  }
}
