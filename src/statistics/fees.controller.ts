import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsISO8601, Length, Matches } from 'class-validator';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { danishDateOf } from '../engine/check-supply.ts';
import { badRequest } from '../kernel/problem.ts';
import { isSmall } from '../kernel/small-cells.ts';
import { feeTotals } from './fee-totals.query.ts';
import { FeeTotalsView } from './views.ts';

export class FeesQuery {
  @ApiProperty({ type: String, format: 'date', description: 'First day of handing out: the first of a month' })
  @Matches(/^\d{4}-(0[1-9]|1[0-2])-01$/, { message: 'Expected the first day of a month, such as 2027-07-01' })
  from!: string;

  @ApiProperty({ type: String, format: 'date', description: 'Last day of handing out: the last of a month' })
  @Length(10, 10, { message: 'Expected the last day of a month, such as 2027-07-31' })
  @IsISO8601({ strict: true }, { message: 'Expected the last day of a month, such as 2027-07-31' })
  to!: string;
}

/** Numbers alone, and none that could be a few citizens', nor the difference between two answers (P3). */
@ApiTags('statistics')
@Controller('api/statistics')
export class FeesController {
  constructor(private readonly store: Store) {}

  @Get('fees')
  @Access('cases', 'coordinator', 'administrator')
  @ApiOkResponse({ type: FeeTotalsView })
  async read(@CurrentCaller() caller: Caller, @Query() { from, to }: FeesQuery): Promise<FeeTotalsView> {
    if (!isLastOfMonth(to)) throw badRequest(`Expected "to" to be the last day of a month, but got ${to}`);
    const today = danishDateOf(await this.store.clock(this.store.pool));
    const seenBy = { organisationId: caller.organisationId, all: caller.role === 'administrator', today };
    const totals = await feeTotals(this.store.pool, seenBy, from, to);
    return {
      items: totals.map(({ municipality, fewestInAMonth, gpStartOre, rePrescriptionOre, ...others }) => {
        const { fewestGpStarts, fewestRePrescriptions, ...numbers } = others;
        if (isSmall(fewestInAMonth)) return { municipality, hidden: true };
        return {
          municipality,
          hidden: false,
          ...numbers,
          ...(!isSmall(fewestGpStarts) && { gpStartOre }),
          ...(!isSmall(fewestRePrescriptions) && { rePrescriptionOre }),
        };
      }),
    };
  }
}

function isLastOfMonth(day: string): boolean {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.getUTCDate() === 1;
}
