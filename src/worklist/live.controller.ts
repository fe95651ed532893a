import { Controller, Headers, Sse } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Access, CurrentCaller, Unattended } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { LiveFeed } from './live-feed.ts';

/** Which cases have moved, for pages that are open: they ask for what they show, and that is logged. */
@ApiTags('cases')
@Controller('api/events')
@Access('cases')
export class LiveController {
  constructor(private readonly feed: LiveFeed) {}

  @Sse('stream')
  @Unattended()
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The `id` of the last event that was heard' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({
    description:
      'Events `moved`: `{ cases: uuid[], all: boolean }`, those that the caller takes part in; ends after a minute',
    schema: { type: 'string' },
  })
  stream(@CurrentCaller() caller: Caller, @Headers('last-event-id') last: string | undefined) {
    return this.feed.follow(caller, last === undefined ? undefined : sinceOf(last));
  }
}

/** An id that was not given here lies beyond every transaction: the page asks for everything. */
const sinceOf = (last: string): bigint => (/^\d{1,20}$/.test(last) ? BigInt(last) : 2n ** 64n);
