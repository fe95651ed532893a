import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { contactKinds } from '../db/tables.ts';
import type { ContactKind } from '../db/tables.ts';
import { practiceSystemIds } from '../db/tables.ts';
import type { PracticeSystem } from '../db/tables.ts';

const day = { type: String, format: 'date' } as const;
const IsTextOrNull = (description: string): PropertyDecorator =>
  ApiProperty({ type: String, nullable: true, description });

export class RegionView {
  @ApiProperty() code!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ ...day, description: 'First day' }) from!: string;
  @ApiProperty({ ...day, nullable: true, description: 'First day on which it is no more' }) until!: string | null;
  @ApiPropertyOptional({ description: 'The code is our own: none is published yet' }) isPlaceholder?: boolean;
}

export class HealthCouncilView {
  @ApiProperty() name!: string;
  @ApiProperty() regionCode!: string;
}

export class MunicipalityView {
  @ApiProperty({ description: 'Four digits' }) code!: string;
  @ApiProperty() name!: string;
  @ApiProperty() regionCode!: string;
  @IsTextOrNull('None before 2027') healthCouncil!: string | null;
}

export class GeographyView {
  @ApiProperty(day) on!: string;
  @ApiProperty({ type: [RegionView] }) regions!: RegionView[];
  @ApiProperty({ type: [HealthCouncilView] }) healthCouncils!: HealthCouncilView[];
  @ApiProperty({ type: [MunicipalityView] }) municipalities!: MunicipalityView[];
}

export class ContactView {
  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ enum: contactKinds, enumName: 'ContactKind' }) kind!: ContactKind;
  @ApiProperty() name!: string;
  @ApiProperty() regionCode!: string;
  @IsTextOrNull('Whose area it is, from 2027') healthCouncil!: string | null;
  @ApiProperty() contact!: string;
  @ApiProperty({ description: 'Made up for trying out' }) artificial!: boolean;
  @ApiProperty() source!: string;
  @ApiProperty(day) validFrom!: string;
  @ApiProperty({ ...day, nullable: true }) validTo!: string | null;
}

export class ContactsView {
  @ApiProperty({ type: [ContactView] }) items!: ContactView[];
}

export class PracticeSystemView {
  @ApiProperty({ enum: practiceSystemIds, enumName: 'PracticeSystem' }) id!: PracticeSystem;
  @ApiProperty() name!: string;
}

export class PracticeSystemsView {
  @ApiProperty({ type: [PracticeSystemView] }) items!: PracticeSystemView[];
}
