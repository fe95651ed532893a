/** How the guarantees are checked along a walk: see `guarantees.ts`. */
import type { AnyMachineSnapshot } from 'xstate';
import { availability, isKnownHere, unavailable } from '../../src/engine/availability.ts';
import { decideFamily } from '../../src/engine/decide-family.ts';
import type { Family, Member } from '../../src/engine/decide-family.ts';
import { timersOf } from '../../src/engine/decide.ts';
import type { Instant, Role, WorkflowDefinition, WorkflowName } from '../../workflows/definition.ts';
import { systemActor } from '../../workflows/definition.ts';
import { plusDays } from '../../workflows/calendar.ts';
import type { DoseContext } from '../../workflows/dose-dispensing/base.ts';
import { rollsAfterEnding } from '../../workflows/dose-dispensing/facts.ts';
import { stayFactTypes } from '../../workflows/hospital-stay/messages.ts';
import type { Check, Edge, Move, Report, World } from './walk.ts';
import { envAt } from './walk.ts';

const hospitalFacts: readonly string[] = Object.values(stayFactTypes);
const fromHospital: readonly string[] = [...hospitalFacts, 'stayChanged', 'deathReported', 'deathReportWithdrawn'];

function isClosed({ state }: Member): boolean {
  return state.snapshot.hasTag('closed');
}

function courseOf({ family }: World): string {
  const root = family[0];
  const { course } = (root?.state.snapshot.value ?? {}) as { course?: unknown };
  const timers = root?.state.timers.filter(({ key }) => key.includes('.course.')).map(({ key }) => key);
  return JSON.stringify([course, timers]);
}

/** C1: nothing a hospital tells moves the course of dose packing. */
export const hospitalNeverMovesTheCourse: Check = {
  name: 'C1',
  edge: ({ before, after, move }) => {
    if (!fromHospital.includes(move.message.type) || courseOf(before) === courseOf(after)) return undefined;
    return `Expected ${move.message.type} to leave the course alone, but it went from ${courseOf(before)} to ${courseOf(after)}`;
  },
};

/**
 * C2: every open state can be moved on, every task has a deadline with a timer, and every timer does something. That
 * someone could tell of a stay is not enough, as it is the hospital that ends it: a timer must wait, or the case ask.
 */
export const nothingStopsInSilence: Check = {
  name: 'C2',
  state: ({ family, at }) => {
    for (const member of family) {
      const { definition, state } = member;
      const armed = state.timers.map(({ key }) => key).toSorted();
      const wanted = timersOf(state.snapshot).toSorted();
      if (armed.join() !== wanted.join())
        return `Expected the timers ${wanted.join(', ')} of ${definition.name}, but ${armed.join(', ') || 'none'} are armed`;
      for (const { key, deadlineAt } of state.tasks) {
        const timer = state.timers.find((other) => other.key.endsWith(`.${key}`));
        if (!deadlineAt || !timer) return `Expected the task ${key} to end at a deadline, but no timer waits for it`;
        if (!isDueAt(deadlineAt, timer.dueAt, at))
          return `Expected the task ${key} to be overdue at its deadline ${deadlineAt}, but its timer fires at ${timer.dueAt}`;
      }
      if (isClosed(member) || armed.length > 0) continue;
      if (rests(member, family)) {
        if (!isAsked(family))
          return `Expected the case to ask about the death, but ${definition.name} rests and no one is asked`;
      } else if (definition.name === 'hospital-stay' || !canBeMoved(member))
        return `Expected someone or some timer to move ${definition.name} on, but it is ${JSON.stringify(state.snapshot.value)} for ever`;
    }
    return undefined;
  },
  edge: ({ before, after, move, steps }) => {
    if (move.message.kind !== 'timer' || move.target.kind !== 'case') return undefined;
    const { caseId } = move.target;
    const [was, is] = [before, after].map(({ family }) => family.find(({ id }) => id === caseId));
    const rearmed = steps.some(
      ({ member, decision }) =>
        member.id === caseId &&
        decision.kind === 'accepted' &&
        decision.setTimers.some(({ key }) => key === move.message.type),
    );
    const moved = JSON.stringify(was?.state.snapshot.value) !== JSON.stringify(is?.state.snapshot.value);
    return moved || rearmed ? undefined : `Expected ${move.name} to move the case or wait again, but it did nothing`;
  },
};

