import type { Purpose } from '../audit/read-purpose.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { organisationFacts } from '../db/organisation-facts.query.ts';
import { danishDateOf } from '../engine/check-supply.ts';
import type { Definitions } from '../engine/read-family.ts';
import { instantPattern, pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import { auditReads } from './audit-reads.ts';
import { citizenIdentities } from '../db/citizen-identities.query.ts';
import { showCitizen } from './show-citizen.ts';
import { drugNames, named } from './drug-names.query.ts';
import { guidanceFor } from './gp-guidance.ts';
import { listTasks } from './list-tasks.query.ts';
import { questionsOf } from './questions-of.ts';
import { Restricted, redact } from './redact.ts';
import { showTask } from './show-task.ts';
import { viewerOf } from './viewer.ts';

/**
 * What a practice is asked, the most urgent first: all that a citizen's renewals, ending orders and clean-ups take, in one
 * place. Nothing is ticked off here: a question is gone when FMK shows that it is done (§8.1.16).
 */
export async function listGpQuestions(
  store: Store,
  definitions: Definitions,
  caller: Caller,
  { after, limit }: { after: string | undefined; limit: number },
  purpose: Purpose,
) {
  const [deadlineAt, id] = placeAfter(after, instantPattern, uuidPattern) ?? [];
  const rows = await listTasks(store.pool, {
    organisationId: caller.organisationId,
    role: 'gp',
    workflow: undefined,
    claimedBy: undefined,
    awakeAt: undefined,
    after: deadlineAt && id ? { deadlineAt, id } : undefined,
    limit: limit + 1,
  });
  const page = pageOf(rows, limit, (row) => [row.deadlineAt.toISOString(), row.id]);
  const citizens = page.items.flatMap(({ citizenId }) => citizenId ?? []);
  const at = await store.clock(store.pool);
  const cases = page.items.map(({ caseId }) => caseId);
  const [identities, factsOf, questions] = await Promise.all([
    citizenIdentities(store, citizens),
    organisationFacts(store.pool, [caller.organisationId], danishDateOf(at)),
    questionsOf(store, definitions, cases, at),
  ]);
  const asked = [...questions.values()].flat().flatMap(({ drugs }) => drugs.map(({ drugId }) => drugId));
  const names = await drugNames(store.pool, asked, danishDateOf(at));
  await auditReads(store, caller, cases, 'questions to the GP', purpose);
  const items = page.items.map((row) => {
    const question = questions.get(row.caseId)?.find(({ task }) => row.key.startsWith(task));
    return new Restricted(row.basis, row.municipalityId, {
      ...showTask(row),
      citizen: showCitizen(row.citizenId ? identities.get(row.citizenId) : undefined, row.municipalityId),
      kind: question?.kind ?? ('other' as const),
      drugs: question?.drugs.map((drug) => named(drug, names)) ?? [],
      hasPrivateDrugs: question?.hasPrivateDrugs ?? false,
      guidance: question ? guidanceFor(question.kind, factsOf(caller.organisationId).practiceSystem) : null,
    });
  });
  return redact({ items, next: page.next }, await viewerOf(store.pool, caller));
}
