/** Moves running cases onto the next version of their workflow (E8): first as a list of what would happen, then for good. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Actor, Instant, Message, Text, WorkflowName } from '../../workflows/definition.ts';
import type { Clock } from '../db/clock.ts';
import type { Keys } from '../db/store.ts';
import { plainMessage } from '../kernel/faults.ts';
import { regionsOf } from './decide.ts';
import type { Accepted, CaseState } from './decide.ts';
import type { Engine } from './engine.ts';
import { readRules } from './dated-rules.query.ts';
import { environmentAt } from './environment.ts';
import { loadFamilies } from './load-family.ts';
import type { Definitions } from './load-family.ts';
import { migrate } from './relocate.ts';

export interface Migration {
  workflow: WorkflowName;
  from: number;
  to: number;
}

/** What the migration of one case would come to. States by region; tasks by the key that they will have. */
interface PlannedCase {
  caseId: string;
  was: Record<string, string>;
  is: Record<string, string>;
  kept: string[];
  closed: string[];
  opened: string[];
  timers: { key: string; was: Instant | null; due: Instant }[];
}
export type Planned = { kind: 'moves'; plan: PlannedCase } | { kind: 'refused'; caseId: string; reason: Text };
export type Moved = { kind: 'moved'; caseId: string } | { kind: 'refused'; caseId: string; reason: Text };

interface Services {
  pool: Pool;
  keys: Keys;
  clock: Clock;
  definitions: Definitions;
}

const page = 64;

/** Each case of the old version in id order, with what would become of it. Changes nothing and locks nothing. */
export async function* planMigration(services: Services, migration: Migration): AsyncGenerator<Planned> {
  const { pool, keys, clock, definitions } = services;
  const { workflow, from, to } = migration;
  const [before, after] = [definitions(workflow, from), definitions(workflow, to)];
  for await (const ids of pagesOf(pool, migration)) {
    const env = environmentAt(await clock(pool), await readRules(pool));
    const client = await pool.connect();
    const families = await loadFamilies(client, keys.vault, definitions, ids, { lock: 'none' }).finally(() =>
      client.release(),
    );
    const members = new Map(families.flatMap((family) => family.members.map((member) => [member.id, member])));
    for (const caseId of ids) {
      const member = members.get(caseId);
      if (!member) {
        yield { kind: 'refused', caseId, reason: erased };
        continue;
      }
      try {
        const decision = migrate(before, after, member.state, env);
        yield decision.kind === 'refused'
          ? { kind: 'refused', caseId, reason: decision.refusal.message }
          : { kind: 'moves', plan: planOf(caseId, member.state, decision) };
      } catch (error) {
        yield { kind: 'refused', caseId, reason: failed(error) };
      }
    }
  }
}

/**
 * Moves them, page by page, each under its family's lock and in one transaction with its journal row. A case that cannot be
 * moved stays on the old version and is told. Ended at any point it goes on where it was: what has been moved is no more
 * of the old version.
 */
export async function* runMigration(
  { pool }: Pick<Services, 'pool'>,
  engine: Engine,
  migration: Migration,
  by: Actor,
  reason: string,
): AsyncGenerator<Moved> {
  const { from, to } = migration;
  // Of its own for each run: a case refused in an earlier one is asked anew.
  const run = randomUUID();
  for await (const ids of pagesOf(pool, migration)) {
    yield* await Promise.all(
      ids.map(async (caseId): Promise<Moved> => {
        const message: Message = {
          kind: 'command',
          type: 'migrateCase',
          data: { from, to, reason },
          occurredAt: new Date().toISOString(),
          by,
          key: `${run}:${caseId}`,
        };
        try {
          const handled = await engine.handle({ to: 'administration', caseId, scope: 'migration', message });
          if (handled.kind !== 'done') return { kind: 'refused', caseId, reason: erased };
          const { refusal } = handled.answer;
          return refusal ? { kind: 'refused', caseId, reason: refusal.message } : { kind: 'moved', caseId };
        } catch (error) {
          return { kind: 'refused', caseId, reason: failed(error) };
        }
      }),
    );
  }
}

/** How many cases are on the old version, for progress. */
export async function countCases(pool: Pool, { workflow, from }: Migration): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(
    `select count(*) from "case" where workflow = $1 and version = $2`,
    [workflow, from],
  );
  return Number(rows[0]?.count ?? 0);
}

async function* pagesOf(pool: Pool, { workflow, from }: Migration): AsyncGenerator<string[]> {
  for (let after: string | null = null; ;) {
    const { rows }: { rows: { id: string }[] } = await pool.query<{ id: string }>(
      `select id from "case" where workflow = $1 and version = $2 and ($3::uuid is null or id > $3)
       order by id limit $4`,
      [workflow, from, after, page],
    );
    if (rows.length === 0) return;
    yield rows.map(({ id }) => id);
    after = rows.at(-1)?.id ?? null;
  }
}

function planOf(caseId: string, before: CaseState, { next, carried }: Accepted): PlannedCase {
  const kept = carried?.tasks.map(({ to }) => to.key) ?? [];
  const left = carried?.tasks.map(({ from }) => from) ?? [];
  const keyBefore = (key: string): string => carried?.timers.find(({ to }) => to === key)?.from ?? key;
  return {
    caseId,
    was: regionsOf(before.snapshot),
    is: regionsOf(next.snapshot),
    kept,
    closed: before.tasks.map(({ key }) => key).filter((key) => !left.includes(key)),
    opened: next.tasks.map(({ key }) => key).filter((key) => !kept.includes(key)),
    timers: next.timers.map(({ key, dueAt }) => ({
      key,
      was: before.timers.find((timer) => timer.key === keyBefore(key))?.dueAt ?? null,
      due: dueAt,
    })),
  };
}

const erased: Text = {
  da: 'Borgeren er slettet, og forløbet kan ikke læses',
  en: 'Expected a case that can be read, but its citizen is erased',
};

function failed(error: unknown): Text {
  const why = plainMessage(error);
  return { da: `Forløbet kan ikke flyttes: ${why}`, en: `Expected the chart to take the case, but it fails: ${why}` };
}
