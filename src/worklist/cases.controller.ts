import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  StreamableFile,
} from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import type { Definitions } from '../engine/read-family.ts';
import { explainCase } from './explain-case.ts';
import { listOwnCases } from './list-cases.ts';
import { nameTreatingCoordinator } from './name-treating-coordinator.ts';
import { PageQuery } from '../page-query.ts';
import { CasesQuery, NameTreatingCoordinator } from './questions.ts';
import { AdverseEventView } from './adverse-event-view.ts';
import { ChargesView } from './charge-views.ts';
import { printCase } from './print-case.ts';
import { readAdverseEvent } from './read-adverse-event.ts';
import { readCase } from './read-case.ts';
import { readCharges } from './read-charges.ts';
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
    @Query() { after, limit, state, municipality, order }: CasesQuery,
  ) {
    return listOwnCases(
      seenBy(this.store, caller),
      this.definitions,
      caller,
      { after, limit, state, municipality, order },
      purpose,
    );
  }

  @Get(':id')
  @ApiOkResponse({ type: CaseView })
  read(@CurrentCaller() caller: Caller, @ReadPurpose() purpose: Purpose, @Param('id', ParseUUIDPipe) id: string) {
    return readCase(seenBy(this.store, caller), this.definitions, caller, id, purpose);
  }

  @Get(':id/journal')
  @ApiOkResponse({ type: JournalPage })
  journal(
    @CurrentCaller() caller: Caller,
    @ReadPurpose() purpose: Purpose,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { after, limit }: PageQuery,
  ) {
    return readJournal(seenBy(this.store, caller), this.definitions, caller, id, { after, limit, purpose });
  }

  @Get(':id/explain')
  @ApiOkResponse({ type: ExplanationView })
  explain(@CurrentCaller() caller: Caller, @ReadPurpose() purpose: Purpose, @Param('id', ParseUUIDPipe) id: string) {
    return explainCase(seenBy(this.store, caller), this.definitions, caller, id, purpose);
  }

  @Get(':id/pdf')
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async pdf(
    @CurrentCaller() caller: Caller,
    @ReadPurpose() purpose: Purpose,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<StreamableFile> {
    const file = await printCase(seenBy(this.store, caller), this.definitions, caller, id, purpose);
    // Its name says which case, never whose.
    const disposition = `attachment; filename="forloeb-${id.slice(0, 8)}.pdf"`;
    return new StreamableFile(file, { type: 'application/pdf', disposition });
  }

  @Post(':id/treating-coordinators')
  @HttpCode(204)
  @Access('cases', 'municipalNurse')
  @ApiNoContentResponse()
  nameTreatingCoordinator(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() given: NameTreatingCoordinator,
  ): Promise<void> {
    return nameTreatingCoordinator(this.store, caller, id, given);
  }

  @Get(':id/adverse-event')
  @ApiOkResponse({ type: AdverseEventView })
  adverseEvent(
    @CurrentCaller() caller: Caller,
    @ReadPurpose() purpose: Purpose,
    @Param('id', ParseUUIDPipe) id: string,
  ) {
    return readAdverseEvent(seenBy(this.store, caller), this.definitions, caller, id, purpose);
  }

  @Get(':id/charges')
  @ApiOkResponse({ type: ChargesView })
  charges(@CurrentCaller() caller: Caller, @ReadPurpose() purpose: Purpose, @Param('id', ParseUUIDPipe) id: string) {
    return readCharges(seenBy(this.store, caller), this.definitions, caller, id, purpose);
  }
}
