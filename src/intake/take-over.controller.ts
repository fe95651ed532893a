import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DOORKEEPING } from '../auth/access.guard.ts';
import type { Doorkeeping } from '../auth/access.guard.ts';
import { Access, Cost, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import { Engine } from '../engine/engine.ts';
import type { Definitions } from '../engine/engine.ts';
import { takeOverCitizens } from './take-over-citizens.ts';
import { TakeOverCitizens, TakenOverCitizensView } from './take-over-views.ts';

/** A hundred citizens count as four cases opened: 6,000 citizens a minute, so that all 62,725 take a quarter of an hour. */
const costOfAll = 20;
/** As a search: who is in care elsewhere cannot be tried out faster this way. */
const costOfSearch = 20;

/** A dry run leaves nothing behind but what it told: each number counts as a search. */
function costOf(body: unknown): number {
  const { citizens, dryRun } = (body ?? {}) as { citizens?: unknown; dryRun?: unknown };
  return dryRun && Array.isArray(citizens) ? citizens.length * costOfSearch : costOfAll;
}

@ApiTags('cases')
@Controller('api/cases/take-over')
@Access('cases', 'municipalNurse')
export class TakeOverController {
  constructor(
    readonly store: Store,
    readonly engine: Engine,
    @Inject(DEFINITIONS) readonly definitions: Definitions,
    @Inject(DOORKEEPING) private readonly door: Doorkeeping,
  ) {}

  @Post()
  @HttpCode(200)
  @Cost(costOf)
  @ApiOkResponse({ type: TakenOverCitizensView })
  async take(@CurrentCaller() caller: Caller, @Body() asked: TakeOverCitizens): Promise<TakenOverCitizensView> {
    const results = await takeOverCitizens(this, caller, asked);
    if (asked.dryRun) return { results };
    const refused = results.filter(({ result, faults }) => result === 'refused' && !faults).length;
    // What was done stays done, whatever it costs: this is answered, and the next request waits.
    if (refused > 0) await this.door.limits.ofCaller(caller, refused * costOfSearch).catch(() => {});
    return { results };
  }
}
