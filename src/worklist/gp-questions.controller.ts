import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import type { Definitions } from '../engine/read-family.ts';
import { listGpQuestions } from './list-gp-questions.ts';
import { PageQuery } from '../page-query.ts';
import { GpQuestionPage } from './views.ts';

@ApiTags('tasks')
@Controller('api/gp-questions')
export class GpQuestionsController {
  constructor(
    private readonly store: Store,
    @Inject(DEFINITIONS) private readonly definitions: Definitions,
  ) {}

  @Get()
  @Access('cases', 'gp', 'practiceStaff')
  @ApiOkResponse({ type: GpQuestionPage })
  list(@CurrentCaller() caller: Caller, @ReadPurpose() purpose: Purpose, @Query() { after, limit }: PageQuery) {
    return listGpQuestions(seenBy(this.store, caller), this.definitions, caller, { after, limit }, purpose);
  }
}
