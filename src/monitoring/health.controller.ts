import { Controller, Get } from '@nestjs/common';
import { Public } from '../auth/access.ts';
import { Store } from '../db/store.ts';
import { Problem } from '../kernel/problem.ts';
import { missingForWork } from './missing-for-work.query.ts';

@Controller('health')
@Public('A load balancer asks without a token; the answer tells nothing of citizens.')
export class HealthController {
  constructor(private readonly store: Store) {}

  /** The process answers. Nothing else is asked: a restart does not bring a database back. */
  @Get('live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** The process can work. */
  @Get('ready')
  async ready(): Promise<{ status: 'ready' }> {
    const missing = await missingForWork(this.store.dataSource);
    if (missing.length === 0) return { status: 'ready' };
    throw new Problem(503, 'not-ready', 'Dosisflow is not ready', `Expected ${missing.join(' and ')}`, { missing });
  }
}
