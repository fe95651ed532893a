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
import { randomUUID } from 'node:crypto';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import { Engine } from '../engine/engine.ts';
import type { Definitions } from '../engine/read-family.ts';
import { badRequest } from '../kernel/problem.ts';
import { readCase } from '../worklist/read-case.ts';
import { CaseView, CommandAnswerView } from '../worklist/views.ts';
import { RefusedCommand, giveCommand } from './give-command.ts';
import { openCase } from './open-case.ts';

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

interface Reply {
  header(name: string, value: string): unknown;
}

const keyHeader = {
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key gives the same answer; 90 days',
};

@ApiTags('cases')
@Controller('api/cases')
@Access('cases')
export class CasesController {
  readonly #services: { store: Store; engine: Engine; definitions: Definitions };

  constructor(store: Store, engine: Engine, @Inject(DEFINITIONS) definitions: Definitions) {
    this.#services = { store, engine, definitions };
  }

  @Post()
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
    return readCase(store, definitions, caller, caseId, purpose);
  }

  @Post(':id/commands')
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
    try {
      const given = { type, data, expectedRevision, key: keyOf(key) };
      const { answer, repeated } = await giveCommand(this.#services, caller, id, given);
      markRepeat(reply, repeated);
      return answer;
    } catch (error) {
      if (error instanceof RefusedCommand) markRepeat(reply, error.repeated);
      throw error;
    }
  }
}

/** Without a key a request is new each time. */
function keyOf(header: string | undefined): string {
  if (header === undefined) return randomUUID();
  if (/^[\x21-\x7e]{1,200}$/.test(header)) return header;
  throw badRequest('Expected the Idempotency-Key to be 1 to 200 visible characters, such as a UUID');
}

function markRepeat(reply: Reply, repeated: boolean): void {
  if (repeated) reply.header('Idempotency-Replayed', 'true');
}
