import type { Role, Text, WorkflowDefinition } from '../../workflows/definition.ts';
import { addressedElsewhere } from '../engine/addressed-elsewhere.ts';
import { allowedCommands } from '../engine/allowed-commands.ts';
import type { AllowedCommand } from '../engine/allowed-commands.ts';
import { availability } from '../engine/availability.ts';
import { answersTo } from '../engine/explain.ts';
import type { ReadCase } from '../engine/read-family.ts';
import { named } from './drug-names.query.ts';
import type { DrugNames } from './drug-names.query.ts';
import type { TaskRow } from './family-tasks.query.ts';
import { groundsOf, seenPath } from './grounds.ts';
import { Restricted, ownersOf } from './redact.ts';
import type { Owner, Viewer } from './redact.ts';
import { showCoverage } from './show-coverage.ts';
import { isSeen, showOwnTask } from './show-task.ts';
import type { CaseView } from './views.ts';

/** What a family is shown from besides the cases themselves. */
export interface Beside {
  viewer: Viewer;
  tasks: readonly TaskRow[];
  visibleSince: ReadonlyMap<string, Date>;
  drugNames: DrugNames;
  /** Marked private by the citizen: named nowhere. */
  privateDrugs: ReadonlySet<string>;
}

/** The case with everything known of it; every fact that rests on a hospital's message is marked so. */
export function showCase(member: ReadCase, family: readonly ReadCase[], beside: Beside) {
  const { row, definition, state } = member;
  const grounds = groundsOf(definition);
  const owner = ownersOf(row, beside.viewer);
  const fromHospital = <V, O = undefined>(value: V, otherwise?: O) =>
    new Restricted('hospitalNotification', owner, value, otherwise);
  const tasks = beside.tasks.filter(({ caseId }) => caseId === row.id);
  const seenTasks = tasks.filter((task) => isSeen(task, beside.viewer));
  const children: unknown[] = family
    .filter((other) => other.row.parentId === row.id)
    .map(
      (child) =>
        new Restricted(
          groundsOf(child.definition).whole,
          ownersOf(child.row, beside.viewer),
          showCase(child, family, beside),
        ),
    );
  return {
    id: row.id,
    root: row.familyId,
    workflow: row.workflow,
    version: row.version,
    title: definition.title,
    municipality: row.municipalityId,
    state: showState(row.state, owner, definition),
    since: fromHospital(row.since, beside.visibleSince.get(row.id) ?? row.openedAt),
    revision: row.revision,
    responsible: fromHospital(responsibleFor(tasks), responsibleFor(seenTasks)),
    deadlineAt: fromHospital(tasks[0]?.deadlineAt ?? null, seenTasks[0]?.deadlineAt ?? null),
    openedAt: row.openedAt,
    closedAt: row.closedAt,
    allowedCommands: allowedCommands(definition, state, beside.viewer).map(
      (command) =>
        new Restricted(grounds.command(state.snapshot, command.type, beside.viewer.role), owner, {
          ...command,
          choices: new Restricted('identity', owner, showChoices(member, command.type, beside)),
          ...(command.disabledReason && {
            disabledReason: fromHospital(command.disabledReason, seenReason(member, command, beside.viewer)),
          }),
        }),
    ),
    period: new Restricted('identity', owner, showPeriod(member, beside)),
    request: new Restricted('identity', owner, showRequest(member, beside)),
    stay: showStay(member),
    hasAdverseEventDraft: new Restricted(
      'identity',
      owner,
      definition.adverseEvent?.(state.snapshot.context as never) ? true : undefined,
    ),
    coverage: showCoverage(member, beside.drugNames),
    tasks: tasks.map((task) =>
      showOwnTask(task, owner, {
        commands: answersTo(definition, state, task.key, beside.viewer),
        ...aboutTask(member, task.key, beside),
      }),
    ),
    timers: state.timers.map((timer) => new Restricted(grounds.event(timer.key), owner, timer)),
    // A case holds cases: the type ends here.
    children: children as Restricted<CaseView>[],
  };
}

