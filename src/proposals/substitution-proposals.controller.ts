import { Body, Controller, Get, Headers, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import { Engine } from '../engine/engine.ts';
import type { Definitions } from '../engine/read-family.ts';
import { keyHeader, keyOf, markRepeat } from '../intake/idempotency-key.ts';
import type { Reply } from '../intake/idempotency-key.ts';
import { answerProposal } from './answer-proposal.ts';
import { listProposals } from './list-proposals.ts';
import { AnswerProposal, AnsweredProposalView, ProposalsQuery, SubstitutionProposalPage } from './views.ts';

/** One question to a practice for all its patients with a product. The product is named in bodies alone, never in a URL (P1). */
@ApiTags('substitution-proposals')
@Controller('api/substitution-proposals')
@Access('cases', 'gp')
export class SubstitutionProposalsController {
  constructor(
    private readonly store: Store,
    private readonly engine: Engine,
    @Inject(DEFINITIONS) private readonly definitions: Definitions,
  ) {}

  @Get()
  @ApiOkResponse({ type: SubstitutionProposalPage })
  list(@CurrentCaller() caller: Caller, @ReadPurpose() purpose: Purpose, @Query() { after, limit }: ProposalsQuery) {
    return listProposals(this.store, this.definitions, caller, { after, limit }, purpose);
  }

  @Post('answers')
  @HttpCode(200)
  @ApiHeader(keyHeader)
  @ApiOkResponse({ type: AnsweredProposalView })
  async answer(
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key: string | undefined,
    @Body() given: AnswerProposal,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<AnsweredProposalView> {
    const { store, engine, definitions } = this;
    const { answer, repeated } = await answerProposal({ store, engine, definitions }, caller, given, keyOf(key));
    markRepeat(reply, repeated);
    return answer;
  }
}
