import type { Instant } from '../../../workflows/definition.ts';
import type { Cpr } from '../../kernel/cpr.ts';
import { type Resources, only, parseBundle, readResources } from '../medcom/bundle.ts';
import { given, isComplete } from '../medcom/complete.ts';
import { type Issue, type Report, collector, missing, notABundle, wrong } from '../medcom/issue.ts';
import { type Header, parseHeader } from '../medcom/parse-header.ts';
import { parsePatient } from '../medcom/parse-patient.ts';
import { currentOf, parseProvenances } from '../medcom/parse-provenance.ts';
import { type Place, child, children, extensionAt, textAt } from '../medcom/place.ts';
import { type Sor, systems } from '../medcom/systems.ts';
import { type Activity, activities } from './categories.ts';

/** A CareCommunication as read. What people wrote is carried along, and never looked into. */
export interface CareMessage extends Header {
  bundleId: string;
  sender: Sor;
  receiver: Sor;
  occurredAt: Instant;
  activity: Activity;
  /** Of all messages that answer each other. */
  threadId: string;
  /** MedCom's code. */
  category: string;
  /** None where the citizen is known by a replacement number, which MedCom allows here. */
  cpr?: Cpr;
  /** Told in so many words by a field of its own. */
  deceased: boolean;
  texts: { text: string; at?: string }[];
}

export type Parsed =
  { kind: 'message'; message: CareMessage } | { kind: 'faulty'; header: Header | undefined; issues: Issue[] };

/** Reads a Bundle nobody has checked (domain §4.4). All faults go into one answer. */
export function parse(value: unknown): Parsed {
  const bundle = { value, path: 'Bundle' };
  if (textAt(child(bundle, 'resourceType')) !== 'Bundle') return faulty(undefined, [notABundle]);
  const { issues, report } = collector();
  const resources = readResources(bundle);
  const bundleId = parseBundle(bundle, report);
  const head = parseHeader(resources, report);
  if (!head) return faulty(undefined, issues);
  const current = currentOf(parseProvenances(resources, head.place, report));
  const activity = activities.find((known) => known === current?.activity);
  if (current && !activity) {
    report(
      wrong(`${current.path}.activity.coding.code`, 'new-, reply- or forward-message', 'MSG_CodeSystem_VALUE_UNKNOWN'),
    );
  }
  const { messageHeaderId, sender, receiver } = head;
  const occurredAt = current?.occurredAt;
  const header = messageHeaderId && { messageHeaderId, ...given({ bundleId, sender, receiver, occurredAt, activity }) };
  const communication = communicationOf(head.place, resources, report);
  const facts = {
    ...{ bundleId, sender, receiver, occurredAt, activity },
    threadId: communication && threadAt(communication, report),
    category: communication && categoryAt(communication, report),
  };
  const citizen = parseCitizen(resources, report);
  const texts = communication ? textsOf(communication, report) : [];
  if (issues.length > 0 || !header || !isComplete(facts)) return faulty(header || undefined, issues);
  return { kind: 'message', message: { ...header, ...facts, ...citizen, texts } };
}

function communicationOf(header: Place, resources: Resources, report: Report): Place | undefined {
  const [focus] = children(header, 'focus').flatMap((reference) => resources.resolve(reference) ?? []);
  return focus ?? only(resources, 'Communication', report);
}

/** The sender's UUID of the thread, in one form of writing: messages give it with and without `urn:uuid:`. */
function threadAt(communication: Place, report: Report): string | undefined {
  const [identifier] = children(communication, 'identifier');
  const place = identifier && child(identifier, 'value');
  const text = (place && textAt(place))?.toLowerCase().replace(/^urn:uuid:/, '') ?? '';
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) return text;
  report(missing(`${communication.path}.identifier.value`, 'the UUID of the communication'));
  return undefined;
}

function categoryAt(communication: Place, report: Report): string | undefined {
  const code = children(communication, 'category')
    .flatMap((category) => children(category, 'coding'))
    .map((coding) => textAt(child(coding, 'code')))
    .find((each) => each !== undefined);
  if (code && /^[a-z]+(-[a-z]+)*$/.test(code) && code.length <= 64) return code;
  report(missing(`${communication.path}.category.coding.code`, 'a code of medcom-careCommunication-categories'));
  return undefined;
}

/** A replacement number is no fault here: the message is then about nobody we know. */
function parseCitizen(resources: Resources, report: Report): { cpr?: Cpr; deceased: boolean } {
  const patient = only(resources, 'Patient', report);
  if (!patient) return { deceased: false };
  const deceased = child(patient, 'deceasedBoolean', 'deceased').value === true;
  const numbers = children(patient, 'identifier').map((identifier) => textAt(child(identifier, 'system')));
  if (numbers.length > 0 && !numbers.includes(systems.cpr)) return { deceased };
  const cpr = parsePatient(resources, report)?.cpr;
  return { deceased, ...(cpr && { cpr }) };
}

function textsOf(communication: Place, report: Report): CareMessage['texts'] {
  const texts = children(communication, 'payload').flatMap((payload) => {
    const text = textAt(child(payload, 'contentString', 'content'));
    const date = extensionAt(payload, /^medcom-\w+-datetime-extension$/i);
    const at = date && textAt(child(date, 'valueDateTime', 'value'));
    return text === undefined ? [] : [{ text, ...(at && { at }) }];
  });
  if (texts.length === 0) report(missing(`${communication.path}.payload`, 'a message text'));
  return texts;
}

function faulty(header: Header | undefined, issues: Issue[]): Parsed {
  return { kind: 'faulty', header, issues };
}
