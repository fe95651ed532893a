/** A chart as a picture: the same for every case that runs on it, with nothing of any citizen. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** A text with the line breaks it is drawn with. */
export class LinesView {
  @ApiProperty({ type: [String] }) da!: string[];
  @ApiProperty({ type: [String] }) en!: string[];
}

export class PointView {
  @ApiProperty() x!: number;
  @ApiProperty() y!: number;
}

export class BoxView extends PointView {
  @ApiProperty() width!: number;
  @ApiProperty() height!: number;
}

export class ChartTaskView {
  @ApiProperty({ description: 'The role that the task waits for' }) role!: string;
  @ApiProperty({ description: 'Name of the deadline' }) deadline!: string;
}

export class ChartStateView {
  @ApiProperty({ description: 'Dotted path from the root of the chart, as `state` of a case begins' }) path!: string;
  @ApiProperty() title!: LinesView;
  @ApiProperty({ description: 'Holds other states' }) holdsStates!: boolean;
  @ApiProperty({ description: 'Where its region or the state around it begins' }) initial!: boolean;
  @ApiProperty({ description: 'A case that stands here is closed' }) closed!: boolean;
  @ApiPropertyOptional() task?: ChartTaskView;
  @ApiProperty() box!: BoxView;
}

export class ReasonView {
  @ApiProperty() da!: string;
  @ApiProperty() en!: string;
}

export class ChartTransitionView {
  @ApiProperty({ description: 'Path of the state it leaves' }) from!: string;
  @ApiProperty({ description: 'Path of the state it leads to' }) to!: string;
  @ApiProperty({ type: [String], description: 'Messages; those of timers begin with `after`' }) causes!: string[];
  @ApiProperty({ type: [String], description: 'Names of the conditions, all of which are asked' }) guards!: string[];
  @ApiProperty({ type: [ReasonView], description: 'Why it does not happen, of the conditions that people are told of' })
  unless!: ReasonView[];
  @ApiPropertyOptional({ description: 'Name of the deadline whose passing it waits for' }) delay?: string;
  @ApiProperty() label!: LinesView;
  @ApiProperty({ description: 'Without extent where the label is not drawn: of what the chart does by itself' })
  labelBox!: BoxView;
  @ApiProperty({ type: [PointView], description: 'From the state it leaves, the arrowhead at the last' })
  points!: PointView[];
}

/** One of the things that a case is at the same time. */
export class ChartRegionView {
  @ApiProperty() path!: string;
  @ApiProperty() title!: LinesView;
  @ApiProperty() width!: number;
  @ApiProperty() height!: number;
  @ApiProperty({ type: [ChartStateView], description: 'Outer states before those inside them' })
  states!: ChartStateView[];
  @ApiProperty({ type: [ChartTransitionView] }) transitions!: ChartTransitionView[];
}

export class ChartView {
  @ApiProperty() workflow!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ type: [ChartRegionView] }) regions!: ChartRegionView[];
}
