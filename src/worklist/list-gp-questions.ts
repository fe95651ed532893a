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
import { guidanceFor, guideOf } from './gp-guidance.ts';
import { listTasks } from './list-tasks.query.ts';
import { askedAbout } from './questions-of.ts';
import { organisationNames } from './organisation-names.query.ts';
import { Restricted, redact } from './redact.ts';
import { showTask } from './show-task.ts';
import { snoozableUntil } from './snooze-task.ts';
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
  const at = await store.clock(store.pool);
  const rows = await listTasks(store.pool, {
    organisationId: caller.organisationId,
    role: 'gp',
    workflow: undefined,
    claimedBy: undefined,
    at,
    awakeAt: undefined,
    after: deadlineAt && id ? { deadlineAt, id } : undefined,
    limit: limit + 1,
  });
  const page = pageOf(rows, limit, (row) => [row.deadlineAt.toISOString(), row.id]);
  const citizens = page.items.flatMap(({ citizenId }) => citizenId ?? []);
  const cases = page.items.map(({ caseId }) => caseId);
  const [identities, factsOf, questions] = await Promise.all([
    citizenIdentities(store, citizens),
    organisationFacts(store.pool, [caller.organisationId], danishDateOf(at)),
    askedAbout(store, definitions, cases, at),
  ]);
  const about = [...questions.values()];
  const asked = about.flatMap((each) => each.questions).flatMap(({ drugs }) => drugs.map(({ drugId }) => drugId));
  const [names, pharmacies] = await Promise.all([
    drugNames(store.pool, asked, danishDateOf(at)),
    organisationNames(
      store.pool,
      about.flatMap(({ pharmacyId }) => pharmacyId ?? []),
    ),
  ]);
  const { practiceSystem } = factsOf(caller.organisationId);
  await auditReads(store, caller, cases, 'questions to the GP', purpose);
  const items = page.items.map((row) => {
    const known = questions.get(row.caseId);
    const question = known?.questions.find(({ task }) => row.key.startsWith(task));
    const pharmacy = known?.pharmacyId && pharmacies.get(known.pharmacyId);
    return new Restricted(row.basis, row.municipalityId, {
      ...showTask(row),
      snoozableUntil: snoozableUntil(row),
      root: row.rootId,
      workflow: row.workflow,
      citizen: showCitizen(row.citizenId ? identities.get(row.citizenId) : undefined, row.municipalityId),
      kind: question?.kind ?? ('other' as const),
      drugs: question?.drugs.map((drug) => named(drug, names)) ?? [],
      hasPrivateDrugs: question?.hasPrivateDrugs ?? false,
      guidance: question ? guidanceFor(question.kind, practiceSystem) : null,
      ...(pharmacy && { pharmacy: new Restricted('identity', row.municipalityId, pharmacy) }),
    });
  });
  return redact({ items, next: page.next, ...guideOf(practiceSystem) }, await viewerOf(store.pool, caller));
}
