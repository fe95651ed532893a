import type { JsonObject, Refusal, Text } from '../../workflows/definition.ts';
import { actorOf } from '../auth/actor-of.ts';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import type { Store } from '../db/store.ts';
import { mayGive } from '../engine/availability.ts';
import type { Answer, Engine } from '../engine/engine.ts';
import type { Definitions } from '../engine/read-family.ts';
import { readData } from '../engine/message-schema.ts';
import { Problem, badRequest, notFound } from '../kernel/problem.ts';
import { findAccess } from '../worklist/find-access.ts';
import type { CaseAccess } from '../worklist/find-access.ts';
import { Restricted, redact } from '../worklist/redact.ts';
import { showState, withoutStates } from '../worklist/show-case.ts';
import { checkAgainstPriceList } from './check-against-price-list.ts';
import { changeCitizen, isNumberTaken, numberTaken } from './change-citizen.ts';
import { keyReused } from './key-reused.ts';

export interface GivenCommand {
  type: string;
  data: unknown;
  expectedRevision: number | undefined;
  key: string;
}

export interface Services {
  store: Store;
  engine: Engine;
  definitions: Definitions;
}

/**
 * Gives a command to a case. The answer is what the engine wrote down for the key, so that a repeat is equal to the first,
 * a refusal too: it is thrown as a Problem that says whether it is a repeat.
 */
export async function giveCommand(
  { store, engine, definitions }: Services,
  caller: Caller,
  caseId: string,
  { type, data, expectedRevision, key }: GivenCommand,
) {
  const access = await findAccess(seenBy(store, caller), definitions, caller, caseId);
  const spec = definitions(access.workflow, access.version).messages[type];
  const content = spec?.kind === 'command' ? read(spec.data, data) : {};
  const at = await store.clock(store.pool);
  const scope = `${caller.kind}:${caller.id}`;
  const checked = await checkAgainstPriceList(store.pool, { type, data: content, at, scope, key });
  const isTheirs = spec?.kind === 'command' && mayGive(caller.role, type, spec.roles);
  const alongside = isTheirs
    ? await changeCitizen({ store, definitions }, type, { caller, caseId, data: content, at })
    : [];
  const handled = await engine
    .handle({
      to: 'case',
      caseId,
      scope,
      ...(expectedRevision !== undefined && { expectedRevision }),
      message: { kind: 'command', type, data: checked, occurredAt: at, by: actorOf(caller), key },
      told: content,
      alongside,
    })
    .catch(async (error: unknown) => {
      if (!isNumberTaken(error)) throw error;
      throw await numberTaken({ store, definitions }, caller, content['cpr'] as string);
    });
  switch (handled.kind) {
    case 'done':
      return answered(handled, access, definitions, spec?.label ?? { da: type, en: type });
    case 'keyReused':
      throw keyReused();
    case 'notFound':
      throw notFound('a case with this id');
    case 'alreadyOpen':
      throw new Error('Expected an answer from the case, but a new one was to be opened');
  }
}

/** The answer as the caller may see it; a refusal is thrown. `label` is what was asked for. */
export function answered(
  { answer, repeated }: { answer: Answer; repeated: boolean },
  access: CaseAccess,
  definitions: Definitions,
  label: Text,
) {
  if (answer.refusal) throw refused(answer, answer.refusal, label, access, repeated);
  return { answer: redact(showAnswer(answer, access, definitions), access.viewer), repeated };
}

function read(type: new () => object, data: unknown): JsonObject {
  const result = readData(type, data);
  if (result.ok) return result.data;
  throw badRequest(
    'Expected data as the command describes it; correct the fields named in faults',
    result.faults.map(({ field, message }) => ({ field: field ? `data.${field}` : 'data', message })),
  );
}

/** What was decided and where the case stands now. Who is next and since when is asked of the case. */
function showAnswer(
  answer: Answer,
  { workflow, version, municipalityId: owner }: CaseAccess,
  definitions: Definitions,
) {
  const { responsible, deadlineAt, since, root } = answer;
  const toOwner = <V>(value: V) => new Restricted('hospitalNotification', owner, value);
  const definition = definitions(workflow, version);
  const rootDefinition = root.id === answer.caseId ? definition : definitions('dose-dispensing');
  return {
    outcome: answer.outcome,
    case: answer.caseId,
    workflow,
    revision: answer.revision,
    at: answer.at,
    state: showState(answer.state, owner, definition),
    since: toOwner(since),
    responsible: toOwner(responsible && { role: responsible.role, organisation: responsible.organisationId }),
    deadlineAt: toOwner(deadlineAt),
    root: { id: root.id, state: showState(root.state, owner, rootDefinition) },
  };
}

/** 403 where the role is wrong whatever the state or the task is another organisation's, 409 where another state or revision would have allowed it. */
function refused(
  answer: Answer,
  refusal: Refusal,
  label: Text,
  { viewer, municipalityId }: CaseAccess,
  repeated: boolean,
): RefusedCommand {
  const { code } = refusal;
  const seen = code === 'notAllowedInState' ? withoutStates(label) : refusal.message;
  const message = redact(new Restricted('hospitalNotification', municipalityId, refusal.message, seen), viewer);
  const type = code === 'revisionConflict' ? 'revision-conflict' : 'refused';
  const title = code === 'revisionConflict' ? 'The case has moved' : 'The case refuses the command';
  const extra = { refusal: { code, message }, case: answer.caseId, revision: answer.revision };
  const status = code === 'roleNotAllowed' || code === 'organisationNotAllowed' ? 403 : 409;
  return new RefusedCommand(status, type, title, message.da, extra, repeated, { code, message, state: answer.state });
}

export class RefusedCommand extends Problem {
  constructor(
    status: number,
    type: string,
    title: string,
    detail: string,
    extra: Readonly<Record<string, unknown>>,
    readonly repeated: boolean,
    /** With the state as it was refused in, which is not yet redacted. */
    readonly refusal: Pick<Refusal, 'code' | 'message'> & Pick<Answer, 'state'>,
  ) {
    super(status, type, title, detail, extra);
  }
}
