/** What is asked and answered where many citizens are taken over: one class per object, for the OpenAPI document and the types alike. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsBoolean, IsObject, IsOptional, Matches, ValidateNested } from 'class-validator';
import { FieldFaultView } from './fmk-views.ts';

export class CitizenToTakeOver {
  @ApiProperty({ description: 'The same key opens no second case; 90 days. 1 to 200 visible characters' })
  @Matches(/^[\x21-\x7e]{1,200}$/, { message: 'key must be 1 to 200 visible characters, such as a UUID' })
  key!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'As the `data` of POST /api/cases' })
  @IsObject()
  data!: Record<string, unknown>;
}

export class TakeOverCitizens {
  @ApiProperty({ type: [CitizenToTakeOver], minItems: 1, maxItems: 100 })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => CitizenToTakeOver)
  citizens!: CitizenToTakeOver[];

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Checks all that opening checks, and writes no case',
  })
  @IsOptional()
  @IsBoolean()
  dryRun = false;
}

const outcomes = ['opened', 'wouldOpen', 'known', 'refused'] as const;

export class TakenOverView {
  @ApiProperty({
    enum: outcomes,
    description: 'known: the citizen has an open case, which you take part in. opened: by this key, now or before',
  })
  result!: (typeof outcomes)[number];
  @ApiPropertyOptional({ description: 'Why it is refused, as the problem of POST /api/cases says it' }) detail?: string;
  @ApiPropertyOptional({ type: [FieldFaultView] }) faults?: FieldFaultView[];
}

export class TakenOverCitizensView {
  @ApiProperty({ type: [TakenOverView], description: 'One for each citizen, in their order' })
  results!: TakenOverView[];
}
