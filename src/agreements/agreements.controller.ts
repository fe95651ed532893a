import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { Engine } from '../engine/engine.ts';
import { pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import { listAgreements } from './list-agreements.query.ts';
import { moveRunningTasks } from './move-running-tasks.ts';
import { PageQuery } from '../page-query.ts';
import { EndAgreement, MoveRunningTasks, RecordAgreement } from './questions.ts';
import { endAgreement, recordAgreement } from './record-agreement.ts';
import { AgreementPage, AgreementView, MovedTasksView } from './views.ts';

@ApiTags('agreements')
@Controller('api/agreements')
export class AgreementsController {
  constructor(
    private readonly store: Store,
    private readonly engine: Engine,
  ) {}

  @Get()
  @Access('cases', 'municipalNurse', 'coordinator', 'administrator')
  @ApiOkResponse({ type: AgreementPage })
  async list(
    @CurrentCaller() { role, organisationId }: Caller,
    @Query() { after, limit }: PageQuery,
  ): Promise<AgreementPage> {
    const [id] = placeAfter(after, uuidPattern) ?? [];
    const municipalityId = role === 'administrator' ? undefined : organisationId;
    const rows = await listAgreements(this.store.pool, { municipalityId, after: id, limit: limit + 1 });
    return pageOf(rows, limit, (row) => [row.id]);
  }

  @Post()
  @Access('cases', 'coordinator', 'administrator')
  @ApiCreatedResponse({ type: AgreementView })
  record(@CurrentCaller() caller: Caller, @Body() given: RecordAgreement): Promise<AgreementView> {
    return recordAgreement(this.store, caller, given);
  }

  @Post(':id/end')
  @HttpCode(200)
  @Access('cases', 'coordinator', 'administrator')
  @ApiOkResponse({ type: AgreementView })
  end(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { lastDay }: EndAgreement,
  ): Promise<AgreementView> {
    return endAgreement(this.store, caller, id, lastDay);
  }

  @Post(':id/move-running-tasks')
  @HttpCode(200)
  @Access('cases', 'coordinator', 'municipalNurse')
  @ApiOkResponse({ type: MovedTasksView })
  move(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() given: MoveRunningTasks,
  ): Promise<MovedTasksView> {
    return moveRunningTasks({ store: this.store, engine: this.engine }, caller, id, given);
  }
}