/** A deadline that had passed when its task came is overdue at once. */
function isDueAt(deadline: Instant, due: Instant, at: Instant): boolean {
  const [wanted, armed, now] = [deadline, due, at].map((instant) => Date.parse(instant)) as [number, number, number];
  return wanted === armed || (wanted < armed && armed <= now);
}

/** A stay whose citizen is reported dead waits for its case, which asks. */
function rests({ state }: Member, [root]: Family): boolean {
  const { citizenDead } = state.snapshot.context as { citizenDead?: boolean };
  return citizenDead === true && root !== undefined && (root.state === state || deathStands(root));
}

/** Of a child walked alone there is no case to ask; a closed case has asked. */
function isAsked([root]: Family): boolean {
  return (
    root === undefined ||
    root.definition.name !== 'dose-dispensing' ||
    isClosed(root) ||
    root.state.tasks.some(({ key }) => key.startsWith('dose-dispensing.death.'))
  );
}

function deathStands({ state }: Member): boolean {
  return (state.snapshot.context as { deathStands?: boolean }).deathStands === true;
}

function canBeMoved({ definition, state }: Member): boolean {
  return Object.entries(definition.messages).some(
    ([type, spec]) =>
      spec.kind === 'command' &&
      spec.roles.some((role) => availability(definition, state.snapshot, type, role) === undefined),
  );
}

/** P3: what a hospital notification causes is the municipality's alone. */
export const hospitalTasksAreMunicipal: Check = {
  name: 'P3',
  state: ({ family }) => {
    for (const { state } of family)
      for (const { key, basis, party, role } of state.tasks)
        if (basis === 'hospitalNotification' && (party !== 'municipality' || role !== 'municipalNurse'))
          return `Expected the task ${key} to be the municipality's, but it is for ${role} at ${party}`;
    return undefined;
  },
};

/**
 * C8: while a death stands no other task is open and no reminder of one armed, but about a roll after the ending; and a report
 * told and taken back leaves every region and task as it was.
 */
export function deathStopsTasks(
  definitions: (name: WorkflowName) => WorkflowDefinition,
  report: Move,
  withdrawal: Move,
): Check {
  const stands = ({ family }: World): boolean => family.some(deathStands);
  const isQuiet = ({ family: [root] }: World): boolean =>
    root !== undefined && (root.state.snapshot.value as { death?: unknown }).death === 'none';
  /** Of the members that were there before the report: a death told may be the first that is heard of a stay. */
  const shape = ({ family }: World, of: World): string =>
    JSON.stringify(
      family
        .slice(0, of.family.length)
        .map(({ state }): unknown[] => [state.snapshot.value, state.tasks.map(({ key }) => key).toSorted()]),
    );
  const after = (world: World, { target, message }: Move): World => ({
    ...world,
    family: decideFamily(world.family, definitions, target, message, envAt(world.at, world.policy)).family,
  });
  const restored = (world: World): string | undefined => {
    const reported = after(world, report);
    // A report already known, or of a stay that is not there, says nothing here.
    if (!stands(reported)) return undefined;
    const wrong = others(reported);
    if (wrong) return wrong;
    const [was, is] = [shape(world, world), shape(after(reported, withdrawal), world)];
    return was === is ? undefined : `Expected a death told and taken back to leave ${was}, but it left ${is}`;
  };
  return {
    name: 'C8',
    state: (world) => {
      if (stands(world)) return others(world);
      // After a withdrawn confirmation the question itself is open, and asked anew.
      if (!isQuiet(world)) return undefined;
      // What a date alone had brought about by now is not the death's doing.
      return restored(world) && restored(caughtUp(world, definitions));
    },
  };
}

/** As the engine does by itself: what is overdue fires, once each. */
function caughtUp(
  { family, at, policy }: World,
  definitions: (name: WorkflowName) => WorkflowDefinition,
  which = /(?:)/,
): World {
  const due = family.flatMap(({ id, state }) =>
    state.timers
      .filter(({ key, dueAt }) => which.test(key) && Date.parse(dueAt) <= Date.parse(at))
      .map((timer) => ({ id, ...timer })),
  );
  const fire = (before: Family, { id, key, dueAt }: (typeof due)[number]): Family => {
    const timer = { kind: 'timer', type: key, data: {}, occurredAt: dueAt, by: systemActor, key } as const;
    return decideFamily(before, definitions, { kind: 'case', caseId: id }, timer, envAt(at, policy)).family;
  };
  return { family: due.reduce(fire, family), at, policy };
}

