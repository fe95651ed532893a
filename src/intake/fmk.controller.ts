import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CurrentCaller } from '../auth/access.ts';
import { actorOf } from '../auth/actor-of.ts';
import type { Caller } from '../auth/caller.ts';
import { requireSource } from '../auth/require-source.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import { Engine } from '../engine/engine.ts';
import type { Definitions } from '../engine/engine.ts';
import { Problem } from '../kernel/problem.ts';
import { FmkAnswerView } from './fmk-views.ts';
import { keepRaw } from './inbox.ts';
import { fmkSource, takeFmk } from './take-fmk.ts';

const problems = {
  400: ['bad-request', 'The message cannot be read'],
  413: ['too-large', 'The message is too large'],
  415: ['unsupported-media-type', 'The message is not XML'],
} as const;

/** FMK's own messages, of 1.4.6 and 1.6, and its notifications (advis): XML as FMK sends it, in a SOAP envelope or not. */
@ApiTags('integration')
@Controller('api/integration')
export class FmkController {
  constructor(
    readonly store: Store,
    readonly engine: Engine,
    @Inject(DEFINITIONS) readonly definitions: Definitions,
  ) {}

  @Post('fmk')
  @HttpCode(200)
  @Access('integration', 'client')
  @ApiConsumes('application/xml', 'text/xml', 'application/soap+xml')
  @ApiBody({ schema: { type: 'string', description: 'One message of FMK’s, in UTF-8' } })
  @ApiOkResponse({ type: FmkAnswerView })
  async take(
    @Req() request: { body: unknown; headers: Record<string, string | undefined> },
    @CurrentCaller() caller: Caller,
  ): Promise<FmkAnswerView> {
    requireSource(caller, 'fmk');
    const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const mediaType = (request.headers['content-type'] ?? '').slice(0, 200);
    const [kept] = await keepRaw(this.store, fmkSource, mediaType, [raw]);
    if (!kept) throw new Error('Expected the message to be put away');
    const reply = await takeFmk(this, actorOf(caller), { id: kept.id, source: fmkSource, mediaType, raw });
    if (reply.kind === 'taken') return reply.answer;
    const [type, title] = problems[reply.status];
    throw new Problem(reply.status, type, title, 'Correct what is named in faults, and send the message again', {
      faults: reply.faults,
    });
  }
}
