/** What a municipality says of citizens who might be suited for dose packing, and asks of its list. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { careSettings } from '../db/tables.ts';
import type { CareSetting } from '../db/tables.ts';
import { PageQuery } from '../page-query.ts';

/** What stands in the way of dose packing; codes, without which drug. */
export const blockers = [
  'notSuited',
  'noDrugs',
  'onlyAsNeeded',
  'noDMark',
  'unknownDMark',
  'unstructuredDosage',
  'recentChange',
  'changePlanned',
  'unstable',
] as const;
export type Blocker = (typeof blockers)[number];

const dayPattern = /^\d{4}-\d\d-\d\d$/;

export class CandidateDrug {
  @ApiProperty({ description: 'LMS drug id, 11 digits' })
  @Matches(/^\d{11}$/, { message: 'Lægemiddelid skal have 11 cifre' })
  drugId!: string;

  @ApiPropertyOptional({ description: 'Dose form as the care record has it, such as tablet' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  form?: string;

  @ApiPropertyOptional({
    description: 'The D mark; as given it counts only where the price list in force does not hold the drug',
  })
  @IsOptional()
  @IsBoolean()
  isDoseDispensable?: boolean;

  @ApiPropertyOptional({ description: 'A machine cannot read free text' })
  @IsOptional()
  @IsBoolean()
  hasStructuredDosage?: boolean;

  @ApiPropertyOptional({ description: 'PN: taken as needed, never packed' })
  @IsOptional()
  @IsBoolean()
  isAsNeeded?: boolean;

  @ApiPropertyOptional({ format: 'date', description: 'Day of the latest change' })
  @IsOptional()
  @Matches(dayPattern, { message: 'changedOn must be a day such as 2026-01-31' })
  changedOn?: string;
}

export class CandidateStability {
  @ApiProperty()
  @IsBoolean()
  stableBackward!: boolean;

  @ApiProperty()
  @IsBoolean()
  changePlanned!: boolean;
}

export class CandidateGiven {
  @ApiProperty({ description: 'Ten digits, with or without a hyphen' })
  @IsString()
  @MaxLength(11)
  cpr!: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(200)
  name?: string;

  @ApiProperty({ enum: careSettings })
  @IsIn(careSettings)
  careSetting!: CareSetting;

  @ApiProperty({ type: [CandidateDrug] })
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => CandidateDrug)
  drugs!: CandidateDrug[];

  @ApiPropertyOptional()
  @IsOptional()
  @ValidateNested()
  @Type(() => CandidateStability)
  stability?: CandidateStability;

  @ApiPropertyOptional({ description: 'FMK has a registration of “not suited” in force' })
  @IsOptional()
  @IsBoolean()
  isRegisteredNotSuited?: boolean;
}

export class ImportCandidates {
  @ApiPropertyOptional({ type: [CandidateGiven], description: 'Each is read apart: a bad one fails no other' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1000)
  candidates?: unknown[];

  @ApiPropertyOptional({
    description:
      'The text of a CSV file, one line for each drug: cpr;name;careSetting;drugId;form;isDoseDispensable;hasStructuredDosage;isAsNeeded;changedOn',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2_000_000)
  csv?: string;
}

export class CandidatesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: careSettings })
  @IsOptional()
  @IsIn(careSettings)
  careSetting?: CareSetting;

  @ApiPropertyOptional({ enum: blockers, description: 'Only those with this blocker' })
  @IsOptional()
  @IsIn(blockers)
  blocker?: Blocker;

  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Only those without any blocker' })
  @IsOptional()
  @IsIn(['true', 'false'])
  unblocked?: 'true' | 'false';

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(100)
  minCoverage?: number;
}

export class StartPath {
  @ApiPropertyOptional({ description: 'Ydernummer or organisation id' })
  @IsOptional()
  @IsString()
  gpPractice?: string;

  @ApiPropertyOptional({ description: 'GLN or organisation id' })
  @IsOptional()
  @IsString()
  pharmacy?: string;
}

export const candidateDeclines = ['citizenDeclines', 'notSuited', 'dead', 'moved', 'other'] as const;
export class DeclineCandidate {
  @ApiProperty({ enum: candidateDeclines })
  @IsIn(candidateDeclines)
  reason!: (typeof candidateDeclines)[number];
}
