import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsISO8601, IsIn, IsNumber, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { parameterKeys } from './parameters.ts';
import type { ParameterKey } from './parameters.ts';

const monthPattern = /^20\d\d-(0[1-9]|1[0-2])$/;
const IsMonth = (): PropertyDecorator => Matches(monthPattern, { message: 'Expected a month such as 2026-09' });

/** Whole months: two ranges that differ by a day would tell of a single citizen (P3). */
export class MonthsQuery {
  @ApiPropertyOptional({ description: 'First month, such as 2026-01; without it, a year before the last' })
  @IsOptional()
  @IsMonth()
  from?: string;

  @ApiPropertyOptional({ description: 'Last month; without it, the running one' })
  @IsOptional()
  @IsMonth()
  to?: string;
}

export const figureColumns = ['month', 'area', 'usersAll', 'users65', 'users75', 'share65', 'share75'] as const;

/** One line of a table of figures. */
export class FigureLine {
  @IsMonth()
  month!: string;

  @Matches(/^(DK|\d{4}|1084\+1085)$/, { message: 'Expected DK, a region’s code or a municipality’s, four digits' })
  area!: string;

  @IsOptional() @IsInt() @Min(0) @Max(6_000_000) usersAll?: number;
  @IsOptional() @IsInt() @Min(0) @Max(6_000_000) users65?: number;
  @IsOptional() @IsInt() @Min(0) @Max(6_000_000) users75?: number;
  @IsOptional() @IsNumber({ maxDecimalPlaces: 2 }) @Min(0) @Max(100) share65?: number;
  @IsOptional() @IsNumber({ maxDecimalPlaces: 2 }) @Min(0) @Max(100) share75?: number;
}

export class ImportFigures {
  @ApiProperty({
    description: `The text of a CSV file with columns among ${figureColumns.join(';')}; shares in percent`,
  })
  @IsString()
  @Length(1, 5_000_000)
  csv!: string;

  @ApiProperty({ description: 'Where the figures come from, such as sundhedsdatabank.dk' })
  @IsString()
  @Length(3, 300)
  source!: string;

  @ApiProperty({ type: String, format: 'date', description: 'The day the source was made or drawn' })
  @Length(10, 10, { message: 'Expected a day such as 2026-02-28' })
  @IsISO8601({ strict: true }, { message: 'Expected a day such as 2026-02-28' })
  vintage!: string;
}

export class ChangeParameter {
  @ApiProperty({ enum: parameterKeys, enumName: 'ParameterKey' })
  @IsIn(parameterKeys)
  key!: ParameterKey;

  @ApiProperty({ type: Number, nullable: true, description: 'Null: not settled' })
  @IsOptional()
  @IsNumber({ maxDecimalPlaces: 4 })
  @Min(0)
  @Max(1_000_000_000)
  value!: number | null;

  @ApiProperty({ description: 'Who says so' })
  @IsString()
  @Length(3, 300)
  source!: string;
}
