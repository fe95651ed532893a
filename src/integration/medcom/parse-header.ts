import type { Instant } from '../../../workflows/definition.ts';
import { type Resources, idAt, only, readResources } from './bundle.ts';
import { type Report, collector, missing, wrong } from './issue.ts';
import { type Place, child, children, extensionAt, textAt } from './place.ts';
import { organizationSor } from './parse-organization.ts';
import { type Sor, asSor, eventCodes } from './systems.ts';

/** What an acknowledgement says of the message it answers: all that could be read of it. */
export interface Header {
  messageHeaderId: string;
  bundleId?: string;
  sender?: Sor;
  receiver?: Sor;
  /** Of the message's own Provenance, which the acknowledgement repeats. */
  occurredAt?: Instant;
  activity?: string;
}

export interface ParsedHeader {
  place: Place;
  messageHeaderId: string | undefined;
  event: (typeof eventCodes)[number] | undefined;
  sender: Sor | undefined;
  receiver: Sor | undefined;
}

/** The MessageHeader, as much of it as can be read: an acknowledgement needs whatever there is. */
export function parseHeader(resources: Resources, report: Report): ParsedHeader | undefined {
  const place = only(resources, 'MessageHeader', report);
  if (!place) return undefined;
  if (resources.firstType !== 'MessageHeader') {
    report(wrong('Bundle.entry[0].resource', 'the MessageHeader', 'MSG_RESOURCE_TYPE_MISMATCH', 'structure'));
  }
  return {
    place,
    messageHeaderId: idAt(child(place, 'id'), report),
    event: parseEvent(place, report),
    sender: parseSender(place, resources, report),
    receiver: parseReceiver(place, resources, report),
  };
}

function parseEvent(header: Place, report: Report): ParsedHeader['event'] {
  const place = child(header, 'eventCoding', 'event');
  const code = textAt(child(place, 'code'));
  if (code === undefined) {
    report(missing(place.path, 'eventCoding with a code of medcom-messaging-eventCodes'));
    return undefined;
  }
  const event = eventCodes.find((known) => known === code);
  if (!event) {
    report(
      wrong(
        `${place.path}.code`,
        'a code of medcom-messaging-eventCodes',
        'MSG_CodeSystem_VALUE_UNKNOWN',
        'code-invalid',
      ),
    );
  }
  return event;
}

function parseSender(header: Place, resources: Resources, report: Report): Sor | undefined {
  const source = child(child(header, 'source'), 'endpoint');
  const sender = child(header, 'sender');
  const sor = endpointSor(source) ?? organizationSor(sender, resources);
  if (!sor) report(missing(source.path, 'https://sor2.sum.dsdn.dk/#id= with a SOR id, or a sender with one'));
  return sor;
}

/** MedCom allows one destination; should a sender add a copy, the primary one is us. */
function parseReceiver(header: Place, resources: Resources, report: Report): Sor | undefined {
  const destinations = children(header, 'destination');
  const destination = destinations.find((each) => useOf(each) === 'primary') ?? destinations[0];
  const sor =
    destination &&
    (endpointSor(child(destination, 'endpoint')) ?? organizationSor(child(destination, 'receiver'), resources));
  if (!sor) {
    const expression = `${header.path}.destination`;
    const issue = missing(
      expression,
      'an endpoint https://sor2.sum.dsdn.dk/#id= with a SOR id, or a receiver with one',
    );
    report({ ...issue, details: 'MSG_Receiver_Identifier_MISSING' });
  }
  return sor;
}

function useOf(destination: Place): string | undefined {
  const use = extensionAt(destination, /^medcom-messaging-destinationUseExtension$/i);
  return use && textAt(child(child(use, 'valueCoding'), 'code'));
}

function endpointSor(endpoint: Place): Sor | undefined {
  const url = textAt(endpoint) ?? '';
  return asSor(url.slice(url.lastIndexOf('#id=')).replace('#id=', ''));
}

/** Which kind of message a Bundle is, before anything else of it is looked at. */
export function eventOf(bundle: unknown): ParsedHeader['event'] {
  const { report } = collector();
  const header = only(readResources({ value: bundle, path: 'Bundle' }), 'MessageHeader', report);
  return header && parseEvent(header, report);
}
