import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import { Store } from '../db/store.ts';
import { CommitBell } from '../engine/engine.module.ts';
import { instantPattern, pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import { countLateTimers, listSoon } from './list-soon.query.ts';
import { listOverdue } from './list-stuck.query.ts';
import { listStaff } from './list-staff.query.ts';
import { logCases } from './log-cases.ts';
import { reassignStuck } from './reassign-stuck.ts';
import { remindStuck } from './remind-stuck.ts';
import { deleteView, listSavedViews, saveView } from './saved-views.ts';
import { expectCases, stuckAsked } from './stuck-filter.ts';
import { stuckScope } from './stuck-scope.query.ts';
import {
  ReassignStuck,
  ReassignedView,
  RemindStuck,
  RemindedView,
  SaveView,
  SavedView,
  SavedViewsView,
  SoonPage,
  SoonQuery,
  StaffQuery,
  StaffView,
} from './stuck-work-views.ts';
import type { StuckFilterGiven } from './stuck-work-views.ts';

/** At once; the answer says how many there were. */
const mostTasks = 5_000;

/** What a coordinator does with what stands still, and what is about to. */
@ApiTags('monitoring')
@Controller('api/stuck')
@Access('operations', 'coordinator', 'administrator')
export class StuckWorkController {
  constructor(
    private readonly store: Store,
    private readonly bell: CommitBell,
  ) {}

  @Post('remind')
  @HttpCode(200)
  @ApiOkResponse({ type: RemindedView })
  async remind(@CurrentCaller() caller: Caller, @Body() { dryRun, filter }: RemindStuck): Promise<RemindedView> {
    return remindStuck(this.store, this.bell, caller, await this.#overdue(caller, filter), dryRun);
  }

  @Post('reassign')
  @HttpCode(200)
  @ApiOkResponse({ type: ReassignedView })
  async reassign(
    @CurrentCaller() caller: Caller,
    @Body() { dryRun, filter, to }: ReassignStuck,
  ): Promise<ReassignedView> {
    return reassignStuck(this.store, caller, await this.#overdue(caller, filter), { to, dryRun });
  }

  @Get('staff')
  @ApiOkResponse({ type: StaffView })
  async staff(@CurrentCaller() caller: Caller, @Query() { organisation }: StaffQuery): Promise<StaffView> {
    const own = caller.role === 'administrator' ? (organisation ?? caller.organisationId) : caller.organisationId;
    return { items: await listStaff(seenBy(this.store, caller).pool, own) };
  }

  @Get('soon')
  @ApiOkResponse({ type: SoonPage })
  async soon(
    @CurrentCaller() caller: Caller,
    @ReadPurpose() purpose: Purpose,
    @Query() { municipality, hours, after, limit }: SoonQuery,
  ) {
    const seen = seenBy(this.store, caller);
    const [scope, now] = await Promise.all([stuckScope(seen, caller), seen.clock(seen.pool)]);
    const late = await countLateTimers(this.store.pool, now);
    if (scope.numbersOnly) return { items: [], late, next: null };
    const [deadlineAt, id] = placeAfter(after, instantPattern, uuidPattern) ?? [];
    const rows = await listSoon(seen.pool, scope, {
      municipality,
      from: now,
      until: new Date(Date.parse(now) + hours * 3_600_000).toISOString(),
      after: deadlineAt && id ? { deadlineAt, id } : undefined,
      limit: limit + 1,
    });
    const page = pageOf(rows, limit, (row) => [row.deadlineAt.toISOString(), row.id]);
    await logCases(seen, caller, 'list of tasks due soon', page.items, purpose);
    return { ...page, late };
  }

  @Get('views')
  @ApiOkResponse({ type: SavedViewsView })
  async views(@CurrentCaller() caller: Caller): Promise<SavedViewsView> {
    return { items: await listSavedViews(this.store, caller) };
  }

  @Post('views')
  @HttpCode(200)
  @ApiOkResponse({ type: SavedView })
  save(@CurrentCaller() caller: Caller, @Body() given: SaveView): Promise<SavedView> {
    return saveView(this.store, caller, given);
  }

  @Post('views/:id/delete')
  @HttpCode(204)
  delete(@CurrentCaller() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return deleteView(this.store, caller, id);
  }

  async #overdue(caller: Caller, given: StuckFilterGiven): Promise<string[]> {
    const { scope, filter, seen } = await stuckAsked(this.store, caller, given);
    expectCases(scope);
    return listOverdue(this.store, seen, scope, filter, mostTasks);
  }
}