function others({ family }: World): string | undefined {
  const tasks = family.flatMap(({ state }) => state.tasks.map(({ key }) => key));
  const other = tasks.find((key) => !/^dose-dispensing\.(death|rollsAfterEnding)\./.test(key));
  return other && `Expected a reported death to stop the task ${other}, but it is open`;
}

/** Where the citizen's case stands in what consent concerns, the ending planned, and the days that a hold leaves without a roll. */
function consentIn([root]: Family): string {
  const snapshot = root?.state.snapshot;
  const { course, consent } = (snapshot?.value ?? {}) as Record<string, unknown>;
  const { ending, consent: said, hasUnplannedDays } = (snapshot?.context ?? {}) as Partial<DoseContext>;
  return JSON.stringify({ course, consent, ending, said, hasUnplannedDays });
}

/** Consent withdrawn by mistake and taken back leaves the answer, and the course, as they were. */
function withdrawalTakenBack({ before, after, move: { target, message } }: Edge): string | undefined {
  if (message.type !== 'withdrawConsent' || after.family[0]?.revision === before.family[0]?.revision) return undefined;
  const undo = { ...message, type: 'reopenConsent', key: 'reopenConsent', data: { reason: 'a mistake' } };
  const { family } = decideFamily(
    after.family,
    definitionsOf(after.family),
    target,
    undo,
    envAt(after.at, after.policy),
  );
  // A hold that is over, or begins, by the clock is seen by whatever comes first: its own timer, or this.
  const inTime = caughtUp({ ...before, at: after.at }, definitionsOf(before.family), /\.hold(Start|End)\./);
  const [was, is] = [consentIn(inTime.family), consentIn(family)];
  return was === is ? undefined : `Expected a withdrawal taken back to leave ${was}, but it left ${is}`;
}

/** An ended case voided by mistake and restored long after asks about the rolls that it asked about. */
function voidTakenBack({ before, after, move: { target, message } }: Edge): string | undefined {
  const asked = ([root]: Family): string =>
    JSON.stringify(rollsAfterEnding(root?.state.snapshot.context as DoseContext));
  if (message.type !== 'voidCase' || after.family[0]?.revision === before.family[0]?.revision) return undefined;
  const undo = { ...message, type: 'restoreVoided', key: 'restoreVoided', data: { reason: 'a mistake' } };
  const later = envAt(plusDays(after.at, 28), after.policy);
  const { family } = decideFamily(after.family, definitionsOf(after.family), target, undo, later);
  const [was, is] = [asked(before.family), asked(family)];
  return was === is ? undefined : `Expected a void taken back to ask about the rolls ${was}, but it asks about ${is}`;
}

function definitionsOf(family: Family) {
  return (name: WorkflowName): WorkflowDefinition => {
    const member = family.find(({ definition }) => definition.name === name);
    if (!member) throw new Error(`Expected the family to have a ${name}, but it has none`);
    return member.definition;
  };
}

/**
 * C9: nothing is over for good. From every closed state something leads back to an open one, and what a person takes back
 * restores what was there.
 */
export const everythingCanBeCorrected = correctable((family) => family);

/**
 * The same of a case together with a child that goes by dates or numbers: in a finite walk the child has a last word, which
 * nothing follows. So the walk shows the way back of the case, and `isOpenAgain` tells each closed child one word more.
 */
export function caseCanBeCorrected(isOpenAgain: (world: World, child: Member) => boolean): Check {
  const ofCase = correctable(([root]) => (root ? [root] : []));
  return {
    ...ofCase,
    state: (world) => {
      const [root, ...children] = world.family;
      const over = ofCase.state?.(world);
      if (over || !root || isClosed(root)) return over;
      const closed = children.find((child) => isClosed(child) && !isOpenAgain(world, child));
      return (
        closed &&
        `Expected a later word to reopen ${closed.definition.name}, but it stays ${JSON.stringify(closed.state.snapshot.value)}`
      );
    },
  };
}

/** Whether the child is open once these messages have come too. */
export function isOpenAfter(world: World, child: Member, words: readonly Move[]): boolean {
  const after = words.reduce(
    (family, { target, message }) =>
      decideFamily(family, definitionsOf(family), target, message, envAt(world.at, world.policy)).family,
    world.family,
  );
  return after.some((member) => member.id === child.id && !isClosed(member));
}

