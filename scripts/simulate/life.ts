/** A citizen's life with Dosisflow, act by act: whoever plays it tells what each act came to, in memory or in a database. */
import type { Family, Member } from '../../src/engine/decide-family.ts';
import { systemActor } from '../../workflows/definition.ts';
import type { Env, Instant, Message, OpenTask } from '../../workflows/definition.ts';
import { plusHours } from '../../workflows/calendar.ts';
import { Draw } from './draw.ts';
import type { Fate } from './fate.ts';
import { handlingOf } from './fate.ts';
import type { Address, Happening } from './happening.ts';
import { personAs } from './happening.ts';
import { deliver } from './network.ts';
import { answersAt, reply } from './people.ts';
import type { PackedInstead } from './people.ts';
import { periodAs } from './sources/pharmacy.ts';

export type Act =
  | { kind: 'open'; at: Instant; message: Message }
  | { kind: 'say'; at: Instant; happening: Happening }
  | { kind: 'fire'; at: Instant; childKey: string | undefined; key: string };

/** What is to be told of one citizen: the fate, and what is said of it. A story is this with fewer things said. */
export interface Story {
  seed: number;
  fate: Fate;
  said: readonly Happening[];
}

/** What people did that no case counts. */
export interface Done {
  gpContacts: number;
  /** When someone arranged medicine for the days ahead. */
  covered: Instant[];
}

/** Sent as told, arrived as the network lets it. */
export function storyOf(seed: number, fate: Fate, said: readonly Happening[]): Story {
  const isSent = ({ message: { kind }, at }: Happening): boolean => kind === 'fact' && at > fate.opensAt;
  const draw = new Draw(`${seed}`).for(fate.number).for('network');
  const arrived = [...said.filter((one) => !isSent(one)), ...deliver(said.filter(isSent), draw)];
  return { seed, fate, said: arrived.filter(({ at }) => at >= fate.opensAt && at <= fate.endsAt).toSorted(byTime) };
}

const mostWaits = 400;

/** The acts in order of time. Timers that are due come first, so that what is armed at once fires at once. */
export function* live(story: Story, envAt: (at: Instant) => Env): Generator<Act, Done, Family> {
  const { fate, seed } = story;
  const draw = new Draw(`${seed}`).for(fate.number).for('people');
  const agenda = [...story.said];
  const waiting = new Map<string, number>();
  const done: Done = { gpContacts: 0, covered: [] };
  const instead: PackedInstead[] = [];
  let now = fate.opensAt;
  let family = yield { kind: 'open', at: now, message: opening(fate) };
  schedule(family);
  for (;;) {
    const timer = nextTimer(family, now);
    const next = agenda[0];
    if (timer && (!next || timer.at <= next.at)) {
      if (timer.at > fate.endsAt) return done;
      now = timer.at;
      family = yield timer;
    } else {
      if (!next || next.at > fate.endsAt) return done;
      agenda.shift();
      now = next.at;
      if (next.from === lookingAfter) look(next);
      else family = yield { kind: 'say', at: now, happening: asPacked({ ...next, at: now }, instead) };
    }
    schedule(family);
  }

  /** A task newly open is looked after by someone, at a time of theirs. */
  function schedule(told: Family): void {
    for (const { childKey, state } of told) {
      for (const task of state.tasks) {
        const name = `${childKey ?? ''} ${task.key} ${task.deadlineAt}`;
        if (waiting.has(name)) continue;
        waiting.set(name, waiting.size);
        if (waiting.size > mostWaits * 4) throw new Error('Expected people to keep up, but the case asks without end');
        const at = answersAt(task, now, fate, draw.for(name));
        if (at) insert(agenda, { at, from: lookingAfter, to: addressOf(childKey), message: note(task, at) });
      }
    }
  }

  function look({ to, message, at }: Happening): void {
    const member = family.find(({ childKey }) => sameAs(to, childKey));
    const task = member?.state.tasks.find(({ key }) => key === message.type);
    if (!member || !task) return;
    const here = draw.for(`${member.childKey ?? ''} ${task.key} ${task.deadlineAt}`);
    const answer = reply(task, member, family, fate, envAt(at), here);
    if (answer.gp) done.gpContacts += 1;
    if (answer.covers) done.covered.push(at);
    for (const one of answer.happenings) insert(agenda, one);
    if (answer.substituted) {
      instead.push(answer.substituted);
      for (const one of plannedAnew(fate, at)) insert(agenda, one);
    }
    if (answer.readAgain) for (const one of readAgain(story, at)) insert(agenda, one);
  }
}

