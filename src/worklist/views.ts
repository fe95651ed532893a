/** What the API answers about cases: one class per object, for the OpenAPI document and the types alike. */
import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { CoverView, CoverageView } from './coverage-views.ts';
import { IsDate, IsDrugName } from './view-fields.ts';
import { careSettings } from '../db/tables.ts';
import type { CareSetting } from '../db/tables.ts';
import type { PeriodFacts, QuestionKind, Role, Text, WorkflowName } from '../../workflows/definition.ts';

const roles = [
  'municipalNurse',
  'municipalPlanner',
  'gp',
  'practiceStaff',
  'prescribingPharmacist',
  'pharmacyStaff',
  'hospitalWard',
  'coordinator',
  'administrator',
  'dataProtectionOfficer',
  'client',
  'system',
] as const satisfies readonly Role[];
const workflows = [
  'dose-dispensing',
  'dispensing-period',
  'hospital-stay',
  'prescription-request',
  'back-order',
  'substitution',
] as const satisfies readonly WorkflowName[];

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

const IsSnoozable = (): PropertyDecorator =>
  ApiProperty({
    type: String,
    format: 'date-time',
    description:
      'Until when it may be put off: its deadline, or the next change cut-off of a roll of the citizen’s where that comes first',
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
  @ApiPropertyOptional({ enum: careSettings, description: 'Where the citizen lives' })
  careSetting?: CareSetting;
}

export class ResponsibleView {
  @IsRole() role!: Role;
  @IsId() organisation!: string;
}

export class ChoiceView {
  @ApiProperty() value!: string;
  @ApiPropertyOptional({ description: 'Left out where the citizen has marked it private' }) drugId?: string;
  @ApiPropertyOptional({ description: 'By the price list' }) name?: string;
}

@ApiExtraModels(ChoiceView)
export class CommandView {
  @ApiProperty() type!: string;
  @ApiProperty() label!: TextView;
  @ApiPropertyOptional() help?: TextView;
  @ApiProperty({ enum: roles, enumName: 'Role', isArray: true }) roles!: Role[];
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'JSON Schema of the command’s data' })
  schema!: object;
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'array', items: { $ref: getSchemaPath(ChoiceView) } },
    description: 'By field of the data: the identifiers that it can be now, for a person to choose among',
  })
  choices?: Record<string, ChoiceView[]>;
  @ApiPropertyOptional() disabledReason?: TextView;
}

export class PersonView {
  @IsId() id!: string;
  @ApiPropertyOptional({ description: 'Only for colleagues of the same organisation' }) name?: string;
}

export class ColleagueView {
  @IsId() id!: string;
  @ApiProperty() name!: string;
}

export class ColleaguesView {
  @ApiProperty({ type: [ColleagueView], description: 'Those to whom a task may be handed over, by name' })
  items!: ColleagueView[];
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
  @ApiPropertyOptional({ type: [String], description: 'In a case: the commands by which the caller may answer it' })
  commands?: string[];
  @ApiPropertyOptional({ type: () => [QuestionDrugView], description: 'In a case: the drugs that it is about' })
  aboutDrugs?: QuestionDrugView[];
  @ApiPropertyOptional({ type: [TextView], description: 'In a case: what the task asks for when this is settled' })
  next?: TextView[];
}

const questionKinds = [
  'renewal',
  'orderEnd',
  'tidying',
  'prescribing',
  'gpWord',
  'substitution',
  'other',
] as const satisfies readonly (QuestionKind | 'other')[];

export class QuestionDrugView {
  @ApiProperty({ description: 'LMS drug id, 11 digits' }) drugId!: string;
  @IsDrugName() name?: string;
  @ApiPropertyOptional() prescriptionId?: string;
  @ApiPropertyOptional() drugMedicationId?: string;
  @ApiPropertyOptional({ description: 'The instant or day on which it ends' }) until?: string;
}

/** A question closes when FMK shows that it is done. */
export class GpQuestionView extends TaskView {
  @IsSnoozable() snoozableUntil!: string;
  @IsId() root!: string;
  @IsWorkflow() workflow!: WorkflowName;
  @ApiPropertyOptional() citizen?: CitizenView;
  @ApiProperty({ enum: questionKinds }) kind!: QuestionKind | 'other';
  @ApiProperty({ type: [QuestionDrugView] }) drugs!: QuestionDrugView[];
  @ApiPropertyOptional({ description: 'It asks about more, which the citizen has marked private' })
  hasPrivateDrugs?: boolean;
  @ApiProperty({ type: TextView, nullable: true, description: 'What to do in the practice’s own record system' })
  guidance!: TextView | null;
  @ApiPropertyOptional({ description: 'The name of the pharmacy that the prescriptions go to' }) pharmacy?: string;
}

