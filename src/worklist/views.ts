/** What the API answers about cases: one class per object, for the OpenAPI document and the types alike. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Role, Text, WorkflowName } from '../../workflows/definition.ts';

const roles = [
  'municipalNurse',
  'gp',
  'prescribingPharmacist',
  'hospitalWard',
  'coordinator',
  'administrator',
  'client',
  'system',
] as const satisfies readonly Role[];
const workflows = ['dose-dispensing', 'dispensing-period', 'hospital-stay'] as const satisfies readonly WorkflowName[];

const IsRole = (): PropertyDecorator => ApiProperty({ enum: roles, enumName: 'Role' });
const IsWorkflow = (): PropertyDecorator => ApiProperty({ enum: workflows, enumName: 'WorkflowName' });
const IsAt = (): PropertyDecorator => ApiProperty({ type: String, format: 'date-time' });
const IsAtOrNull = (): PropertyDecorator => ApiProperty({ type: String, format: 'date-time', nullable: true });
const IsId = (): PropertyDecorator => ApiProperty({ type: String, format: 'uuid' });
const IsState = (): PropertyDecorator =>
  ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'The active state of each region that the caller may see, as a dotted path',
  });

export class TextView implements Text {
  @ApiProperty() da!: string;
  @ApiProperty() en!: string;
}

export class CitizenView {
  @ApiPropertyOptional() name?: string;
  @ApiPropertyOptional({
    description: 'Whole for the municipality’s nurses; for others the last four digits are hidden',
  })
  cpr?: string;
}

export class ResponsibleView {
  @IsRole() role!: Role;
  @IsId() organisation!: string;
}

export class CommandView {
  @ApiProperty() type!: string;
  @ApiProperty() label!: TextView;
  @ApiPropertyOptional() help?: TextView;
  @ApiProperty({ enum: roles, enumName: 'Role', isArray: true }) roles!: Role[];
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'JSON Schema of the command’s data' })
  schema!: object;
  @ApiPropertyOptional() disabledReason?: TextView;
}

export class PersonView {
  @IsId() id!: string;
  @ApiPropertyOptional({ description: 'Only for colleagues of the same organisation' }) name?: string;
}

export class TaskView {
  @IsId() id!: string;
  @IsId() case!: string;
  @ApiProperty() title!: TextView;
  @IsRole() role!: Role;
  @IsId() organisation!: string;
  @IsAt() openedAt!: string;
  @IsAt() deadlineAt!: string;
  @ApiProperty({ type: PersonView, nullable: true }) claimedBy!: PersonView | null;
  @IsAtOrNull() snoozedUntil!: string | null;
  @ApiProperty({ type: String, nullable: true }) snoozeReason!: string | null;
}

export class ListedTaskView extends TaskView {
  @IsId() root!: string;
  @IsWorkflow() workflow!: WorkflowName;
  @ApiPropertyOptional() citizen?: CitizenView;
}

export class TimerView {
  @ApiProperty() key!: string;
  @IsAt() dueAt!: string;
}

const IsDate = (): PropertyDecorator => ApiProperty({ type: String, format: 'date' });
const IsDateOrNull = (description: string): PropertyDecorator =>
  ApiProperty({ type: String, format: 'date', nullable: true, description });

export class UnexpectedChangeView {
  @ApiProperty() from!: string;
  @ApiProperty() to!: string;
  @IsAt() at!: string;
}

/** A dispensing period as FMK tells it, in FMK's words. */
export class PeriodView {
  @ApiProperty() periodId!: string;
  @ApiProperty() cardId!: string;
  @IsDate() startDate!: string;
  @IsDate() endDate!: string;
  @ApiProperty() status!: string;
  @ApiPropertyOptional({ type: String, format: 'date' }) expectedDelivery?: string;
  @ApiPropertyOptional() acutePacking?: string;
  @ApiPropertyOptional() discardReason?: string;
  @ApiPropertyOptional({ type: [String] }) drugIds?: string[];
  @ApiPropertyOptional() orderedAtPharmacy?: string;
  @ApiPropertyOptional() packedAtOrganisation?: string;
  @IsAt() changeCutOffAt!: string;
  @ApiProperty({
    enum: ['absolute', 'cardDays', 'agreementDefault'],
    description: 'Whether FMK told the instant, the card its days, or our default stands in',
  })
  changeCutOffFrom!: string;
  @ApiPropertyOptional({ type: String, format: 'date-time' }) receivedAt?: string;
  @ApiProperty({ type: [UnexpectedChangeView], description: 'Changes that FMK’s own operations do not explain' })
  unexpectedChanges!: UnexpectedChangeView[];
}

