import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { writeReads } from '../audit/write-audit.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import { Engine } from '../engine/engine.ts';
import type { Definitions } from '../engine/engine.ts';
import { instantPattern, pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import { badRequest } from '../kernel/problem.ts';
import { seenBy } from '../auth/seen-by.ts';
import { InboxPage, InboxQuery, InboxSummaryView, MessageView, OpenRaw, RawMessageView } from './inbox-views.ts';
import { countInboxBySource, listInbox, listInboxOfFamily, most } from './list-inbox.query.ts';
import { openRawMessage } from './open-raw-message.ts';
import { readMessage } from './read-message.ts';
import { replayMessage } from './replay-message.ts';

/** What was received, and what became of it. An administrator sees all, a nurse what came about the own citizens. */
@ApiTags('monitoring')
@Controller('api/inbox')
@Access(['cases', 'operations'], 'municipalNurse', 'administrator')
export class InboxController {
  constructor(
    readonly store: Store,
    readonly engine: Engine,
    @Inject(DEFINITIONS) readonly definitions: Definitions,
  ) {}

  @Get()
  @ApiOkResponse({ type: InboxPage })
  async list(
    @CurrentCaller() caller: Caller,
    @ReadPurpose() purpose: Purpose,
    @Query() { status, source, case: caseId, after, limit }: InboxQuery,
  ) {
    const [receivedAt, id] = placeAfter(after, instantPattern, uuidPattern) ?? [];
    const before = receivedAt && id ? { receivedAt, id } : undefined;
    const servesAll = caller.role === 'administrator';
    if (!servesAll && !caseId) {
      const message = 'Expected the id of a case';
      throw badRequest('Expected a case: messages are looked up by whom they are about', [{ field: 'case', message }]);
    }
    const { pool } = seenBy(this.store, caller);
    const rows = caseId
      ? await listInboxOfFamily(pool, caseId, servesAll ? null : caller.organisationId, {
          status,
          before,
          limit: limit + 1,
        })
      : await listInbox(pool, { status, source, before, limit: limit + 1 });
    const page = pageOf(rows, limit, (row) => [row.receivedAt.toISOString(), row.id]);
    const entry = { at: await this.store.clock(this.store.pool), caller, action: 'read', purpose } as const;
    const shown = page.items.flatMap((row) => row.case ?? []);
    await writeReads(this.store.pool, { ...entry, detail: 'list of messages received' }, shown);
    return page;
  }

  @Get('summary')
  @Access('operations', 'administrator')
  @ApiOkResponse({ type: InboxSummaryView })
  async summary(@CurrentCaller() caller: Caller): Promise<InboxSummaryView> {
    return { most, sources: await countInboxBySource(seenBy(this.store, caller).pool) };
  }

  @Get(':id')
  @ApiOkResponse({ type: MessageView })
  read(
    @CurrentCaller() caller: Caller,
    @ReadPurpose() purpose: Purpose,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<MessageView> {
    return readMessage(this.store, this.definitions, caller, id, purpose);
  }

  @Post(':id/raw')
  @HttpCode(200)
  @ApiOkResponse({ type: RawMessageView })
  raw(
    @CurrentCaller() caller: Caller,
    @ReadPurpose() purpose: Purpose,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reason }: OpenRaw,
  ): Promise<RawMessageView> {
    return openRawMessage(this.store, caller, id, reason, purpose);
  }

  @Post(':id/replay')
  @HttpCode(200)
  @Access('operations', 'administrator')
  @ApiOkResponse({ type: MessageView })
  async replay(
    @CurrentCaller() caller: Caller,
    @ReadPurpose() purpose: Purpose,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<MessageView> {
    await replayMessage(this, caller, id);
    return readMessage(this.store, this.definitions, caller, id, purpose);
  }
}
