import { Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { writeAudit } from '../audit/write-audit.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { endSessions } from '../auth/sessions.ts';
import { Store } from '../db/store.ts';
import { Person } from '../db/tables.ts';
import { notFound } from '../kernel/problem.ts';

export class EndedSessionsView {
  @ApiProperty({ type: 'integer', description: 'How many browsers are signed out' }) ended!: number;
}

/** Signs a person out everywhere: a lost computer, a password that others may know. Tokens of scripts live to their end. */
@ApiTags('directory')
@Controller('api')
export class SessionsController {
  constructor(private readonly store: Store) {}

  @Post('me/end-sessions')
  @HttpCode(200)
  @Access('cases')
  @ApiOkResponse({ type: EndedSessionsView })
  endOwn(@CurrentCaller() caller: Caller): Promise<EndedSessionsView> {
    return this.#end(caller, caller.subject);
  }

  @Post('persons/:id/end-sessions')
  @HttpCode(200)
  @Access('operations', 'administrator')
  @ApiOkResponse({ type: EndedSessionsView })
  async endOf(@CurrentCaller() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<EndedSessionsView> {
    const person = await this.store.dataSource.manager.findOneBy(Person, { id });
    if (!person) throw notFound('a person of the directory');
    return this.#end(caller, person.subject);
  }

  async #end(caller: Caller, subject: string): Promise<EndedSessionsView> {
    const { pool, clock } = this.store;
    const ended = await endSessions(this.store, subject);
    const whose = subject === caller.subject ? 'own sessions ended' : 'sessions of another ended';
    await writeAudit(pool, { at: await clock(pool), caller, action: 'change', detail: whose, purpose: 'operation' });
    return { ended };
  }
}
