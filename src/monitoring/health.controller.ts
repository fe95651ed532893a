import { Controller, Get, Inject } from '@nestjs/common';
import { Public } from '../auth/access.ts';
import { Problem } from '../kernel/problem.ts';
import type { Readiness } from './readiness.ts';

export const READINESS = Symbol('readiness');

@Controller('health')
@Public('A load balancer asks without a token, and often; the answer tells nothing of citizens.', false)
export class HealthController {
  constructor(@Inject(READINESS) private readonly readiness: Readiness) {}

  /** The process answers. Nothing else is asked: a restart does not bring a database back. */
  @Get('live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** The process can work; `without` names what it does without meanwhile. */
  @Get('ready')
  async ready(): Promise<{ status: 'ready'; without: string[] }> {
    const { missing, without } = await this.readiness();
    if (missing.length === 0) return { status: 'ready', without };
    throw new Problem(503, 'not-ready', 'Dosisflow is not ready', `Expected ${missing.join(' and ')}`, { missing });
  }
}