export class CoveredSpanView {
  @IsDate() from!: string;
  @IsDate() to!: string;
  @ApiProperty({ enum: ['roll', 'sideDosing', 'hospital', 'nothing'] }) by!: string;
  @ApiPropertyOptional({ description: 'FMK’s id of the period whose roll covers' }) period?: string;
  @ApiPropertyOptional({ description: 'No roll comes, as the dose packing is on hold' }) onHold?: boolean;
}

export class DrugCoverageView {
  @ApiProperty() drugId!: string;
  @ApiProperty({ type: [CoveredSpanView] }) spans!: CoveredSpanView[];
  @IsDateOrNull('The first day ahead on which the drug comes from nowhere') firstGap!: string | null;
}

/** Danish dates, first and last day of each span. For those who treat the citizen. */
export class CoverageView {
  @IsDate() from!: string;
  @IsDate() to!: string;
  @ApiProperty({ type: [DrugCoverageView] }) drugs!: DrugCoverageView[];
  @IsDateOrNull('The first day ahead on which some drug comes from nowhere') firstGap!: string | null;
  @IsDateOrNull('The last day until which every drug comes from somewhere; null where today is not covered')
  coveredUntil!: string | null;
}

export class CaseView {
  @IsId() id!: string;
  @IsWorkflow() workflow!: WorkflowName;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty() title!: TextView;
  @IsId() municipality!: string;
  @ApiPropertyOptional() citizen?: CitizenView;
  @IsState() state!: Record<string, string>;
  @IsAt() since!: string;
  @ApiProperty({ type: 'integer' }) revision!: number;
  @ApiProperty({ type: ResponsibleView, nullable: true }) responsible!: ResponsibleView | null;
  @IsAtOrNull() deadlineAt!: string | null;
  @IsAt() openedAt!: string;
  @IsAtOrNull() closedAt!: string | null;
  @ApiProperty({ type: [CommandView] }) allowedCommands!: CommandView[];
  @ApiPropertyOptional() period?: PeriodView;
  @ApiPropertyOptional() coverage?: CoverageView;
  @ApiProperty({ type: [TaskView] }) tasks!: TaskView[];
  @ApiProperty({ type: [TimerView] }) timers!: TimerView[];
  @ApiProperty({ type: () => [CaseView] }) children!: CaseView[];
}

export class NextTaskView {
  @IsId() id!: string;
  @ApiProperty() title!: TextView;
  @IsRole() role!: Role;
  @IsId() organisation!: string;
  @IsAt() deadlineAt!: string;
}

/** A row of a list. `next` is the nearest task of the citizen's whole family that the caller may see. */
export class ListedCaseView {
  @IsId() id!: string;
  @IsWorkflow() workflow!: WorkflowName;
  @ApiProperty({ type: 'integer' }) version!: number;
  @IsId() municipality!: string;
  @ApiPropertyOptional() citizen?: CitizenView;
  @IsState() state!: Record<string, string>;
  @IsAt() since!: string;
  @ApiProperty({ type: 'integer' }) revision!: number;
  @IsAt() openedAt!: string;
  @IsAtOrNull() closedAt!: string | null;
  @ApiProperty({ type: NextTaskView, nullable: true }) next!: NextTaskView | null;
}

export class ActorView {
  @ApiProperty({ enum: ['person', 'client', 'system'] }) kind!: string;
  @IsRole() role!: Role;
  @ApiPropertyOptional({ description: 'Only for colleagues of the same organisation' }) name?: string;
  @ApiPropertyOptional({ description: 'Name of the organisation acted for' }) organisation?: string;
}

