import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Seen } from '../../workflows/reference/eoj-visibility.ts';
import { careRecords, clusterPackages, contactKinds, practiceSystemIds } from '../db/tables.ts';
import type { CareRecord, ClusterPackage, ContactKind, PracticeSystem } from '../db/tables.ts';

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

const seen = ['shown', 'findable', 'invisible'] as const satisfies readonly Seen[];

class NamedOrganisationView {
  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
}

export class CareRecordVisibilityView {
  @ApiProperty({
    enum: careRecords,
    enumName: 'CareRecord',
    nullable: true,
    description: 'Null: nobody has said which',
  })
  careRecord!: CareRecord | null;
  @ApiProperty({ enum: seen, enumName: 'RejectionSeen', description: 'Of requests that the municipality sent itself' })
  ownRequests!: Seen;
  @ApiProperty({ enum: seen, enumName: 'RejectionSeen' }) othersRequests!: Seen;
  @ApiProperty({ type: [NamedOrganisationView] }) municipalities!: NamedOrganisationView[];
}

export class CareRecordVisibilitiesView {
  @ApiProperty(day) on!: string;
  @ApiProperty({ type: [CareRecordVisibilityView] }) items!: CareRecordVisibilityView[];
}

export class QualityClusterView {
  @ApiProperty() name!: string;
  @ApiProperty({ type: 'integer' }) practices!: number;
  @ApiProperty({ enum: clusterPackages, enumName: 'ClusterPackage', nullable: true }) package!: ClusterPackage | null;
}

export class QualityClustersView {
  @ApiProperty(day) on!: string;
  @ApiProperty({ type: [QualityClusterView] }) items!: QualityClusterView[];
}
