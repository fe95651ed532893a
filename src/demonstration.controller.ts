import { Controller, Delete, Get, HttpCode } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Access, Public } from './auth/access.ts';
import { askToDropDemonstration, demonstrationOf } from './db/demonstration.ts';
import { Store } from './db/store.ts';
import { notFound } from './kernel/problem.ts';

export class DemonstrationView {
  @ApiProperty({ description: 'The database holds artificial citizens alone' }) isDemonstration!: boolean;
  @ApiProperty({ type: 'integer', nullable: true }) citizens!: number | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'The day that it was brought to' })
  until!: string | null;
}

/** Whether all that is shown is made up: every page says so, before anyone has signed in. */
@ApiTags('demonstration')
@Controller('api/demonstration')
export class DemonstrationController {
  constructor(private readonly store: Store) {}

  @Get()
  @Public('Says whether the citizens are artificial, and nothing of anyone')
  @ApiOkResponse({ type: DemonstrationView })
  async read(): Promise<DemonstrationView> {
    const known = await demonstrationOf(this.store.pool);
    return {
      isDemonstration: known !== undefined,
      citizens: known?.citizens ?? null,
      until: known?.begunAt.toISOString() ?? null,
    };
  }

  /** All of it; the process stops, as what it worked on is gone. */
  @Delete()
  @HttpCode(204)
  @Access('operations', 'administrator')
  @ApiNoContentResponse()
  async drop(): Promise<void> {
    if (!(await askToDropDemonstration(this.store.pool))) throw notFound('a demonstration');
    // As if the operator had stopped it, once this is answered.
    setTimeout(() => process.kill(process.pid, 'SIGTERM'), 200);
  }
}
