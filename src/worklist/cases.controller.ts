import { Controller, Get, Inject, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import type { Definitions } from '../engine/read-family.ts';
import { explainCase } from './explain-case.ts';
import { listOwnCases } from './list-cases.ts';
import { CasesQuery, PageQuery } from './questions.ts';
import { readCase } from './read-case.ts';
import { readJournal } from './read-journal.ts';
import { CasePage, CaseView, ExplanationView, JournalPage } from './views.ts';

@ApiTags('cases')
@Controller('api/cases')
@Access('cases')
export class CasesController {
  constructor(
    private readonly store: Store,
    @Inject(DEFINITIONS) private readonly definitions: Definitions,
  ) {}

  @Get()
  @ApiOkResponse({ type: CasePage })
  list(
    @CurrentCaller() caller: Caller,
    @ReadPurpose() purpose: Purpose,
    @Query() { after, limit, state, municipality }: CasesQuery,
  ) {
    return listOwnCases(this.store, this.definitions, caller, { after, limit, state, municipality }, purpose);
  }

  @Get(':id')
  @ApiOkResponse({ type: CaseView })
  read(@CurrentCaller() caller: Caller, @ReadPurpose() purpose: Purpose, @Param('id', ParseUUIDPipe) id: string) {
    return readCase(this.store, this.definitions, caller, id, purpose);
  }

  @Get(':id/journal')
  @ApiOkResponse({ type: JournalPage })
  journal(
    @CurrentCaller() caller: Caller,
    @ReadPurpose() purpose: Purpose,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { after, limit }: PageQuery,
  ) {
    return readJournal(this.store, this.definitions, caller, id, { after, limit, purpose });
  }

  @Get(':id/explain')
  @ApiOkResponse({ type: ExplanationView })
  explain(@CurrentCaller() caller: Caller, @ReadPurpose() purpose: Purpose, @Param('id', ParseUUIDPipe) id: string) {
    return explainCase(this.store, this.definitions, caller, id, purpose);
  }
}
