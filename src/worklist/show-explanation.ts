import type { CaseContext, Text, WorkflowName } from '../../workflows/definition.ts';
import { availability } from '../engine/availability.ts';
import { explain } from '../engine/explain.ts';
import type { Definitions, ReadCase } from '../engine/read-family.ts';
import type { DrugNames } from './drug-names.query.ts';
import type { FmkDifference } from './fmk-differences.query.ts';
import { groundsOf } from './grounds.ts';
import { Restricted, ownersOf } from './redact.ts';
import type { Viewer } from './redact.ts';
import { withoutStates } from './show-case.ts';
import { showCoverage } from './show-coverage.ts';
import { isSeen } from './show-task.ts';

interface Known {
  visibleSince: Date | undefined;
  viewer: Viewer;
  drugNames: DrugNames;
  differences: readonly FmkDifference[];
  definitions: Definitions;
}

/** What moves the case, with the ground of each part. */
export function showExplanation(
  member: ReadCase,
  { visibleSince, viewer, drugNames, differences, definitions }: Known,
) {
  const { row, definition, state } = member;
  const { snapshot, tasks, timers } = state;
  const grounds = groundsOf(definition);
  const owner = ownersOf(row, viewer);
  const byCommand = <V>(command: string, value: V) =>
    new Restricted(grounds.command(snapshot, command, viewer.role), owner, value);
  const { standing, waitingFor, canMove, blocked, nextTimer } = explain(definition, state);
  const seenTimers = timers.filter(({ key }) => grounds.event(key) !== 'hospitalNotification');
  return {
    standing: standing.flatMap((each) => {
      const node = snapshot._nodes.find(({ id }) => id === each.state);
      return node ? [new Restricted(grounds.node(node), owner, each)] : [];
    }),
    since: new Restricted('hospitalNotification', owner, row.since, visibleSince ?? row.openedAt),
    waitingFor: waitingFor.map(({ organisationId, ...each }) => {
      const basis = tasks.find(({ key }) => key === each.task)?.basis ?? 'municipal';
      const shown = { ...each, organisation: organisationId };
      return new Restricted(
        'hospitalNotification',
        owner,
        shown,
        isSeen({ basis, organisationId }, viewer) ? shown : undefined,
      );
    }),
    canMove: canMove.map((each) => byCommand(each.command, each)),
    blocked: blocked.map((each) => {
      const role = definition.messages[each.command];
      const first = role?.kind === 'command' ? role.roles[0] : undefined;
      const code = first && availability(definition, snapshot, each.command, first)?.code;
      const seen = code === 'notAllowedInState' ? withoutStates(each.label) : each.reason;
      return byCommand(each.command, {
        ...each,
        reason: new Restricted('hospitalNotification', owner, each.reason, seen),
      });
    }),
    nextTimer: new Restricted(
      'hospitalNotification',
      owner,
      nextTimer,
      seenTimers.toSorted((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))[0] ?? null,
    ),
    rules: { decidedBy: row.policyId, inForce: (snapshot.context as CaseContext).env.policy.id },
    coverage: showCoverage(member, drugNames),
    fmkDifferences: differences.map(({ fact, ...each }) => ({ ...each, label: labelOf(definitions, fact) })),
  };
}

/** FMK's facts are those of the citizen's case, of its rolls and of its prescription requests. */
const ofFmk: readonly WorkflowName[] = ['dose-dispensing', 'dispensing-period', 'prescription-request'];

function labelOf(definitions: Definitions, fact: string): Text {
  const spec = ofFmk.map((name) => definitions(name).messages).find((messages) => Object.hasOwn(messages, fact))?.[
    fact
  ];
  return spec?.label ?? { da: fact, en: fact };
}