function correctable(of: (family: Family) => readonly Member[]): Check {
  return {
    name: 'C9',
    state: ({ family }) => {
      const done = family.find(({ state }) => state.snapshot.status !== 'active');
      return (
        done && `Expected ${done.definition.name} to stay open for corrections, but it is ${done.state.snapshot.status}`
      );
    },
    edge: (step) => withdrawalTakenBack(step) ?? voidTakenBack(step),
    graph: ({ worlds, next, cut }) => {
      const open = (world: World): boolean => !of(world.family).some(isClosed);
      // Where the walk was cut the way back may lie just outside.
      const back = new Set(worlds.flatMap((world, number) => (open(world) || cut.has(number) ? [number] : [])));
      const before = worlds.map((): number[] => []);
      for (const [from, targets] of next.entries()) for (const to of targets) before[to]?.push(from);
      const queue = [...back];
      for (let number = queue.pop(); number !== undefined; number = queue.pop())
        for (const earlier of before[number] ?? [])
          if (!back.has(earlier)) {
            back.add(earlier);
            queue.push(earlier);
          }
      const stuck = worlds.findIndex((_, number) => !back.has(number));
      if (stuck < 0) return undefined;
      const values = worlds[stuck]?.family.map(({ state }) => JSON.stringify(state.snapshot.value)).join(' and ');
      return { from: stuck, sentence: `Expected a correction to lead back from ${values}, but none does` };
    },
  };
}

/**
 * Every command is available or refused with a reason; every fact and internal message is known in every state, or listed
 * as ignored. A guard may still say of a known one that it is no news.
 */
export function catalogueIsUnderstood(definitions: readonly WorkflowDefinition[]): Check {
  return {
    name: 'catalogue',
    whateverRules: true,
    state: ({ family }) => {
      for (const { definition, state } of family)
        for (const [type, spec] of definitions.includes(definition) ? Object.entries(definition.messages) : []) {
          const known = isKnownHere(state.snapshot, type);
          if (spec.kind !== 'command') {
            if (!known && !definition.ignored.includes(type))
              return `Expected ${type} to be handled or listed as ignored, but ${JSON.stringify(state.snapshot.value)} does not know it`;
          } else if (known && !isExplained(definition, state.snapshot, type, spec.roles[0]))
            return `Expected ${type} to be refused with a reason in ${JSON.stringify(state.snapshot.value)}, but its guard has none`;
        }
      return undefined;
    },
  };
}

function isExplained(
  definition: WorkflowDefinition,
  snapshot: AnyMachineSnapshot,
  type: string,
  role: Role = 'system',
): boolean {
  // Without a reason the engine has nothing but the name of the guard to say. Whether the guard lets the command pass is the
  // dear question, a fifth of all time of the walks, and asked last.
  const { message } = unavailable(definition, snapshot, type);
  return (
    !guardNames(definition).some((guard) => message.en.endsWith(`but ${guard}`)) ||
    availability(definition, snapshot, type, role) === undefined
  );
}

function guardNames({ machine }: WorkflowDefinition): string[] {
  return Object.keys((machine.implementations as { guards: object }).guards);
}

/** Messages that no state of these walks accepted, though none is listed as ignored: dead, or left out of the alphabet. */
export function neverTaken(definition: WorkflowDefinition, walks: readonly Pick<Report, 'accepted'>[]): string[] {
  return Object.keys(definition.messages)
    .filter((type) => !definition.ignored.includes(type))
    .filter((type) => !walks.some(({ accepted }) => accepted.has(`${definition.name} ${type}`)))
    .map((type) => `Expected some state to take ${type}, but none does, and it is not listed as ignored`);
}

/** Messages listed as ignored that some of these states does not know. */
export function unknownIn(definition: WorkflowDefinition, worlds: readonly World[]): string[] {
  return definition.ignored.filter((type) =>
    worlds.some(({ family }) =>
      family.some((member) => member.definition === definition && !isKnownHere(member.state.snapshot, type)),
    ),
  );
}

/** Messages listed as ignored that every state of these walks knows. */
export function wronglyIgnored(
  definition: WorkflowDefinition,
  walks: readonly { unknown: readonly string[] }[],
): string[] {
  return definition.ignored
    .filter((type) => !walks.some(({ unknown }) => unknown.includes(type)))
    .map(
      (type) => `Expected ${type} to meet a state that does not know it, as it is listed as ignored, but all know it`,
    );
}
