import { Controller, Get, Inject, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Purpose } from '../audit/read-purpose.ts';
import { ReadPurpose } from '../audit/read-purpose.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import type { Definitions } from '../engine/read-family.ts';
import { CareMessagesView } from './care-message-views.ts';
import { readCareMessages } from './read-care-messages.ts';

@ApiTags('cases')
@Controller('api/cases/:id/care-messages')
@Access('cases', 'municipalNurse')
export class CareMessagesController {
  constructor(
    private readonly store: Store,
    @Inject(DEFINITIONS) private readonly definitions: Definitions,
  ) {}

  @Get()
  @ApiOkResponse({ type: CareMessagesView })
  async read(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @ReadPurpose() purpose: Purpose,
  ): Promise<CareMessagesView> {
    return { items: await readCareMessages(this.store, this.definitions, caller, id, purpose) };
  }
}
