import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../../workflows/definition.ts';
import type { FieldFault } from '../../kernel/field-faults.ts';
import { toInstant } from '../to-instant.ts';
import type { XmlElement } from '../xml.ts';

/** Collects every fault of a message, each with the path of its element. Says what was expected, never what stood there. */
export class Faults {
  readonly list: FieldFault[] = [];

  add(field: string, expected: string): void {
    // Enough to mend a message by; more would let a hostile one make our answer larger than itself.
    if (this.list.length < 50) this.list.push({ field, message: `Expected ${expected}` });
  }
}

/** Such as `/GetDispensingCardResponse/DispensingCard[2]/Period[1]`: only names that the reader asked for come into it. */
export function pathOf(element: XmlElement): string {
  const { parent, name } = element;
  if (!parent || parent.name === 'Body') return `/${name}`;
  const same = parent.children.filter((other) => other.name === name);
  return `${pathOf(parent)}/${name}${same.length > 1 ? `[${same.indexOf(element) + 1}]` : ''}`;
}

/** The first child with one of these names; an older name stands after the newer. */
export function one(element: XmlElement | undefined, ...names: string[]): XmlElement | undefined {
  return element?.children.find(({ name }) => names.includes(name));
}

export function all(element: XmlElement | undefined, ...names: string[]): XmlElement[] {
  return element?.children.filter(({ name }) => names.includes(name)) ?? [];
}

/** Follows a path of names. */
export function at(element: XmlElement | undefined, ...path: string[]): XmlElement | undefined {
  return path.reduce((found, name) => one(found, name), element);
}

/** Every element below with one of these names, at any depth, in the order of the document. */
export function below(element: XmlElement, ...names: string[]): XmlElement[] {
  const found: XmlElement[] = [];
  const left = [...element.children].toReversed();
  for (let next = left.pop(); next; next = left.pop()) {
    if (names.includes(next.name)) found.push(next);
    left.push(...next.children.toReversed());
  }
  return found;
}

/** Text without surrounding blanks; empty text is no text. */
export function textOf(element: XmlElement | undefined): string | undefined {
  return element?.text.trim() || undefined;
}

export function textIn(element: XmlElement | undefined, ...names: string[]): string | undefined {
  return textOf(one(element, ...names));
}

const longestText = 100;

/** An identifier, a status or another short text that must be there. Undefined after a fault. */
export function shortText(element: XmlElement, faults: Faults, name: string): string | undefined {
  const text = textIn(element, name);
  if (text !== undefined && text.length <= longestText && !/[\p{Surrogate}]/u.test(text)) return text;
  faults.add(`${pathOf(element)}/${name}`, `1 to ${longestText} characters`);
  return undefined;
}

/** The same, where it may be left out: a text that is too long is a fault all the same. */
export function shortTextIfGiven(element: XmlElement | undefined, faults: Faults, name: string): string | undefined {
  return element && textIn(element, name) !== undefined ? shortText(element, faults, name) : undefined;
}

/** A date, with or without a time zone behind it, as XML Schema allows: the Danish day meant. */
export function day(element: XmlElement, faults: Faults, name: string): string | undefined {
  const text = textIn(element, name) ?? '';
  const date = /^(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?$/.exec(text)?.[1];
  if (date && toInstant(`${date}T00:00:00Z`)) return date;
  faults.add(`${pathOf(element)}/${name}`, 'a date that exists, such as 2026-11-21');
  return undefined;
}

export function dayIfGiven(element: XmlElement | undefined, faults: Faults, name: string): string | undefined {
  return element && one(element, name) ? day(element, faults, name) : undefined;
}

/** An instant. One without an offset is Danish time [I]: XML Schema allows it, and FMK's example headers have it. */
export function instant(element: XmlElement, faults: Faults, name: string): Instant | undefined {
  const text = textIn(element, name) ?? '';
  const found = toInstant(text) ?? fromDanishClock(text);
  if (!found) faults.add(`${pathOf(element)}/${name}`, 'an instant that exists, such as 2026-11-21T08:00:00+01:00');
  return found;
}

export function instantIfGiven(element: XmlElement | undefined, faults: Faults, name: string): Instant | undefined {
  return element && one(element, name) ? instant(element, faults, name) : undefined;
}

const zone = 'Europe/Copenhagen';

function fromDanishClock(text: string): Instant | undefined {
  if (!toInstant(`${text}Z`)) return undefined;
  return toInstant(Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant().toString());
}

/** The end of a Danish day: the first instant of the next. */
export function endOfDay(date: string): Instant {
  return startOfDay(Temporal.PlainDate.from(date).add({ days: 1 }).toString());
}

export function startOfDay(date: string): Instant {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).toInstant().toString();
}

export function danishDay(at: Instant): string {
  return Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString();
}
