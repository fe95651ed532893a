import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { Parties, Role, WorkflowDefinition } from '../../workflows/definition.ts';
import { actorOf } from '../auth/actor-of.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import type { OrganisationKind } from '../db/tables.ts';
import { findOrCreateCitizen } from '../directory/find-or-create-citizen.ts';
import type { Engine } from '../engine/engine.ts';
import type { Definitions } from '../engine/read-family.ts';
import { readData } from '../engine/message-schema.ts';
import type { FieldFault } from '../kernel/field-faults.ts';
import { checkCpr } from '../kernel/cpr.ts';
import { Problem, badRequest } from '../kernel/problem.ts';
import { findAccess } from '../worklist/find-access.ts';
import { takesPart } from '../worklist/viewer.ts';
import { findParty } from './find-party.ts';
import { keyReused } from './key-reused.ts';

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
}

export interface Opened {
  caseId: string;
  repeated: boolean;
}

interface Services {
  store: Store;
  engine: Engine;
  definitions: Definitions;
}

/** Opens a citizen's case. A citizen that nobody knew is written first: without a case that says nothing about anyone. */
export async function openCase(
  { store, engine, definitions }: Services,
  caller: Caller,
  data: Record<string, unknown>,
  key: string,
): Promise<Opened> {
  const definition = definitions('dose-dispensing');
  const opening = openingOf(definition);
  if (!opening.roles.includes(caller.role)) {
    throw forbidden(`Expected the role ${opening.roles.join(' or ')}, but yours is ${caller.role}`);
  }
  const { cpr, name, municipality, gpPractice, pharmacy, ...own } = data;
  const about = readData(CaseParties, { cpr, name, municipality, gpPractice, pharmacy });
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
  if (!takesPart(caller, parties)) throw forbidden('Expected your own organisation among the parties of the case');

  const citizenId = await findOrCreateCitizen(store, {
    cpr: checked.cpr,
    name: given.name,
    municipalityId: parties.municipality,
    at,
  });
  const handled = await engine.handle({
    to: 'new',
    workflow: definition.name,
    citizenId,
    parties,
    scope: `${caller.kind}:${caller.id}`,
    message: { kind: 'command', type: opening.type, data: content.data, occurredAt: at, by: actorOf(caller), key },
  });
  switch (handled.kind) {
    case 'done':
      return { caseId: handled.answer.caseId, repeated: handled.repeated };
    case 'keyReused':
      throw keyReused();
    case 'alreadyOpen':
      throw await alreadyOpen({ store, definitions }, caller, handled.caseId);
    case 'notFound':
      throw new Error('Expected the citizen that was just found');
  }
}

function openingOf(definition: WorkflowDefinition): { type: string; data: new () => object; roles: readonly Role[] } {
  const { open } = definition;
  if (open.kind !== 'command') throw new Error(`Expected ${definition.name} to be opened by a command`);
  return open;
}

async function findParties({ dataSource }: Store, caller: Caller, given: CaseParties, at: string): Promise<Parties> {
  const faults: FieldFault[] = [];
  const find = async (field: 'municipality' | 'gpPractice' | 'pharmacy', kind: OrganisationKind) => {
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
  if (!municipality || faults.length > 0) throw invalid(faults);
  return { municipality, ...(gpPractice && { gpPractice }), ...(pharmacy && { pharmacy }) };
}

/** The id goes to those alone who may open the case that is there. */
async function alreadyOpen(
  { store, definitions }: Pick<Services, 'store' | 'definitions'>,
  caller: Caller,
  caseId: string,
): Promise<Problem> {
  const mine = await findAccess(store, definitions, caller, caseId).then(
    () => true,
    () => false,
  );
  return new Problem(
    409,
    'case-already-open',
    'The citizen has an open case',
    'Borgeren har allerede et åbent forløb',
    mine ? { case: caseId } : {},
  );
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
