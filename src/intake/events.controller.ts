import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { Access, CurrentCaller } from '../auth/access.ts';
import { actorOf } from '../auth/actor-of.ts';
import type { Caller } from '../auth/caller.ts';
import { requireSource } from '../auth/require-source.ts';
import { Store } from '../db/store.ts';
import { Engine } from '../engine/engine.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import type { Definitions } from '../engine/engine.ts';
import { badRequest } from '../kernel/problem.ts';
import { sourceOf } from './cloud-event.ts';
import { keepRaw } from './inbox.ts';
import { eventsMediaType, eventsSource, takeEvents } from './take-events.ts';
import type { EventResult } from './take-events.ts';

const mostEvents = 1_000;

/** CloudEvents 1.0 from FMK and hospital adapters: one or a batch, one result each in the same order. */
@Controller('api/integration')
export class EventsController {
  constructor(
    readonly store: Store,
    readonly engine: Engine,
    @Inject(DEFINITIONS) readonly definitions: Definitions,
  ) {}

  @Post('events')
  @HttpCode(200)
  @Access('integration', 'client')
  async take(@Body() body: unknown, @CurrentCaller() caller: Caller): Promise<{ results: EventResult[] }> {
    if (body === undefined) throw badRequest('Expected a CloudEvent, or a list of them, as JSON');
    const events: unknown[] = Array.isArray(body) ? body : [body];
    if (events.length === 0 || events.length > mostEvents) {
      throw badRequest(`Expected 1 to ${mostEvents} events, but got ${events.length}: send larger batches in parts`);
    }
    for (const event of events) {
      const source = sourceOf(event);
      if (source) requireSource(caller, source);
    }
    const contents = events.map((event) => Buffer.from(JSON.stringify(event)));
    const kept = await keepRaw(this.store, eventsSource, eventsMediaType, contents);
    const rows = kept.map(({ id }, index) => ({
      id,
      source: eventsSource,
      mediaType: eventsMediaType,
      raw: contents[index] ?? Buffer.alloc(0),
    }));
    return { results: await takeEvents(this, actorOf(caller), rows) };
  }
}
