import type { Text } from '../../workflows/definition.ts';
import type { Caller } from '../auth/caller.ts';
import { readData } from '../engine/message-schema.ts';
import { RefusedCommand, giveCommand } from '../intake/give-command.ts';
import type { Services } from '../intake/give-command.ts';
import { keyReused } from '../intake/key-reused.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { Problem, badRequest } from '../kernel/problem.ts';
import { listTasks } from '../worklist/list-tasks.query.ts';
import { proposedDrugs } from './proposed-drugs.ts';
import type { AnswerProposal, AnsweredProposalView } from './views.ts';

const page = 200;
/** As other answers: a repeat within 90 days is one. */
const keptFor = '90 days';

type Outcome = 'accepted' | 'alreadyDone' | { code: string; message: Text };

/**
 * Answers for many patients at once. Each case is given a command of its own, under a key of its own, and moves or refuses
 * alone. Which cases `all` are is written down under the request's key before the first is told: a repeat speaks of the same
 * cases, finishes what was broken off, and answers the same. A fault ends the request when every other case has been told.
 */
export async function answerProposal(
  services: Services,
  caller: Caller,
  { drugId, cases, answer: { type, data = {} } }: AnswerProposal,
  key: string,
): Promise<{ answer: AnsweredProposalView; repeated: boolean }> {
  checkData(services, type, data);
  const content = services.store.keys.vault.hash(
    'content',
    canonicalJson([drugId, cases?.toSorted() ?? 'all', type, data]),
  );
  const { caseIds, repeated } = await fixCases(services, caller, key, content, async () =>
    cases ? [...new Set(cases)] : casesAsking(services, caller, drugId),
  );
  const answer: AnsweredProposalView = { drugId, accepted: [], alreadyDone: [], refused: [] };
  const faults: unknown[] = [];
  for (let from = 0; from < caseIds.length; from += page) {
    const some = caseIds.slice(from, from + page);
    const drugs = await proposedDrugs(services.store, services.definitions, some);
    const told = await Promise.allSettled(
      some.map(async (caseId) =>
        drugs.get(caseId) === drugId
          ? answerFor(services, caller, caseId, { type, data, key: `proposal:${key}:${caseId}` })
          : notOfProposal,
      ),
    );
    for (const [n, each] of told.entries()) {
      if (each.status === 'rejected') faults.push(each.reason);
      else note(answer, some[n] ?? '', each.value);
    }
  }
  if (faults.length > 0) throw faults[0];
  return { answer, repeated };
}

function note({ accepted, alreadyDone, refused }: AnsweredProposalView, caseId: string, outcome: Outcome): void {
  if (outcome === 'accepted') accepted.push(caseId);
  else if (outcome === 'alreadyDone') alreadyDone.push(caseId);
  else refused.push({ case: caseId, refusal: outcome });
}

/** The same words for a case that is not there, that is another's, and that is about another product. */
const notOfProposal: Outcome = {
  code: 'notOfProposal',
  message: {
    da: 'Forventede et forløb i dette forslag, men det findes ikke hos jer',
    en: 'Expected a case of this proposal, but there is none that you may see',
  },
};

async function answerFor(
  services: Services,
  caller: Caller,
  caseId: string,
  command: { type: string; data: object; key: string },
): Promise<Outcome> {
  try {
    await giveCommand(services, caller, caseId, { ...command, expectedRevision: undefined });
    return 'accepted';
  } catch (error) {
    if (error instanceof RefusedCommand) return outcomeOf(error);
    if (error instanceof Problem && error.status === 404) return notOfProposal;
    throw error;
  }
}

/** A substitute was chosen before, or none is needed any more. A case that a death has stopped is not told apart (P3). */
function outcomeOf({ refusal: { code, message, state } }: RefusedCommand): Outcome {
  const isDone = ['none', 'open.awaitingFmk', 'open.awaitingUnknown'].includes(state['search'] ?? '');
  return code === 'notAllowedInState' && isDone ? 'alreadyDone' : { code, message };
}

function checkData({ definitions }: Services, type: string, data: object): void {
  const spec = definitions('substitution').messages[type];
  if (spec?.kind !== 'command') throw new Error(`Expected ${type} to be a command of substitutions`);
  const read = readData(spec.data, data);
  if (read.ok) return;
  throw badRequest(
    'Expected data as the command describes it; correct the fields named in faults',
    read.faults.map(({ field, message }) => ({ field: field ? `answer.data.${field}` : 'answer.data', message })),
  );
}

/** The cases with this product that the practice is asked about now, the most urgent first. */
async function casesAsking({ store, definitions }: Services, caller: Caller, drugId: string): Promise<string[]> {
  const found: string[] = [];
  let after: { deadlineAt: string; id: string } | undefined;
  do {
    const rows = await listTasks(store.pool, {
      organisationId: caller.organisationId,
      role: 'gp',
      workflow: 'substitution',
      claimedBy: undefined,
      at: await store.clock(store.pool),
      awakeAt: undefined,
      after,
      limit: page,
    });
    const caseIds = rows.map(({ caseId }) => caseId);
    const drugs = await proposedDrugs(store, definitions, caseIds);
    found.push(...caseIds.filter((caseId) => drugs.get(caseId) === drugId));
    const last = rows.length === page ? rows.at(-1) : undefined;
    after = last && { deadlineAt: last.deadlineAt.toISOString(), id: last.id };
  } while (after);
  return found;
}

/** Which cases the request speaks of, decided once for its key. */
async function fixCases(
  { store: { pool, clock } }: Services,
  caller: Caller,
  key: string,
  content: Buffer,
  find: () => Promise<string[]>,
): Promise<{ caseIds: string[]; repeated: boolean }> {
  const scope = `proposals:${caller.kind}:${caller.id}`;
  const earlier = async () => {
    const { rows } = await pool.query<{ content: Buffer; answer: { cases: string[] } }>(
      'select request_hash as content, answer from handled where scope = $1 and key = $2',
      [scope, key],
    );
    if (rows[0] && !rows[0].content.equals(content)) throw keyReused();
    return rows[0]?.answer.cases;
  };
  const known = await earlier();
  if (known) return { caseIds: known, repeated: true };
  const { rowCount } = await pool.query(
    `insert into handled (scope, key, request_hash, answer, expires_at)
     values ($1, $2, $3, $4, $5::timestamptz + interval '${keptFor}') on conflict do nothing`,
    [scope, key, content, JSON.stringify({ cases: await find() }), await clock(pool)],
  );
  // Two at once: the other wrote first.
  return { caseIds: (await earlier()) ?? [], repeated: rowCount === 0 };
}
