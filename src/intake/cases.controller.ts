import { Body, Controller, Headers, HttpCode, Inject, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { IsIn, IsInt, IsObject, IsOptional, Matches, Min } from 'class-validator';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { Access, Cost, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import { Engine } from '../engine/engine.ts';
import type { Definitions } from '../engine/read-family.ts';
import { readCase } from '../worklist/read-case.ts';
import { CaseView, CommandAnswerView } from '../worklist/views.ts';
import { isAboutAnotherNumber } from './change-citizen.ts';
import { RefusedCommand, giveCommand } from './give-command.ts';
import { keyHeader, keyOf, markRepeat } from './idempotency-key.ts';
import type { Reply } from './idempotency-key.ts';
import { openCase } from './open-case.ts';
import { RepairCase, repairCase } from './repair-case.ts';

export class OpenCase {
  @ApiProperty({ enum: ['dose-dispensing'] })
  @IsIn(['dose-dispensing'])
  workflow!: 'dose-dispensing';

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'CaseParties and the workflow’s own opening data',
  })
  @IsObject()
  data!: Record<string, unknown>;
}

export class Command {
  @ApiProperty({ description: 'One of the case’s `allowedCommands`' })
  @Matches(/^[A-Za-z]{1,100}$/, { message: 'type must be one of the case’s allowedCommands' })
  type!: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: 'As the command’s schema says' })
  @IsOptional()
  @IsObject()
  data?: Record<string, unknown>;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'Refuses with revision-conflict where the case has moved since',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  expectedRevision?: number;
}

@ApiTags('cases')
@Controller('api/cases')
@Access('cases')
export class CasesController {
  readonly #services: { store: Store; engine: Engine; definitions: Definitions };

  constructor(store: Store, engine: Engine, @Inject(DEFINITIONS) definitions: Definitions) {
    this.#services = { store, engine, definitions };
  }

  @Post()
  // It tells whether a citizen has an open case: numbers cannot be tried out.
  @Cost(5)
  @ApiHeader(keyHeader)
  @ApiCreatedResponse({ type: CaseView })
  async open(
    @CurrentCaller() caller: Caller,
    @ReadPurpose() purpose: Purpose,
    @Headers('idempotency-key') key: string | undefined,
    @Body() { data }: OpenCase,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const { caseId, repeated } = await openCase(this.#services, caller, data, keyOf(key));
    reply.header('Location', `/api/cases/${caseId}`);
    markRepeat(reply, repeated);
    const { store, definitions } = this.#services;
    return readCase(seenBy(store, caller), definitions, caller, caseId, purpose);
  }

  @Post(':id/commands')
  // Some concern another number: those cannot be tried out either.
  @Cost((body) => (isAboutAnotherNumber(body) ? 5 : 1))
  @HttpCode(200)
  @ApiHeader(keyHeader)
  @ApiOkResponse({ type: CommandAnswerView })
  async command(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Headers('idempotency-key') key: string | undefined,
    @Body() { type, data = {}, expectedRevision }: Command,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const given = { type, data, expectedRevision, key: keyOf(key) };
    return markedReply(reply, giveCommand(this.#services, caller, id, given));
  }

  @Post(':id/repair')
  @HttpCode(200)
  @Access('operations', 'administrator')
  @ApiHeader(keyHeader)
  @ApiOkResponse({ type: CommandAnswerView })
  async repair(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Headers('idempotency-key') key: string | undefined,
    @Body() given: RepairCase,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    return markedReply(reply, repairCase(this.#services, caller, id, given, keyOf(key)));
  }
}

/** What was given may have been given before: the header says so, with an answer and with a refusal. */
async function markedReply<Answer>(
  reply: Reply,
  given: Promise<{ answer: Answer; repeated: boolean }>,
): Promise<Answer> {
  try {
    const { answer, repeated } = await given;
    markRepeat(reply, repeated);
    return answer;
  } catch (error) {
    if (error instanceof RefusedCommand) markRepeat(reply, error.repeated);
    throw error;
  }
}
