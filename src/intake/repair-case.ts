import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  Min,
} from 'class-validator';
import { actorOf } from '../auth/actor-of.ts';
import type { Caller } from '../auth/caller.ts';
import { administration } from '../../workflows/definition.ts';
import { notFound } from '../kernel/problem.ts';
import { findAccess } from '../worklist/find-access.ts';
import type { Services } from './give-command.ts';
import { answered } from './give-command.ts';
import { keyReused } from './key-reused.ts';

export class RepairCase {
  @ApiProperty({
    type: [String],
    description:
      'States by path, one of each region, such as `course.active`; the present one re-arms what it waits for',
  })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  states!: string[];

  @ApiProperty({ description: 'Why, for whoever reads the event log later' })
  @IsString()
  @MaxLength(1000)
  @Matches(/\S/, { message: 'reason must say why' })
  reason!: string;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'Refuses with revision-conflict where the case has moved since',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  expectedRevision?: number;
}

/**
 * Puts a case that stands wrong into the states named, outside its chart. Refused where it would stand still there. The
 * journal keeps who and why; the answer is what a command's is.
 */
export async function repairCase(
  services: Services,
  caller: Caller,
  caseId: string,
  { states, reason, expectedRevision }: RepairCase,
  key: string,
) {
  const { store, engine, definitions } = services;
  const access = await findAccess(store, definitions, caller, caseId);
  const handled = await engine.handle({
    to: 'administration',
    caseId,
    scope: `${caller.kind}:${caller.id}`,
    ...(expectedRevision !== undefined && { expectedRevision }),
    message: {
      kind: 'command',
      type: 'repairCase',
      data: { states, reason },
      occurredAt: await store.clock(store.pool),
      by: actorOf(caller),
      key,
    },
  });
  if (handled.kind === 'keyReused') throw keyReused();
  if (handled.kind !== 'done') throw notFound('a case with this id');
  return answered(handled, access, definitions, administration.repairCase);
}
