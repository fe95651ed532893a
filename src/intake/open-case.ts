import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { JsonObject, Parties, Role, WorkflowDefinition } from '../../workflows/definition.ts';
import { actorOf } from '../auth/actor-of.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { careSettings } from '../db/tables.ts';
import type { CareSetting, OrganisationKind } from '../db/tables.ts';
import { findOrCreateCitizen } from '../directory/find-or-create-citizen.ts';
import type { Engine } from '../engine/engine.ts';
import type { Definitions } from '../engine/read-family.ts';
import { readData } from '../engine/message-schema.ts';
import type { FieldFault } from '../kernel/field-faults.ts';
import { checkCpr } from '../kernel/cpr.ts';
import type { Cpr } from '../kernel/cpr.ts';
import { Problem, badRequest } from '../kernel/problem.ts';
import { isAmong } from '../worklist/viewer.ts';
import { findParty } from './find-party.ts';
import { keyReused } from './key-reused.ts';
import { numberNotUsable, ownAmong } from './number-not-usable.ts';

/** Who the case is about and who takes part, beside the workflow's own opening data. */
export class CaseParties {
  @IsString()
  @MaxLength(11)
  cpr!: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  name?: string;

  /** Municipality code or organisation id; the caller's own municipality where it is left out. */
  @IsOptional()
  @IsString()
  municipality?: string;

  /** Ydernummer or organisation id. */
  @IsOptional()
  @IsString()
  gpPractice?: string;

  /** GLN or organisation id. */
  @IsOptional()
  @IsString()
  pharmacy?: string;

  /** GLN or organisation id of the region whose nursing staff take part. */
  @IsOptional()
  @IsString()
  region?: string;

  /** Where the citizen lives: at home with care, in a care home (plejehjem), or in social housing (botilbud). */
  @IsOptional()
  @IsIn(careSettings)
  careSetting?: CareSetting;
}

export interface Opened {
  caseId: string;
  repeated: boolean;
}

export interface Services {
  store: Store;
  engine: Engine;
  definitions: Definitions;
}

/** What a case can be opened with: every field read, every party found, and nothing written. */
interface Opening {
  cpr: Cpr;
  name: string | undefined;
  careSetting: CareSetting | undefined;
  parties: Parties;
  type: string;
  data: JsonObject;
  at: string;
}

/** Opens a citizen's case. A citizen that nobody knew is written first: without a case that says nothing about anyone. */
export async function openCase(
  services: Services,
  caller: Caller,
  data: Record<string, unknown>,
  key: string,
): Promise<Opened> {
  const { store, engine } = services;
  const { cpr, name, careSetting, parties, type, data: content, at } = await readOpening(services, caller, data);
  const citizenId = await findOrCreateCitizen(store, { cpr, name, municipalityId: parties.municipality, at });
  const handled = await engine.handle({
    to: 'new',
    workflow: 'dose-dispensing',
    citizenId,
    parties,
    scope: `${caller.kind}:${caller.id}`,
    message: { kind: 'command', type, data: content, occurredAt: at, by: actorOf(caller), key },
  });
  switch (handled.kind) {
    case 'done':
      if (careSetting) {
        await store.pool.query('update citizen set care_setting = $2 where id = $1', [citizenId, careSetting]);
      }
      return { caseId: handled.answer.caseId, repeated: handled.repeated };
    case 'keyReused':
      throw keyReused();
    case 'alreadyOpen':
      throw await alreadyOpen(services, caller, handled.caseId);
    case 'notFound':
      throw new Error('Expected the citizen that was just found');
  }
}

/** Throws a Problem with every field that does not fit, or where the caller may not open a case. */
export async function readOpening(
  { store, definitions }: Pick<Services, 'store' | 'definitions'>,
  caller: Caller,
  data: Record<string, unknown>,
): Promise<Opening> {
  const opening = openingOf(definitions('dose-dispensing'));
  if (!opening.roles.includes(caller.role)) {
    throw forbidden(`Expected the role ${opening.roles.join(' or ')}, but yours is ${caller.role}`);
  }
  const { cpr, name, municipality, gpPractice, pharmacy, region, careSetting, ...own } = data;
  const about = readData(CaseParties, { cpr, name, municipality, gpPractice, pharmacy, region, careSetting });
  const content = readData(opening.data, own);
  if (!about.ok || !content.ok) {
    throw invalid([...(about.ok ? [] : about.faults), ...(content.ok ? [] : content.faults)]);
  }
  const given = about.data as unknown as CaseParties;
  const checked = checkCpr(given.cpr);
  if (checked.kind === 'invalid') {
    const message =
      checked.reason === 'format' ? 'CPR-nummeret skal have ti cifre' : 'Datoen i CPR-nummeret findes ikke';
    throw invalid([{ field: 'cpr', message }]);
  }
  const at = await store.clock(store.pool);
  const parties = await findParties(store, caller, given, at);
  if (!isAmong(caller, parties)) throw forbidden('Expected your own organisation among the parties of the case');
  return {
    cpr: checked.cpr,
    name: given.name,
    careSetting: given.careSetting,
    parties,
    type: opening.type,
    data: content.data,
    at,
  };
}

function openingOf(definition: WorkflowDefinition): { type: string; data: new () => object; roles: readonly Role[] } {
  const { open } = definition;
  if (open.kind !== 'command') throw new Error(`Expected ${definition.name} to be opened by a command`);
  return open;
}

async function findParties({ dataSource }: Store, caller: Caller, given: CaseParties, at: string): Promise<Parties> {
  const faults: FieldFault[] = [];
  const find = async (field: 'municipality' | 'gpPractice' | 'pharmacy' | 'region', kind: OrganisationKind) => {
    const text = given[field];
    const own = await findParty(dataSource, kind, text ?? caller.organisationId, at);
    if (!own && (text !== undefined || field === 'municipality')) {
      faults.push({ field, message: 'Expected an organisation of this kind that is in operation' });
    }
    return own?.id;
  };
  const municipality = await find('municipality', 'municipality');
  const gpPractice = await find('gpPractice', 'gpPractice');
  const pharmacy = await find('pharmacy', 'pharmacy');
  const region = await find('region', 'region');
  if (!municipality || faults.length > 0) throw invalid(faults);
  return { municipality, ...(gpPractice && { gpPractice }), ...(pharmacy && { pharmacy }), ...(region && { region }) };
}

/** Only those who may open the case that is there learn of it. */
export async function alreadyOpen(
  services: Pick<Services, 'store' | 'definitions'>,
  caller: Caller,
  caseId: string,
): Promise<Problem> {
  const own = await ownAmong(services, caller, [caseId], 'found in opening a case');
  return own
    ? new Problem(409, 'case-already-open', 'The citizen has an open case', 'Borgeren har allerede et åbent forløb', {
        case: own,
      })
    : numberNotUsable();
}

function invalid(faults: readonly FieldFault[]): Problem {
  return badRequest(
    'Expected data as the API describes it; correct the fields named in faults',
    faults.map(({ field, message }) => ({ field: field ? `data.${field}` : 'data', message })),
  );
}

function forbidden(detail: string): Problem {
  return new Problem(403, 'forbidden', 'You may not do this', detail);
}
