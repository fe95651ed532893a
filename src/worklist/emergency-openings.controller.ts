import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { EmergencyOpeningPage, EmergencyOpeningView } from './emergency-opening-views.ts';
import { followUpOpening } from './follow-up-opening.ts';
import { listEmergencyOpenings } from './list-emergency-openings.ts';
import { EmergencyOpeningsQuery, FollowUp } from './questions.ts';

/** What was opened in an emergency, for the data protection officer of those who opened it, and of those whose case it was. */
@ApiTags('access')
@Controller('api/emergency-openings')
@Access('operations', 'dataProtectionOfficer')
export class EmergencyOpeningsController {
  constructor(private readonly store: Store) {}

  @Get()
  @ApiOkResponse({ type: EmergencyOpeningPage })
  list(@CurrentCaller() caller: Caller, @Query() { waiting, after, limit }: EmergencyOpeningsQuery) {
    return listEmergencyOpenings(this.store, caller, { waiting: waiting === 'true', after, limit });
  }

  @Post(':id/follow-up')
  @HttpCode(200)
  @ApiOkResponse({ type: EmergencyOpeningView })
  followUp(@CurrentCaller() caller: Caller, @Param('id', ParseUUIDPipe) id: string, @Body() given: FollowUp) {
    return followUpOpening(this.store, caller, id, given);
  }
}
