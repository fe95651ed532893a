import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
} from 'class-validator';
import { itemKinds, itemStatuses } from './items.query.ts';
import type { ProgrammeItem } from './items.query.ts';

const day = { type: String, format: 'date', nullable: true } as const;
const idPattern = /^[a-z0-9-]{3,60}$/;
const idMessage = 'Expected 3 to 60 small letters, digits and hyphens';

/** A milestone, decision or risk as it is from now on; of a known id everything is said anew. */
export class RecordItem {
  @ApiProperty({ description: 'Its name in the register, such as `gebyr`' })
  @Matches(idPattern, { message: idMessage })
  id!: string;

  @ApiProperty({ enum: itemKinds, enumName: 'ProgrammeItemKind' })
  @IsIn(itemKinds)
  kind!: ProgrammeItem['kind'];

  @ApiProperty()
  @IsString()
  @Length(3, 200)
  title!: string;

  @ApiProperty({ enum: itemStatuses, enumName: 'ProgrammeItemStatus' })
  @IsIn(itemStatuses)
  status!: ProgrammeItem['status'];

  @ApiPropertyOptional(day)
  @IsOptional()
  @IsISO8601({ strict: true }, { message: 'Expected a day such as 2027-07-01' })
  plannedOn?: string | null;

  @ApiPropertyOptional(day)
  @IsOptional()
  @IsISO8601({ strict: true }, { message: 'Expected a day such as 2027-07-01' })
  doneOn?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  owner?: string | null;

  @ApiProperty({ type: [String], description: 'Ids of what must come first' })
  @IsArray()
  @ArrayMaxSize(20)
  @Matches(idPattern, { each: true, message: idMessage })
  dependsOn!: string[];

  @ApiProperty()
  @IsString()
  @MaxLength(2000)
  note!: string;

  @ApiProperty({ description: 'Where it was decided or said' })
  @IsString()
  @Length(3, 300)
  source!: string;

  @ApiPropertyOptional({ description: 'It is no longer in the register; its history stays' })
  @IsOptional()
  @IsBoolean()
  withdrawn?: boolean;
}
