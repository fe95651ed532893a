import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import type { Definitions } from '../engine/read-family.ts';
import { listNotes } from './list-notes.ts';
import { NotesView, WithdrawNote, WriteNote } from './note-views.ts';
import { treating } from './redact.ts';
import { seenBy } from '../auth/seen-by.ts';
import { withdrawNote } from './withdraw-note.ts';
import { writeNote } from './write-note.ts';

/** What colleagues write to each other on a citizen's case. */
@ApiTags('cases')
@Controller('api/cases/:id/notes')
@Access('cases')
export class NotesController {
  constructor(
    private readonly store: Store,
    @Inject(DEFINITIONS) private readonly definitions: Definitions,
  ) {}

  @Get()
  @ApiOkResponse({ type: NotesView })
  list(@CurrentCaller() caller: Caller, @ReadPurpose() purpose: Purpose, @Param('id', ParseUUIDPipe) id: string) {
    return listNotes(seenBy(this.store, caller), this.definitions, caller, id, purpose);
  }

  @Post()
  @HttpCode(204)
  @Access('cases', ...treating)
  @ApiNoContentResponse()
  write(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() given: WriteNote,
  ): Promise<void> {
    return writeNote(this.store, this.definitions, caller, id, given);
  }

  @Post('withdraw')
  @HttpCode(204)
  @Access('cases', ...treating)
  @ApiNoContentResponse()
  withdraw(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { note }: WithdrawNote,
  ): Promise<void> {
    return withdrawNote(this.store, this.definitions, caller, id, note);
  }
}
