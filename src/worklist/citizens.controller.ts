import { Body, Controller, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { Access, Cost, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import type { Definitions } from '../engine/read-family.ts';
import { checkCpr } from '../kernel/cpr.ts';
import type { Cpr } from '../kernel/cpr.ts';
import { badRequest } from '../kernel/problem.ts';
import { OpenedInEmergencyView } from './emergency-opening-views.ts';
import { openInEmergency } from './open-in-emergency.ts';
import { AccessLogQuestion, CitizenSearch, EmergencyQuestion } from './questions.ts';
import { readAccessLog } from './read-access-log.ts';
import { searchByName } from './search-by-name.ts';
import { searchCitizens } from './search-citizens.ts';
import { SearchView } from './views.ts';

@ApiTags('citizens')
@Controller('api/citizens')
@Access('cases')
export class CitizensController {
  constructor(
    private readonly store: Store,
    @Inject(DEFINITIONS) private readonly definitions: Definitions,
  ) {}

  /** A POST, so that neither a CPR number nor a name stands in a URL (P1). */
  @Post('search')
  @HttpCode(200)
  // Of 1,200 requests a minute no more than 60 look for somebody: numbers cannot be tried out.
  @Cost(20)
  @ApiOkResponse({ type: SearchView })
  search(@CurrentCaller() caller: Caller, @ReadPurpose() purpose: Purpose, @Body() { cpr, name }: CitizenSearch) {
    const seen = seenBy(this.store, caller);
    if (cpr !== undefined && name === undefined) return searchCitizens(seen, caller, readCpr(cpr), purpose);
    if (name !== undefined && cpr === undefined) return searchByName(seen, caller, name, purpose);
    throw badRequest('Expected a CPR number or a name, one of them');
  }

  /** For someone whose organisation takes no part, in an emergency: for reading, for a few hours, followed up afterwards. */
  @Post('emergency-opening')
  @HttpCode(200)
  @Cost(20)
  @Access('cases', 'municipalNurse', 'gp', 'prescribingPharmacist', 'hospitalWard')
  @ApiOkResponse({ type: OpenedInEmergencyView })
  openInEmergency(@CurrentCaller() caller: Caller, @Body() { cpr, reason }: EmergencyQuestion) {
    return openInEmergency(this.store, caller, readCpr(cpr), reason);
  }

  /** Who has seen or changed what of a citizen's cases: the extract that the citizen has a right to. */
  @Post('access-log')
  @HttpCode(200)
  @Access('operations', 'administrator', 'dataProtectionOfficer')
  @ApiProduces('text/csv', 'application/fhir+json')
  @ApiOkResponse({ schema: { type: 'string' } })
  async accessLog(
    @CurrentCaller() caller: Caller,
    @ReadPurpose() purpose: Purpose,
    @Body() { cpr, format, language = 'da' }: AccessLogQuestion,
    @Res({ passthrough: true }) reply: { header(name: string, value: string): unknown },
  ): Promise<string> {
    const { type, body } = await readAccessLog(this.store, this.definitions, caller, readCpr(cpr), {
      format,
      language,
      purpose,
    });
    reply.header('Content-Type', type);
    return body;
  }
}

function readCpr(text: string): Cpr {
  const checked = checkCpr(text);
  if (checked.kind !== 'invalid') return checked.cpr;
  const message = checked.reason === 'format' ? 'CPR-nummeret skal have ti cifre' : 'Datoen i CPR-nummeret findes ikke';
  throw badRequest(message, [{ field: 'cpr', message }]);
}
