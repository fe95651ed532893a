import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Access } from './auth/access.ts';
import type { Config } from './config.ts';
import { Store } from './db/store.ts';

export const CLOCK = Symbol('clock');

export class ClockView {
  @ApiProperty({ type: String, format: 'date-time' }) now!: string;
  @ApiProperty({ description: 'Whether the clock stands still until it is moved' }) simulated!: boolean;
}

/** The time that deadlines are counted by: a page that asked the computer it runs on would be wrong under a simulated clock. */
@ApiTags('clock')
@Controller('api/clock')
@Access('cases')
export class ClockController {
  constructor(
    private readonly store: Store,
    @Inject(CLOCK) private readonly clock: Config['clock'],
  ) {}

  @Get()
  @ApiOkResponse({ type: ClockView })
  async read(): Promise<ClockView> {
    return { now: await this.store.clock(this.store.pool), simulated: this.clock === 'simulated' };
  }
}
