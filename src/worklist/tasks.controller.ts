import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import type { Definitions } from '../engine/read-family.ts';
import { claimTask } from './claim-task.ts';
import { handOverTask } from './hand-over-task.ts';
import { listOwnTasks } from './list-own-tasks.ts';
import { listColleagues } from './list-colleagues.query.ts';
import { HandOver, Snooze, TasksQuery } from './questions.ts';
import { releaseTask } from './release-task.ts';
import { snoozeTask } from './snooze-task.ts';
import { ColleaguesView, TaskPage, TaskView } from './views.ts';
import { wakeTask } from './wake-task.ts';

@ApiTags('tasks')
@Controller('api/tasks')
@Access('cases')
export class TasksController {
  constructor(
    private readonly store: Store,
    @Inject(DEFINITIONS) private readonly definitions: Definitions,
  ) {}

  @Get()
  @ApiOkResponse({ type: TaskPage })
  list(
    @CurrentCaller() caller: Caller,
    @ReadPurpose() purpose: Purpose,
    @Query() { mine, free, snoozed, role, organisation, workflow, due, after, limit }: TasksQuery,
  ) {
    const flags = { mine: mine === 'true', free: free === 'true', snoozed: snoozed === 'true' };
    const asked = { role, organisation, workflow, due, after, limit, ...flags };
    return listOwnTasks(seenBy(this.store, caller), this.definitions, caller, asked, purpose);
  }

  @Get('colleagues')
  @ApiOkResponse({ type: ColleaguesView })
  async colleagues(@CurrentCaller() caller: Caller): Promise<ColleaguesView> {
    return { items: await listColleagues(this.store.pool, caller) };
  }

  @Post(':id/claim')
  @HttpCode(200)
  @ApiOkResponse({ type: TaskView })
  claim(@CurrentCaller() caller: Caller, @Param('id', ParseUUIDPipe) id: string) {
    return claimTask(this.store, caller, id);
  }

  @Post(':id/release')
  @HttpCode(200)
  @ApiOkResponse({ type: TaskView })
  release(@CurrentCaller() caller: Caller, @Param('id', ParseUUIDPipe) id: string) {
    return releaseTask(this.store, caller, id);
  }

  @Post(':id/hand-over')
  @HttpCode(200)
  @ApiOkResponse({ type: TaskView })
  handOver(@CurrentCaller() caller: Caller, @Param('id', ParseUUIDPipe) id: string, @Body() { to }: HandOver) {
    return handOverTask(this.store, caller, id, to);
  }

  @Post(':id/snooze')
  @HttpCode(200)
  @ApiOkResponse({ type: TaskView })
  snooze(@CurrentCaller() caller: Caller, @Param('id', ParseUUIDPipe) id: string, @Body() { until, reason }: Snooze) {
    return snoozeTask(this.store, caller, id, until, reason);
  }

  @Post(':id/wake')
  @HttpCode(200)
  @ApiOkResponse({ type: TaskView })
  wake(@CurrentCaller() caller: Caller, @Param('id', ParseUUIDPipe) id: string) {
    return wakeTask(this.store, caller, id);
  }
}
