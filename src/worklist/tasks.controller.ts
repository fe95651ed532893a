import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { claimTask } from './claim-task.ts';
import { handOverTask } from './hand-over-task.ts';
import { listOwnTasks } from './list-own-tasks.ts';
import { HandOver, Snooze, TasksQuery } from './questions.ts';
import { releaseTask } from './release-task.ts';
import { snoozeTask } from './snooze-task.ts';
import { TaskPage, TaskView } from './views.ts';

@ApiTags('tasks')
@Controller('api/tasks')
@Access('cases')
export class TasksController {
  constructor(private readonly store: Store) {}

  @Get()
  @ApiOkResponse({ type: TaskPage })
  list(
    @CurrentCaller() caller: Caller,
    @ReadPurpose() purpose: Purpose,
    @Query() { mine, snoozed, role, organisation, after, limit }: TasksQuery,
  ) {
    const asked = { role, organisation, after, limit, mine: mine === 'true', snoozed: snoozed === 'true' };
    return listOwnTasks(this.store, caller, asked, purpose);
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
}