export class PolicyView {
  @ApiProperty() id!: string;
  @ApiProperty() hash!: string;
}

export class JournalRowView {
  @ApiProperty({ type: 'integer', description: 'Rows that the caller may not see leave gaps' }) seq!: number;
  @ApiProperty({ enum: ['command', 'fact', 'timer', 'internal'] }) kind!: string;
  @ApiProperty() type!: string;
  @ApiProperty() label!: TextView;
  @ApiProperty({ enum: ['accepted', 'refused', 'ignored'] }) outcome!: string;
  @ApiPropertyOptional({ description: 'Why it was refused or ignored' }) reason?: TextView;
  @ApiProperty() actor!: ActorView;
  @IsAt() at!: string;
  @IsAt() occurredAt!: string;
  @ApiProperty() policy!: PolicyView;
}

export class StandingView {
  @ApiProperty() state!: string;
  @ApiProperty() title!: TextView;
}

export class WaitingView {
  @ApiProperty() task!: string;
  @ApiProperty() title!: TextView;
  @IsRole() role!: Role;
  @IsId() organisation!: string;
  @IsAt() deadlineAt!: string;
  @ApiProperty({ type: [String], description: 'Commands that answer the task' }) commands!: string[];
}

export class MoveView {
  @ApiProperty() command!: string;
  @ApiProperty() label!: TextView;
  @ApiProperty({ enum: roles, enumName: 'Role', isArray: true }) roles!: Role[];
}

export class BlockedView {
  @ApiProperty() command!: string;
  @ApiProperty() label!: TextView;
  @ApiProperty() reason!: TextView;
}

export class ExplanationView {
  @ApiProperty({ type: [StandingView] }) standing!: StandingView[];
  @IsAt() since!: string;
  @ApiProperty({ type: [WaitingView] }) waitingFor!: WaitingView[];
  @ApiProperty({ type: [MoveView] }) canMove!: MoveView[];
  @ApiProperty({ type: [BlockedView] }) blocked!: BlockedView[];
  @ApiProperty({ type: TimerView, nullable: true }) nextTimer!: TimerView | null;
  @ApiPropertyOptional() coverage?: CoverageView;
}

export class FoundCaseView {
  @IsId() id!: string;
  @IsWorkflow() workflow!: WorkflowName;
  @IsId() municipality!: string;
  @ApiPropertyOptional() citizen?: CitizenView;
  @IsAt() openedAt!: string;
  @IsAtOrNull() closedAt!: string | null;
}

export class SearchView {
  @ApiProperty({ type: [FoundCaseView] }) items!: FoundCaseView[];
}

const IsNext = (): PropertyDecorator =>
  ApiProperty({ type: String, nullable: true, description: 'To be given as `after`; null on the last page' });

export class CasePage {
  @ApiProperty({ type: [ListedCaseView] }) items!: ListedCaseView[];
  @IsNext() next!: string | null;
}

export class TaskPage {
  @ApiProperty({ type: [ListedTaskView] }) items!: ListedTaskView[];
  @IsNext() next!: string | null;
}

export class JournalPage {
  @ApiProperty({ type: [JournalRowView] }) items!: JournalRowView[];
  @IsNext() next!: string | null;
}

export class RootView {
  @IsId() id!: string;
  @IsState() state!: Record<string, string>;
}

/** The answer to a command, equal at each repeat. What is left out is asked of the case. */
export class CommandAnswerView {
  @ApiProperty({ enum: ['accepted', 'ignored'] }) outcome!: string;
  @IsId() case!: string;
  @IsWorkflow() workflow!: WorkflowName;
  @ApiProperty({ type: 'integer' }) revision!: number;
  @IsAt() at!: string;
  @IsState() state!: Record<string, string>;
  @ApiPropertyOptional({ format: 'date-time' }) since?: string;
  @ApiPropertyOptional({ type: ResponsibleView, nullable: true }) responsible?: ResponsibleView | null;
  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true }) deadlineAt?: string | null;
  @ApiProperty() root!: RootView;
}
