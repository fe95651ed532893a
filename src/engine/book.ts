import type { CaseContext, Env, Message } from '../../workflows/definition.ts';
import { regionsOf } from './decide.ts';
import type { CaseState } from './decide.ts';
import { decideFamily } from './decide-family.ts';
import type { Member, Step, Target } from './decide-family.ts';
import type { CaseRow, Definitions, StoredFamily } from './load-family.ts';
import type { FamilyWrite, PlacedStep } from './rows-to-write.ts';

export type DecidedWrite = FamilyWrite & { members: readonly Member[] };

/** The families of a batch as its messages move them, one after the other, and the writes that this makes. */
export class Book {
  readonly writes: FamilyWrite[] = [];
  readonly #familyByCase = new Map<string, StoredFamily>();

  constructor(families: readonly StoredFamily[]) {
    for (const family of families) this.add(family);
  }

  add(family: StoredFamily): void {
    for (const member of family.members) this.#familyByCase.set(member.id, family);
  }

  familyOf(caseId: string): StoredFamily | undefined {
    return this.#familyByCase.get(caseId);
  }

  decide(
    family: StoredFamily,
    definitions: Definitions,
    target: Target,
    message: Message,
    env: Env,
    more: {
      fired?: FamilyWrite['fired'];
      citizenId?: string | null;
      expectedRevision?: number | undefined;
      trace?: string | undefined;
    } = {},
  ): DecidedWrite {
    const decided = decideFamily(family.members, definitions, target, message, env, more.expectedRevision);
    const before = statesBefore(family.members, decided.steps);
    const known = family.rows.get(family.id);
    const citizenId = known ? known.citizenId : more.citizenId;
    if (citizenId === undefined) throw new Error(`Expected a citizen for the family ${family.id}`);
    const write: DecidedWrite = {
      key: family.key,
      rows: family.rows,
      waiting: family.waiting,
      before,
      steps: decided.steps.map((step) => place(family, citizenId, step, env)),
      members: decided.family,
      ...(more.fired && { fired: more.fired }),
      trace: more.trace,
    };
    family.members = [...decided.family];
    this.add(family);
    this.writes.push(write);
    return write;
  }
}

/** Gives the step its place in the journal and brings the case's row up to it. */
function place(family: StoredFamily, citizenId: string | null, step: Step, env: Env): PlacedStep {
  const { member, decision } = step;
  let row = family.rows.get(member.id);
  if (!row) {
    row = openedRow(family, citizenId, member, env);
    family.rows.set(member.id, row);
  }
  row.seq += 1;
  if (decision.kind === 'accepted') {
    const state = regionsOf(decision.next.snapshot);
    if (!isSame(state, row.state)) row.since = new Date(env.at);
    row.state = state;
    row.revision = member.revision;
    row.version = member.definition.version;
  }
  return { ...step, row, seq: row.seq, revision: row.revision, regions: row.state };
}

function openedRow(family: StoredFamily, citizenId: string | null, member: Member, env: Env): CaseRow {
  const parties = (member.state.snapshot.context as CaseContext).parties;
  return {
    id: member.id,
    familyId: family.id,
    parentId: member.parentId ?? null,
    childKey: member.childKey ?? null,
    citizenId,
    municipalityId: parties.municipality,
    workflow: member.definition.name,
    version: member.definition.version,
    state: {},
    tags: [],
    since: new Date(env.at),
    openedAt: new Date(env.at),
    closedAt: null,
    revision: 0,
    seq: 0,
    policyId: env.policy.id,
  };
}

function statesBefore(members: readonly Member[], steps: readonly Step[]): Map<string, CaseState> {
  const touched = new Set(steps.map(({ member }) => member.id));
  return new Map(members.filter(({ id }) => touched.has(id)).map((member) => [member.id, member.state]));
}

/** Whatever their order: `jsonb` gives the regions back in an order of its own. */
function isSame(a: Record<string, string>, b: Record<string, string>): boolean {
  const regions = Object.keys(a);
  return regions.length === Object.keys(b).length && regions.every((region) => a[region] === b[region]);
}
