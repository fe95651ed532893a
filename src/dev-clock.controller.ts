import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { Access } from './auth/access.ts';
import { Store } from './db/store.ts';
import { badRequest } from './kernel/problem.ts';
import { Chores } from './runtime/chores.ts';
import { stepClock } from './runtime/step-clock.ts';
import type { Stepped } from './runtime/step-clock.ts';

/** Moves the simulated clock, firing what falls due on the way. The module registers it only where the clock is simulated. */
@Controller('api/dev/clock')
export class DevClockController {
  constructor(
    private readonly store: Store,
    private readonly chores: Chores,
  ) {}

  /** `{ advance: "P7D" }`, an ISO 8601 duration of calendar days or of hours, or `{ to: "2026-03-09T08:00:00Z" }`. */
  @Post()
  @HttpCode(200)
  @Access('operations', 'administrator')
  async step(@Body() body: unknown): Promise<Stepped> {
    const now = await this.store.clock(this.store.pool);
    const to = target(now, body);
    if (to < now)
      throw badRequest(`Expected an instant after ${now}, for time does not go back`, [
        { field: 'to', message: 'lies in the past' },
      ]);
    return stepClock(this.store, this.chores, to);
  }
}

function target(now: string, body: unknown): string {
  const { advance, to } = (typeof body === 'object' && body !== null ? body : {}) as {
    advance?: unknown;
    to?: unknown;
  };
  try {
    if (typeof to === 'string') return new Date(Temporal.Instant.from(to).epochMilliseconds).toISOString();
    if (typeof advance === 'string') {
      const later = Temporal.Instant.from(now)
        .toZonedDateTimeISO('Europe/Copenhagen')
        .add(Temporal.Duration.from(advance));
      return new Date(later.epochMilliseconds).toISOString();
    }
  } catch {
    // Falls through to the same sentence: which of the two was meant cannot be told from a text that is neither.
  }
  throw badRequest(
    'Expected { "advance": an ISO 8601 duration such as "P7D" } or { "to": an instant such as "2026-03-09T08:00:00Z" }',
  );
}
