/** What the API answers about rules and tariffs: one class per object, for the OpenAPI document and the types alike. */
import { ApiProperty } from '@nestjs/swagger';
import { EnterTariff } from './questions.ts';

const day = { type: String, format: 'date' } as const;

class RuleText {
  @ApiProperty() da!: string;
  @ApiProperty() en!: string;
}

class PolicyInForceView {
  @ApiProperty({ description: '`current`, with the sets in force beside it' }) id!: string;
  @ApiProperty({ description: 'As each decision under it names it' }) hash!: string;
}

class PolicyChangeView {
  @ApiProperty() id!: string;
  @ApiProperty() title!: RuleText;
  @ApiProperty() source!: string;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'What it changes of the rules of today' })
  rules!: object;
}

export class IntroductionView {
  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty() policy!: string;
  @ApiProperty(day) from!: string;
  @ApiProperty({ ...day, nullable: true, description: 'First day on which it is no longer in force' }) to!:
    string | null;
  @ApiProperty() source!: string;
}

export class PoliciesView {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'The rules of today, of those that some set would change or that exist and are off in all of them',
  })
  today!: object;
  @ApiProperty() inForce!: PolicyInForceView;
  @ApiProperty({ type: [PolicyChangeView] }) shipped!: PolicyChangeView[];
  @ApiProperty({ type: [IntroductionView] }) introductions!: IntroductionView[];
}

export class TariffView extends EnterTariff {
  @ApiProperty({ description: 'Whether it is the one in force today' }) inForce!: boolean;
}

export class TariffsView {
  @ApiProperty({ type: [TariffView], description: 'Oldest first' }) items!: TariffView[];
}