/** A roll as FMK shows it, with what was chosen in place of a drug that could not be had before the pharmacy began with it. */
function asPacked(said: Happening, instead: readonly PackedInstead[]): Happening {
  const { drugIds, startDate } = said.message.data;
  if (!Array.isArray(drugIds) || typeof startDate !== 'string' || instead.length === 0) return said;
  const begunAt = handlingOf(startDate);
  const packed = instead
    .filter(({ from }) => from <= begunAt)
    .reduce((drugs, { drugId, substitute }) => drugs.map((each) => (each === drugId ? substitute : each)), drugIds);
  return { ...said, message: { ...said.message, data: { ...said.message.data, drugIds: packed } } };
}

const lookingAfter = 'someone looks after it';

function note({ key }: OpenTask, at: Instant): Message {
  return { kind: 'internal', type: key, data: {}, occurredAt: at, by: systemActor, key };
}

function addressOf(childKey: string | undefined): Address {
  return childKey === undefined ? { kind: 'case' } : { kind: 'member', childKey };
}

function sameAs(to: Address, childKey: string | undefined): boolean {
  return to.kind === 'case' ? childKey === undefined : to.kind === 'member' && to.childKey === childKey;
}

/** FMK as it stands, read a quarter of an hour later: the latest of each period, hold, prescription and product. */
function readAgain({ fate, said }: Story, at: Instant): Happening[] {
  const latest = new Map<string, Happening>();
  for (const one of said)
    if (one.object && one.message.occurredAt <= at && one.from !== 'GP') {
      const known = latest.get(one.object);
      if (!known || known.message.occurredAt <= one.message.occurredAt) latest.set(one.object, one);
    }
  for (const roll of fate.rolls) {
    const told = roll.told.filter((each) => each.at <= at).at(-1);
    const object = `period:${roll.periodId}`;
    const known = latest.get(object);
    if (!told || (known && known.message.occurredAt >= told.at)) continue;
    latest.set(object, periodAs(roll, told));
  }
  const read = plusHours(at, 0.25);
  return [...latest.values()].map((one) => ({
    ...one,
    at: read,
    message: { ...one.message, key: `${one.message.key}:read:${at}` },
  }));
}

/** [I] Hours until FMK shows of the rolls not begun with what was chosen for them. */
const plannedAnewHours = 4;

function plannedAnew({ rolls }: Fate, at: Instant): Happening[] {
  const shownAt = plusHours(at, plannedAnewHours);
  return rolls
    .filter(({ startDate }) => handlingOf(startDate) > shownAt)
    .flatMap((roll) => {
      const told = roll.told.filter((each) => each.at <= shownAt).at(-1);
      const shown = told && periodAs(roll, { ...told, at: shownAt });
      return shown ? [{ ...shown, message: { ...shown.message, key: `${shown.message.key}:${shownAt}` } }] : [];
    });
}

function opening({ isNew, drugs, opensAt }: Fate): Message {
  const known = drugs
    .filter(({ dosing }) => dosing === 'packed')
    .map(({ prescriptionId, drugId, validTo }) => ({ prescriptionId, drugId, validTo }));
  return {
    kind: 'command',
    type: 'openCase',
    data: isNew ? { entry: 'identified' } : { entry: 'alreadyOnDosePacking', prescriptions: known },
    occurredAt: opensAt,
    by: personAs('municipalNurse'),
    key: 'opening',
  };
}

/** The armed timer that is due first; by name where several are. */
function nextTimer(family: Family, now: Instant): Extract<Act, { kind: 'fire' }> | undefined {
  let first: { member: Member; key: string; dueAt: Instant } | undefined;
  for (const member of family)
    for (const { key, dueAt } of member.state.timers)
      if (
        !first ||
        dueAt < first.dueAt ||
        (dueAt === first.dueAt && nameOf(member, key) < nameOf(first.member, first.key))
      )
        first = { member, key, dueAt };
  if (!first) return undefined;
  const { member, key, dueAt } = first;
  return { kind: 'fire', at: dueAt > now ? dueAt : now, childKey: member.childKey, key };
}

function nameOf({ childKey = '' }: Member, key: string): string {
  return `${childKey} ${key}`;
}

function insert(agenda: Happening[], one: Happening): void {
  let [low, high] = [0, agenda.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = agenda[middle];
    if (there && byTime(there, one) <= 0) low = middle + 1;
    else high = middle;
  }
  agenda.splice(low, 0, one);
}

function byTime(a: Happening, b: Happening): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
}
