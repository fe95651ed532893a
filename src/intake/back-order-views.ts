import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageQuery } from '../page-query.ts';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';

export class BackOrderCheck {
  @ApiProperty({ type: [String], description: 'Package numbers (varenumre), six digits each' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @Matches(/^\d{6}$/, { each: true, message: 'packageNumbers must be six digits each (varenumre)' })
  packageNumbers!: string[];

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'Now where it is left out' })
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(/T.+(Z|[+-]\d\d:?\d\d)$/, { message: 'at must say its offset from UTC' })
  at?: string;
}

const IsDateOrNull = (description: string): PropertyDecorator =>
  ApiProperty({ type: String, format: 'date', nullable: true, description });

export class CheckedPackageView {
  @ApiProperty() packageNumber!: string;
  @ApiProperty() drugId!: string;
  @ApiProperty() name!: string;
  @ApiProperty({
    enum: ['available', 'onBackOrder'],
    description: 'Of the drug: on back-order when all its packages are',
  })
  status!: string;
  @IsDateOrNull('First day on which none of its packages could be had') since!: string | null;
  @IsDateOrNull('Day on which the first of its packages is expected') expectedTo!: string | null;
  @ApiProperty({ description: 'The formal warning: product and whole group on back-order for more than seven days' })
  warning!: boolean;
  @ApiProperty({
    enum: ['notOnBackOrder', 'alternativeDeliverable', 'tooFewDays', 'wholeGroup'],
    description: 'Why there is a warning, or none',
  })
  because!: string;
  @ApiProperty({ type: [String], description: 'Drug ids of the group that may be dose packed and can be had' })
  alternatives!: string[];
}

export class BackOrderCheckView {
  @ApiProperty({ type: [CheckedPackageView] }) packages!: CheckedPackageView[];
  @ApiProperty({ type: [String], description: 'Package numbers that the price list in force does not hold' })
  unknown!: string[];
}

export class RegisterBackOrder {
  @ApiProperty() packageNumber!: string;
  @ApiProperty({ type: String, format: 'date' }) since!: string;
  @ApiPropertyOptional({ type: String, format: 'date' }) expectedTo?: string;
  @ApiPropertyOptional({ type: String, format: 'date' }) endedOn?: string;
  @ApiPropertyOptional({ description: 'Registered by mistake' }) withdrawn?: boolean;
  @ApiProperty() source!: string;
}

export class ImportBackOrders {
  @ApiProperty({
    description:
      'The text of a CSV file, one line for each package, under a first line of columns: packageNumber;since;expectedTo;endedOn;withdrawn;source. Days as 2026-01-31',
  })
  @IsString()
  @MaxLength(2_000_000)
  csv!: string;
}

export class ImportedBackOrdersView {
  @ApiProperty({ type: 'integer' }) lines!: number;
  @ApiProperty({ type: 'integer', description: 'Drugs whose packages they are' }) drugs!: number;
}

export class RegisteredBackOrderView {
  @ApiProperty({ format: 'uuid', description: 'The case of the product' }) case!: string;
}

const yesOrNo = ['true', 'false'] as const;

export class BackOrdersQuery extends PageQuery {
  @ApiPropertyOptional({ enum: yesOrNo, description: 'Also those that have ended or were registered by mistake' })
  @IsOptional()
  @IsIn(yesOrNo)
  all?: 'true' | 'false';
}

export class BackOrderView {
  @ApiProperty() packageNumber!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null where the price list in force does not hold it' })
  drugId!: string | null;
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  @ApiProperty({ type: String, format: 'date' }) since!: string;
  @IsDateOrNull('Day on which it is expected') expectedTo!: string | null;
  @IsDateOrNull('First day on which it could be had again') endedOn!: string | null;
  @ApiProperty({ description: 'Registered by mistake' }) withdrawn!: boolean;
  @ApiProperty() source!: string;
}

export class BackOrderPage {
  @ApiProperty({ type: [BackOrderView] }) items!: BackOrderView[];
  @ApiProperty({ type: String, nullable: true, description: 'To be given as `after`; null on the last page' })
  next!: string | null;
}