export class GuideView {
  @ApiProperty({ enum: questionKinds }) kind!: QuestionKind | 'other';
  @ApiProperty({ type: [TextView], description: 'One after the other, in the practice’s own record system' })
  steps!: TextView[];
}

export class AskedView {
  @ApiProperty({ enum: questionKinds }) kind!: QuestionKind | 'other';
  @ApiProperty({ type: [QuestionDrugView] }) drugs!: QuestionDrugView[];
  @ApiPropertyOptional({ description: 'It asks about more, which the citizen has marked private' })
  hasPrivateDrugs?: boolean;
  @ApiProperty() guidance!: TextView;
}

export class TaskContactView {
  @ApiProperty() name!: string;
  @ApiProperty({ description: 'A secretariat or a duty mailbox' }) contact!: string;
}

export class ListedTaskView extends TaskView {
  @IsSnoozable() snoozableUntil!: string;
  @IsId() root!: string;
  @IsWorkflow() workflow!: WorkflowName;
  @ApiPropertyOptional() citizen?: CitizenView;
  @ApiPropertyOptional() cover?: CoverView;
  @ApiPropertyOptional({
    description: 'Of a GP’s tasks: what it asks for, and what to do in the practice’s own system',
  })
  question?: AskedView;
  @ApiPropertyOptional({
    type: [TaskContactView],
    description:
      'Of a task that asks the cluster about a drug that nobody can get: whom to ask where the citizen lives',
  })
  contacts?: TaskContactView[];
}

export class TimerView {
  @ApiProperty() key!: string;
  @IsAt() dueAt!: string;
}

export class UnexpectedChangeView {
  @ApiProperty() from!: string;
  @ApiProperty() to!: string;
  @IsAt() at!: string;
}

export class HiddenDrugView {
  @ApiProperty() drugMedicationId!: string;
  @ApiPropertyOptional({ description: 'FMK’s warning, such as 2233' }) warningCode?: string;
}

export class PackedDrugView {
  @ApiProperty({ description: 'LMS drug id, 11 digits' }) drugId!: string;
  @IsDrugName() name?: string;
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
  @ApiPropertyOptional({ type: [String], description: 'The same as ordered, where the pharmacy packs others instead' })
  orderedDrugIds?: string[];
  @ApiPropertyOptional({ type: [PackedDrugView], description: 'The same with their names' }) drugs?: PackedDrugView[];
  @ApiPropertyOptional({
    type: [HiddenDrugView],
    description: 'Packed as well, and marked private by the citizen: FMK does not tell what it is',
  })
  hiddenDrugs?: HiddenDrugView[];
  @ApiPropertyOptional({ description: 'The lists leave out what the citizen has marked private since FMK told of it' })
  hasPrivateDrugs?: boolean;
  @ApiPropertyOptional() orderedAtPharmacy?: string;
  @ApiPropertyOptional() packedAtOrganisation?: string;
  @ApiPropertyOptional({ type: String, format: 'date', description: 'When FMK says that the card was made' })
  cardCreatedOn?: string;
  @IsAt() changeCutOffAt!: string;
  @ApiProperty({
    enum: ['absolute', 'cardDays', 'agreementDefault', 'policyDefault'] satisfies PeriodFacts['changeCutOffFrom'][],
    description:
      'Whether FMK told the instant, the card its days, the agreement with the pharmacy says it, or the number of the policy stands in',
  })
  changeCutOffFrom!: string;
  @ApiPropertyOptional({ type: String, format: 'date-time' }) receivedAt?: string;
  @ApiProperty({ type: [UnexpectedChangeView], description: 'Changes that FMK’s own operations do not explain' })
  unexpectedChanges!: UnexpectedChangeView[];
}

export class AddressedUnitView {
  @ApiProperty({ description: 'FMK’s kind of identifier, such as SKS, Yder or SOR' }) source!: string;
  @ApiProperty() id!: string;
  @ApiPropertyOptional() name?: string;
  @ApiProperty({
    enum: ['practice', 'autoForward', 'pool', 'noWay', 'unknown'],
    description: 'The way of a request there: answered, forwarded to the own GP, left in a pool, or without any way',
  })
  route!: string;
}

export class RejectionView {
  @IsAt() at!: string;
  @ApiPropertyOptional({ description: 'FMK’s words' }) reason?: string;
  @ApiProperty({
    enum: ['shown', 'findable', 'invisible'],
    description: 'What the municipality’s care record lets its staff see of it',
  })
  seen!: string;
}