/** A drug that the citizen has marked private is chosen without its name. */
function showChoices({ definition, state }: ReadCase, type: string, { drugNames: names, privateDrugs }: Beside) {
  const fields = definition.choices?.[type];
  if (!fields) return undefined;
  const shown = Object.entries(fields).map(([field, choicesIn]) => {
    const choices = choicesIn(state.snapshot.context as never);
    return [
      field,
      choices.map(({ value, drugId }) =>
        privateDrugs.has(drugId) ? { value } : { value, ...named({ drugId }, names) },
      ),
    ] as const;
  });
  return Object.fromEntries(shown);
}

function aboutTask({ definition, state }: ReadCase, task: string, { drugNames: names, privateDrugs }: Beside) {
  const { drugs, next } = definition.aboutTask?.(state.snapshot.context as never, task) ?? { drugs: [], next: [] };
  const shown = drugs.filter((drugId) => !privateDrugs.has(drugId));
  return { drugs: shown.map((drugId) => named({ drugId }, names)), next };
}

function showPeriod({ definition, state }: ReadCase, { drugNames: names, privateDrugs }: Beside) {
  const period = definition.period?.(state.snapshot.context as never);
  if (!period) return undefined;
  const { drugIds, orderedDrugIds, ...rest } = period;
  const shown = (ids: readonly string[]): string[] => ids.filter((id) => !privateDrugs.has(id));
  const hasPrivate = [...(drugIds ?? []), ...(orderedDrugIds ?? [])].some((id) => privateDrugs.has(id));
  return {
    ...rest,
    ...(drugIds && { drugIds: shown(drugIds), drugs: shown(drugIds).map((drugId) => named({ drugId }, names)) }),
    ...(orderedDrugIds && { orderedDrugIds: shown(orderedDrugIds) }),
    ...(hasPrivate && { hasPrivateDrugs: true }),
  };
}

function showStay({ definition, state }: ReadCase) {
  const departments = definition.departments?.(state.snapshot.context as never) ?? [];
  const [first] = departments;
  const until = departments.at(-1)?.until;
  return first && { from: first.from, ...(until && { until }) };
}

function showRequest({ definition, state }: ReadCase, { drugNames: names, privateDrugs }: Beside) {
  const request = definition.request?.(state.snapshot.context as never);
  if (!request) return undefined;
  const { drugId, ...rest } = request;
  if (privateDrugs.has(drugId)) return rest;
  const drugName = names.get(drugId);
  return { ...rest, drugId, ...(drugName && { drugName }) };
}

/** In the order of the names, for PostgreSQL keeps none: a repeated answer is equal to the first to the byte. */
export function showState(state: Record<string, string>, owner: Owner, definition: WorkflowDefinition) {
  const grounds = groundsOf(definition);
  const regions = Object.entries(state).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    regions.map(([region, path]) => {
      const seen = new Restricted('hospitalNotification', owner, path, seenPath(path));
      return [region, new Restricted(grounds.region(region), owner, seen)];
    }),
  );
}

/** A refusal by state names every active state: whoever may not see them all gets it without the names. */
export function withoutStates(label: Text): Text {
  return {
    da: `”${label.da}” er ikke muligt, som forløbet står nu`,
    en: `Expected to do “${label.en}”, but the case does not allow it as it stands`,
  };
}

function seenReason({ definition, state }: ReadCase, command: AllowedCommand, viewer: Viewer): Text | undefined {
  const refusal =
    addressedElsewhere(definition, state.snapshot, state.tasks, command.type, viewer) ??
    availability(definition, state.snapshot, command.type, viewer.role);
  return refusal?.code === 'notAllowedInState' ? withoutStates(command.label) : refusal?.message;
}

function responsibleFor(tasks: readonly TaskRow[]): { role: Role; organisation: string } | null {
  const next = tasks[0];
  return next ? { role: next.role, organisation: next.organisationId } : null;
}
