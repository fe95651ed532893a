import { ApiProperty } from '@nestjs/swagger';
import { clusterPackages } from '../db/tables.ts';
import type { ClusterPackage } from '../db/tables.ts';
import { parameterKeys } from './parameters.ts';
import type { ParameterKey } from './parameters.ts';

const IsCount = (description?: string): PropertyDecorator =>
  ApiProperty({
    type: 'integer',
    nullable: true,
    description: description ?? 'Null where few citizens are hidden, or nobody knows',
  });
const IsNumber = (description: string): PropertyDecorator => ApiProperty({ type: Number, nullable: true, description });
const IsMonth = (): PropertyDecorator => ApiProperty({ type: String, description: 'Such as 2026-09' });

export class FigureView {
  @IsMonth() month!: string;
  @ApiProperty({ description: 'DK, a region’s code or a municipality’s' }) area!: string;
  @IsCount() usersAll!: number | null;
  @IsCount() users65!: number | null;
  @IsCount() users75!: number | null;
  @IsNumber('Percent of all aged 65 and over') share65!: number | null;
  @IsNumber('Percent of all aged 75 and over') share75!: number | null;
  @ApiProperty() source!: string;
  @ApiProperty({ type: String, format: 'date', description: 'When the source was made or drawn' }) vintage!: string;
}

export class OwnMonthView {
  @IsMonth() month!: string;
  @IsCount('The sum of the municipalities’ shown numbers') usersAll!: number | null;
  @IsCount() users65!: number | null;
  @IsCount() users75!: number | null;
  @IsCount('Of all, those in social housing (botilbud)') usersSocial!: number | null;
}

export class TargetView {
  @ApiProperty({ type: 'integer' }) users!: number;
  @IsMonth() month!: string;
  @ApiProperty() source!: string;
}

export class PaceView {
  @IsMonth() from!: string;
  @IsMonth() to!: string;
  @ApiProperty({ description: 'Users more each month between the two' }) perMonth!: number;
  @IsNumber('What the target takes each month from now on') neededPerMonth!: number | null;
  @IsCount('Users in the target’s month at this pace') projected!: number | null;
  @IsCount('How many fewer than the target') short!: number | null;
}

export class TileView {
  @ApiProperty({ type: 'integer' }) column!: number;
  @ApiProperty({ type: 'integer' }) row!: number;
}

export class MunicipalUptakeView {
  @ApiProperty() code!: string;
  @ApiProperty() name!: string;
  @ApiProperty() regionCode!: string;
  @ApiProperty({ type: String, nullable: true }) healthCouncil!: string | null;
  @ApiProperty({ type: TileView }) tile!: TileView;
  @ApiProperty({ type: 'integer', description: 'All aged 75 and over, an estimate for 2026' }) aged75!: number;
  @ApiProperty({ type: String, nullable: true, description: 'Our latest month' }) month!: string | null;
  @IsCount() usersAll!: number | null;
  @IsCount() users65!: number | null;
  @IsCount() users75!: number | null;
  @IsCount() usersSocial!: number | null;
  @IsNumber('Percent, by our counts') share75!: number | null;
  @IsCount('Users aged 75 and over, now beside a year ago or our first month') risen75!: number | null;
  @ApiProperty({ type: FigureView, nullable: true, description: 'The latest from elsewhere' })
  figure!: FigureView | null;
}

export class UptakeView {
  @ApiProperty({ type: [OwnMonthView] }) own!: OwnMonthView[];
  @ApiProperty({ type: [FigureView] }) figures!: FigureView[];
  @ApiProperty({ type: TargetView, nullable: true, description: 'Null while no target is settled (R79)' })
  target!: TargetView | null;
  @ApiProperty({ type: PaceView, nullable: true }) pace!: PaceView | null;
  @ApiProperty({ type: [MunicipalUptakeView], description: 'All 98' }) municipalities!: MunicipalUptakeView[];
}

export class FlowView {
  @IsMonth() month!: string;
  @ApiProperty({ description: '`takenOver`, `started`, or `ended.`, `givenUp.` or `consentDeclined.` with the reason' })
  kind!: string;
  @IsCount() count!: number | null;
}
export class FlowsView {
  @ApiProperty({ type: [FlowView] }) items!: FlowView[];
}

export class DepartmentView {
  @ApiProperty() sor!: string;
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  @IsCount('Citizens of each month, the months added; null where one month has few') admissions!: number | null;
  @IsCount('Those whose dose prescriptions were removed during a stay, counted likewise') removed!: number | null;
  @IsCount() removedWithoutReason!: number | null;
  @IsCount('Counted apart from removals') held!: number | null;
}
export class DepartmentsView {
  @ApiProperty({ type: [DepartmentView] }) items!: DepartmentView[];
}

export class ClusterUptakeView {
  @ApiProperty() name!: string;
  @ApiProperty({ type: 'integer' }) practices!: number;
  @ApiProperty({ enum: clusterPackages, enumName: 'ClusterPackage', nullable: true }) package!: ClusterPackage | null;
  @IsCount() users!: number | null;
  @ApiProperty({
    type: 'integer',
    description: 'More users, had it as many to a practice as all clusters have; a hidden count weighs as none',
  })
  couldGain!: number;
}
export class ClusterUptakesView {
  @ApiProperty({ type: [ClusterUptakeView], description: 'Those that could gain most first' })
  items!: ClusterUptakeView[];
}

export class RequestCountView {
  @ApiProperty({
    enum: ['practice', 'autoForward', 'pool', 'noWay', 'unknown'],
    description: 'West forwards, East pools',
  })
  way!: string;
  @ApiProperty({ enum: ['notRejected', 'shown', 'findable', 'invisible'] }) seen!: string;
  @ApiProperty() open!: boolean;
  @ApiProperty({ enum: ['0-6', '7-13', '14-27', '28+', 'closed'], description: 'Days since it was made' }) age!: string;
  @IsCount() count!: number | null;
}
export class RequestCountsView {
  @ApiProperty({ type: [RequestCountView] }) items!: RequestCountView[];
}

export class SupplyReachView {
  @ApiProperty() drugId!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, format: 'date' }) since!: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) expectedTo!: string | null;
  @IsCount('Running cases that pack it') cases!: number | null;
}
export class HinderingDrugView {
  @ApiProperty() drugId!: string;
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  @ApiProperty({ type: 'integer', description: 'Candidates who take it, five or more' }) candidates!: number;
}
export class SupplyView {
  @ApiProperty({ type: [SupplyReachView] }) backOrders!: SupplyReachView[];
  @ApiProperty({ type: [HinderingDrugView] }) withoutMark!: HinderingDrugView[];
}

export class ParameterView {
  @ApiProperty({ enum: parameterKeys, enumName: 'ParameterKey' }) key!: ParameterKey;
  @IsNumber('Null: not settled') value!: number | null;
  @ApiProperty() source!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null while it is as shipped' })
  recordedAt!: string | null;
}
export class ParametersView {
  @ApiProperty({ type: [ParameterView] }) items!: ParameterView[];
}

export class ImportedFiguresView {
  @ApiProperty({ type: 'integer' }) recorded!: number;
}

export class RecallView {
  @ApiProperty({ type: String, format: 'uuid' }) case!: string;
  @ApiProperty({ enum: ['doseFee', 'deliveryFee', 'other'] }) reason!: string;
  @ApiProperty({ type: String, format: 'date-time' }) on!: string;
}
export class RecallPage {
  @ApiProperty({ type: [RecallView] }) items!: RecallView[];
  @ApiProperty({ type: String, nullable: true, description: 'To be given as `after`; null on the last page' })
  next!: string | null;
}
