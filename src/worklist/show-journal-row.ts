import type { AnyStateNode } from 'xstate';
import { administration } from '../../workflows/definition.ts';
import type { LegalBasis, StateMeta, Text, WorkflowDefinition } from '../../workflows/definition.ts';
import type { ReadCase } from '../engine/read-family.ts';
import { groundsOf } from './grounds.ts';
import type { JournalRow } from './journal.query.ts';
import { Restricted, ownersOf } from './redact.ts';
import type { Owner, Viewer } from './redact.ts';
import { withoutStates } from './show-case.ts';
import type { JournalSource } from './views.ts';

/** A row of the journal in the chart's words. Its content stays sealed: the log says what happened, not what was written. */
export function showJournalRow(
  row: JournalRow,
  { row: { id, municipalityId }, definition }: ReadCase,
  family: readonly ReadCase[],
  viewer: Viewer,
) {
  const owner = ownersOf({ id, municipalityId }, viewer);
  const label = labelOf(definition, row);
  const shown = {
    seq: row.seq,
    kind: row.kind,
    type: row.type,
    label,
    outcome: row.outcome,
    reason: reasonOf(row, label, owner),
    source: sourceOf(row),
    actor: {
      kind: row.actorKind,
      role: row.actorRole,
      name: new Restricted('colleague', row.organisationId ?? municipalityId, row.actorName ?? undefined),
      organisation: row.organisation ?? undefined,
    },
    at: row.at,
    occurredAt: row.occurredAt,
    policy: { id: row.policyId, hash: row.policyHash },
  };
  return new Restricted(groundOf(row, definition, family), owner, shown);
}

/** Who told it: a person or system by a command, a fact by what it rests on, the rest the case's own. */
function sourceOf({ kind, basis }: JournalRow): JournalSource {
  switch (kind) {
    case 'command':
      return 'entry';
    case 'fact':
      return sources[basis];
    case 'timer':
      return 'deadline';
    case 'internal':
      return 'ownCase';
  }
}

const sources: Record<LegalBasis, JournalSource> = {
  fmk: 'fmk',
  hospitalNotification: 'hospital',
  product: 'product',
  municipal: 'municipality',
};

/** An internal message rests on what its sender rests on: the key begins with the sender's id. */
function groundOf(row: JournalRow, definition: WorkflowDefinition, family: readonly ReadCase[]) {
  const sender = row.kind === 'internal' && family.find((other) => row.key.startsWith(`${other.row.id}:`));
  if (sender && groundsOf(sender.definition).whole === 'hospitalNotification') return 'hospitalNotification';
  const ground = groundsOf(definition).event(eventOf(row));
  return ground === 'municipal' ? row.basis : ground;
}

function eventOf({ kind, type }: JournalRow): string {
  return kind === 'timer' ? type.replace(/^stale /, '') : type;
}

function labelOf(definition: WorkflowDefinition, row: JournalRow): Text {
  if (row.opened) return { da: `Oprettet: ${definition.title.da}`, en: `Opened: ${definition.title.en}` };
  if (row.kind !== 'timer') {
    const administered: Readonly<Record<string, Text>> = administration;
    return definition.messages[row.type]?.label ?? administered[row.type] ?? { da: row.type, en: row.type };
  }
  const waiting = stateWith(definition.machine.root, eventOf(row));
  const title = (waiting?.meta as StateMeta | undefined)?.title ?? definition.title;
  return { da: `Frist: ${title.da}`, en: `Deadline: ${title.en}` };
}

function stateWith(node: AnyStateNode, timer: string): AnyStateNode | undefined {
  if (node.after.some(({ eventType }) => eventType === timer)) return node;
  for (const child of Object.values(node.states)) {
    const found = stateWith(child, timer);
    if (found) return found;
  }
  return undefined;
}

/** What refused or ignored a message may name any active state: others get it without. */
function reasonOf({ reason }: JournalRow, label: Text, owner: Owner) {
  if (!reason) return undefined;
  if (!('code' in reason)) {
    const plain = { da: `”${label.da}” ændrede intet`, en: `“${label.en}” changed nothing` };
    return new Restricted('hospitalNotification', owner, reason, plain);
  }
  const seen = reason.code === 'notAllowedInState' ? withoutStates(label) : reason.message;
  return new Restricted('hospitalNotification', owner, reason.message, seen);
}
