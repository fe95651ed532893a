/** What other rules would change for the running cases (R10): looked at case by case, and nothing is written. */
import type { Pool } from 'pg';
import type { Env, Role } from '../../workflows/definition.ts';
import type { PolicyChange, PolicySet } from '../../workflows/policy/policy-set.ts';
import { combined, policyChanges } from '../../workflows/policy/in-force.ts';
import type { Clock } from '../db/clock.ts';
import type { Keys } from '../db/store.ts';
import { availability } from './availability.ts';
import { accepted, withEnv } from './decide.ts';
import type { Member } from './decide-family.ts';
import { readRules } from './dated-rules.query.ts';
import { environmentAt } from './environment.ts';
import { loadFamilies } from './load-family.ts';
import type { Definitions } from './load-family.ts';
import { transition } from './transition.ts';

interface Services {
  pool: Pool;
  keys: Keys;
  clock: Clock;
  definitions: Definitions;
}

/** What one rule, or all of them together, would change: in how many cases, and of those how often what. */
interface PreviewedRule {
  /** Name of the rule; `together` for all of them at once. */
  rule: string;
  from?: unknown;
  to?: unknown;
  cases: number;
  /** By `task opened`, `task closed`, `now possible` or `no longer possible`, and what. */
  changes: ReadonlyMap<string, number>;
}

export interface Preview {
  /** The rules in force now. */
  inForce: string;
  cases: number;
  rules: PreviewedRule[];
}

const page = 64;

/** What a person may ask that rests on a rule; the data is what the rule looks at. */
const questions: readonly { type: string; data?: Readonly<Record<string, string>> }[] = [
  { type: 'assessSuited' },
  { type: 'withdrawConsent' },
  { type: 'agreePayer', data: { payer: 'municipality' } },
  { type: 'agreeDeliveryPayer', data: { payer: 'municipality' } },
  { type: 'recordSubsidy', data: { orderedBy: 'prescribingPharmacist' } },
  { type: 'askForPrescriptions', data: { prescriber: 'prescribingPharmacist' } },
  { type: 'askForRenewal', data: { prescriber: 'prescribingPharmacist' } },
  { type: 'referToPharmacy' },
  { type: 'acceptReferral' },
  { type: 'giveUpStart', data: { reason: 'citizenDeclines' } },
  { type: 'planEnding', data: { reason: 'citizenDeclines' } },
];

/**
 * Each running case under the rules of now, under each changed rule alone, and under all of them: which tasks its next
 * decision would open and close, and which of the questions that rest on a rule would get another answer. `sets` are ids of
 * those shipped, and come beside what is in force. `progress` is told how many cases were looked at.
 */
export async function previewRules(
  { pool, keys, clock, definitions }: Services,
  sets: readonly string[],
  progress: (cases: number) => void,
): Promise<Preview> {
  const env = environmentAt(await clock(pool), await readRules(pool));
  const others = variantsOf(env.policy, sets);
  const counted = others.map(({ policy: _, ...rule }) => ({ ...rule, cases: 0, changes: new Map<string, number>() }));
  let cases = 0;
  for await (const members of runningCases(pool, keys, definitions)) {
    for (const member of members) {
      const now = lookOf(member, env);
      for (const [n, { policy }] of others.entries()) {
        const changes = differences(now, lookOf(member, { ...env, policy }));
        const count = counted[n];
        if (!count || changes.length === 0) continue;
        count.cases += 1;
        for (const change of changes) count.changes.set(change, (count.changes.get(change) ?? 0) + 1);
      }
    }
    cases += members.length;
    progress(cases);
  }
  return { inForce: env.policy.id, cases, rules: counted };
}

type Variant = Pick<PreviewedRule, 'rule' | 'from' | 'to'> & { policy: PolicySet };

function variantsOf(now: PolicySet, sets: readonly string[]): Variant[] {
  // Throws for a set that is not shipped.
  combined(sets);
  const changes = policyChanges.filter(({ id }) => sets.includes(id)).map(({ rules }) => rules);
  const together: PolicyChange['rules'] = Object.assign({}, ...changes) as PolicyChange['rules'];
  const each = (Object.entries(together) as [keyof PolicySet, unknown][])
    .filter(([rule, to]) => now[rule] !== to)
    .map(([rule, to]) => ({ rule, from: now[rule], to, policy: { ...now, [rule]: to } }));
  return [...each, { rule: 'together', policy: { ...now, ...together } }];
}

/** The tasks that would be open after the next decision, and the answer to each question. */
interface Look {
  tasks: readonly string[];
  possible: readonly string[];
}

function lookOf({ definition, state }: Member, env: Env): Look {
  const snapshot = withEnv(state.snapshot, env);
  // No chart knows this event: what follows is what the rules alone bring about.
  const { next, requested } = transition(definition.machine, snapshot, { type: 'rulesLookedAt' });
  const { next: after } = accepted(definition, state, next, requested, env);
  const possible = questions.flatMap(({ type, data }) => {
    const spec = definition.messages[type];
    if (spec?.kind !== 'command') return [];
    const role: Role = spec.roles[0] ?? 'municipalNurse';
    return availability(definition, withEnv(after.snapshot, env), type, role, data) ? [] : [nameOf(type, data)];
  });
  return { tasks: after.tasks.map(({ key }) => key), possible };
}

function nameOf(type: string, data: Readonly<Record<string, string>> | undefined): string {
  return data ? `${type} (${Object.values(data).join(', ')})` : type;
}

function differences(was: Look, is: Look): string[] {
  const only = (some: readonly string[], others: readonly string[], what: string): string[] =>
    some.filter((each) => !others.includes(each)).map((each) => `${what} ${each}`);
  return [
    ...only(is.tasks, was.tasks, 'task opened'),
    ...only(was.tasks, is.tasks, 'task closed'),
    ...only(is.possible, was.possible, 'now possible'),
    ...only(was.possible, is.possible, 'no longer possible'),
  ];
}

/** Every case that is not closed, page by page in the order of ids; those of erased citizens are left out. */
async function* runningCases(pool: Pool, { vault }: Keys, definitions: Definitions): AsyncGenerator<Member[]> {
  for (let after: string | null = null; ;) {
    const { rows }: { rows: { id: string }[] } = await pool.query<{ id: string }>(
      `select id from "case" where closed_at is null and citizen_id is not null and ($1::uuid is null or id > $1)
       order by id limit $2`,
      [after, page],
    );
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return;
    const client = await pool.connect();
    const families = await loadFamilies(client, vault, definitions, ids, { lock: 'none' }).finally(() =>
      client.release(),
    );
    yield families.flatMap(({ members }) => members.filter(({ id }) => ids.includes(id)));
    after = ids.at(-1) ?? null;
  }
}
