/** What is asked and answered about price lists: one class per object, for the OpenAPI document and the types alike. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

const day = { type: String, format: 'date' } as const;
const IsCount = (description: string): PropertyDecorator => ApiProperty({ type: 'integer', description });

export class PriceListsQuery {
  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @IsString()
  after?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;
}

export class TakePriceListQuery {
  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Reads and checks it, and takes nothing into use' })
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun: 'true' | 'false' = 'false';
}

export class PriceListView {
  @ApiProperty({ ...day, description: 'First day in force' }) validFrom!: string;
  @ApiProperty() name!: string;
  @IsCount('Drugs') drugs!: number;
  @IsCount('Drugs with the D mark') dMarked!: number;
  @IsCount('Packages') packages!: number;
}

export class KeptPriceListView extends PriceListView {
  @ApiProperty({ description: 'Whether it has come into force, and those concerned were told how it differs' })
  told!: boolean;
}

export class PriceListPage {
  @ApiProperty({ type: [KeptPriceListView] }) items!: KeptPriceListView[];
  @ApiProperty({ type: String, nullable: true, description: 'Give it back as `after`; null on the last page' })
  next!: string | null;
}

/** Counts against the list that is in force before it. */
export class PriceListDifferencesView {
  @ApiProperty({ ...day, nullable: true, description: 'The list compared with; null for the first' })
  before!: string | null;
  @IsCount('New drugs') newDrugs!: number;
  @IsCount('Drugs gone') goneDrugs!: number;
  @IsCount('D marks lost') dMarksLost!: number;
  @IsCount('D marks gained') dMarksGained!: number;
  @IsCount('Drugs in other groups') groupsChanged!: number;
  @IsCount('Drugs deregistered') deregistered!: number;
  @IsCount('Packages withdrawn') withdrawn!: number;
  @IsCount('Groups of boxes whose cheapest package is another') cheapestChanged!: number;
}

export class TakenPriceListView {
  @ApiProperty() list!: PriceListView;
  @ApiPropertyOptional({ description: 'Left out by a dry run' }) differences?: PriceListDifferencesView;
}