/** A prescription request as FMK tells it, in FMK's words. */
export class RequestView {
  @ApiProperty() requestId!: string;
  @ApiProperty() status!: string;
  @ApiProperty({ description: 'FMK’s role of whoever made it, such as System or Borger' }) createdBy!: string;
  @IsAt() askedAt!: string;
  @ApiPropertyOptional({ description: 'Left out where the citizen has marked it private' }) drugId?: string;
  @IsDrugName() drugName?: string;
  @ApiProperty({ type: [AddressedUnitView] }) addressedTo!: AddressedUnitView[];
  @ApiPropertyOptional({ description: 'The prescription to be renewed' }) prescriptionId?: string;
  @ApiPropertyOptional({ type: String, format: 'date-time' }) validTo?: string;
  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description: 'The last change cut-off before the prescription runs out: a later answer misses a roll',
  })
  lastCutOffAt?: string;
  @ApiPropertyOptional() rejection?: RejectionView;
}

export class StayView {
  @IsAt() from!: string;
  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'Left out while the stay goes on' })
  until?: string;
}

export class CaseView {
  @IsId() id!: string;
  @ApiProperty({ type: String, format: 'uuid', description: 'The citizen’s main case, or this case where it is that' })
  root!: string;
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
  @ApiPropertyOptional() request?: RequestView;
  @ApiPropertyOptional({ description: 'Of a hospital stay, as far as departments are known by their ids' })
  stay?: StayView;
  @ApiPropertyOptional({ description: 'Someone has had a draft report of an adverse event made: GET adverse-event' })
  hasAdverseEventDraft?: boolean;
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
  @ApiPropertyOptional() cover?: CoverView;
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

const journalSources = ['entry', 'fmk', 'hospital', 'municipality', 'product', 'deadline', 'ownCase'] as const;
export type JournalSource = (typeof journalSources)[number];

export class JournalRowView {
  @ApiProperty({ type: 'integer', description: 'Rows that the caller may not see leave gaps' }) seq!: number;
  @ApiProperty({ enum: ['command', 'fact', 'timer', 'internal'] }) kind!: string;
  @ApiProperty() type!: string;
  @ApiProperty() label!: TextView;
  @ApiProperty({ enum: ['accepted', 'refused', 'ignored'] }) outcome!: string;
  @ApiPropertyOptional({ description: 'Why it was refused or ignored' }) reason?: TextView;
  @ApiProperty({
    enum: journalSources,
    enumName: 'JournalSource',
    description:
      'Whose word it is: someone’s entry, FMK, a MedCom message of a hospital’s record system or of another’s, the municipality’s system, the price list or back-orders, a deadline, or another part of the same case',
  })
  source!: JournalSource;
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

export class RulesView {
  @ApiProperty() decidedBy!: string;
  @ApiProperty() inForce!: string;
}

export class CaseDifferenceView {
  @IsAt() foundAt!: string;
  @ApiProperty({ description: 'What FMK tells of' }) label!: TextView;
  @ApiProperty({ enum: ['told', 'gone'], description: 'told: FMK shows it, and the case did not. gone: the other way' })
  change!: 'told' | 'gone';
  @ApiProperty({ type: 'integer' }) number!: number;
}

export class ExplanationView {
  @ApiProperty({ type: [StandingView] }) standing!: StandingView[];
  @IsAt() since!: string;
  @ApiProperty({ type: [WaitingView] }) waitingFor!: WaitingView[];
  @ApiProperty({ type: [MoveView] }) canMove!: MoveView[];
  @ApiProperty({ type: [BlockedView] }) blocked!: BlockedView[];
  @ApiProperty({ type: TimerView, nullable: true }) nextTimer!: TimerView | null;
  @ApiProperty({ description: 'The rules that the latest decision was made by, and those that the next one will be' })
  rules!: RulesView;
  @ApiPropertyOptional() coverage?: CoverageView;
  @ApiProperty({
    type: [CaseDifferenceView],
    description:
      'What the latest comparisons with FMK found otherwise, and no notification had told; the case shows it now',
  })
  fmkDifferences!: CaseDifferenceView[];
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
  @ApiPropertyOptional({ description: 'More were found than are shown: say more of the name' }) more?: boolean;
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

export class GpQuestionPage {
  @ApiProperty({ type: [GpQuestionView] }) items!: GpQuestionView[];
  @IsNext() next!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'What the practice’s record system is called' })
  system!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Address of that system’s own manual, where it is public' })
  manual!: string | null;
  @ApiProperty({ type: [GuideView], description: 'How each kind of question is dealt with there' })
  guides!: GuideView[];
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
