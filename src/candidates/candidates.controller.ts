import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { writeReadsOfCitizens } from '../audit/write-audit.ts';
import { Access, Cost, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import { Engine } from '../engine/engine.ts';
import type { Definitions } from '../engine/read-family.ts';
import { pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import { declineCandidate } from './erase-candidates.ts';
import { importCandidates } from './import-candidates.ts';
import { listCandidates } from './list-candidates.query.ts';
import { CandidatesQuery, DeclineCandidate, ImportCandidates, StartPath } from './questions.ts';
import { showCandidate } from './show-candidate.ts';
import { startPath } from './start-path.ts';
import { CandidatePage, ImportedCandidates, StartedPath } from './views.ts';

/** Citizens in medication handling who might be suited: the municipality's own list, seen by nobody else. */
@ApiTags('candidates')
@Controller('api/candidates')
@Access('cases', 'municipalNurse', 'municipalPlanner')
export class CandidatesController {
  constructor(
    private readonly store: Store,
    private readonly engine: Engine,
    @Inject(DEFINITIONS) private readonly definitions: Definitions,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOkResponse({ type: ImportedCandidates })
  async import(@CurrentCaller() caller: Caller, @Body() given: ImportCandidates): Promise<ImportedCandidates> {
    return { results: await importCandidates(this.store, caller, given) };
  }

  @Get()
  @ApiOkResponse({ type: CandidatePage })
  async list(
    @CurrentCaller() caller: Caller,
    @Query() { careSetting, blocker, unblocked, minCoverage, after, limit }: CandidatesQuery,
  ): Promise<CandidatePage> {
    const { pool, clock } = seenBy(this.store, caller);
    const [coverage, id] = placeAfter(after, /^\d{1,3}$/, uuidPattern) ?? [];
    const rows = await listCandidates(pool, {
      municipalityId: caller.organisationId,
      ...(careSetting && { careSetting }),
      ...(blocker && { blocker }),
      ...(minCoverage !== undefined && { minCoverage }),
      isUnblocked: unblocked === 'true',
      after: coverage && id ? { coveragePercent: Number(coverage), id } : undefined,
      limit: limit + 1,
    });
    const { items, next } = pageOf(rows, limit, (row) => [String(row.coveragePercent), row.id]);
    const at = await clock(pool);
    const entry = { at, caller, action: 'read', detail: 'list of candidates', purpose: 'treatment' } as const;
    await writeReadsOfCitizens(
      pool,
      entry,
      items.map(({ citizenId }) => citizenId),
    );
    return { items: items.map((row) => showCandidate(this.store, row)), next };
  }

  @Post(':id/start')
  @Access('cases', 'municipalNurse')
  // It tells that a number cannot be used, as opening a case does.
  @Cost(5)
  @ApiCreatedResponse({ type: StartedPath })
  start(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() given: StartPath,
  ): Promise<StartedPath> {
    const { store, engine, definitions } = this;
    return startPath({ store, engine, definitions }, caller, id, given);
  }

  @Post(':id/decline')
  @HttpCode(204)
  @ApiNoContentResponse()
  decline(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() given: DeclineCandidate,
  ): Promise<void> {
    return declineCandidate(this.store, caller, id, given);
  }
}
