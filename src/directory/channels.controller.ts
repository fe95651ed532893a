import { Body, Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { ChannelsView, RecordChannel, RecordedChannelView } from './channel-views.ts';
import { listChannels } from './list-channels.query.ts';
import { recordChannel } from './record-channel.ts';

/** How each organisation is told of what waits for it, from which day. */
@ApiTags('directory')
@Controller('api/organisations/:id/channels')
@Access('operations', 'administrator')
export class ChannelsController {
  constructor(private readonly store: Store) {}

  @Get()
  @ApiOkResponse({ type: ChannelsView })
  async list(@Param('id', ParseUUIDPipe) id: string): Promise<ChannelsView> {
    return { items: await listChannels(this.store.pool, id) };
  }

  @Post()
  @ApiCreatedResponse({ type: RecordedChannelView })
  record(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() given: RecordChannel,
  ): Promise<RecordedChannelView> {
    return recordChannel(this.store, caller, id, given);
  }
}
