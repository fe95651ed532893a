import { createHash } from 'node:crypto';
import type { Instant } from '../../../workflows/definition.ts';
import type { Bundle, Resource } from '../medcom/fhir-types.ts';
import { systems } from '../medcom/systems.ts';
import type { Category } from './categories.ts';

export interface Correspondent {
  name: string;
  sor: string;
  gln: string | undefined;
}

export interface OutgoingCareMessage {
  /** MessageHeader.id: the same at every attempt, so that a resend is known by it. */
  messageId: string;
  threadId: string;
  at: Instant;
  sender: Correspondent;
  receiver: Correspondent;
  /** A telephone number where there is one. */
  senderContact: string;
  citizen: { cpr: string; name: string };
  category: Category;
  topic: string;
  text: string;
}

/**
 * MedCom's CareCommunication (version 5) with one message text. The same arguments give the same Bundle. The author is
 * Dosisflow itself, on behalf of the municipality [I]: MedCom wants a person with a role, and nobody wrote this.
 */
export function writeCareCommunication(message: OutgoingCareMessage): Bundle {
  const { messageId, threadId, at, sender, receiver, senderContact, citizen, category, topic, text } = message;
  const id = (part: string): string => derivedId(messageId, part);
  const from = organization(id('sender'), sender);
  const to = organization(id('receiver'), receiver);
  const patient = patientOf(id('patient'), citizen);
  const author = practitioner(id('practitioner'), sender.name);
  const role = practitionerRole(id('role'), author);
  const payloadId = `urn:uuid:${id('payload')}`;
  const communication = resource(
    'Communication',
    id('communication'),
    'carecommunication',
    'medcom-careCommunication-communication',
    topic,
    {
      identifier: [{ value: `urn:uuid:${threadId}` }],
      status: 'unknown',
      category: [{ coding: [{ system: systems.careCategories, code: category }] }],
      subject: referenceTo(patient),
      topic: { text: topic },
      payload: [
        {
          extension: [
            extension('datetime', { valueDateTime: at }),
            extension('identifier', { valueIdentifier: { value: payloadId, assigner: referenceTo(from) } }),
            extension('practitioner', { valueReference: referenceTo(role) }),
            extension('contact', { valueContactPoint: { system: 'phone', value: senderContact } }),
          ],
          contentString: text,
        },
      ],
    },
  );
  const header = messageHeader(messageId, { from, to, sender, receiver, communication });
  const provenance = resource(
    'Provenance',
    id('provenance'),
    'carecommunication',
    'medcom-careCommunication-provenance',
    'Ny meddelelse',
    {
      target: [referenceTo(header)],
      occurredDateTime: at,
      recorded: at,
      activity: { coding: [{ system: systems.activityCodes, code: 'new-message' }] },
      agent: [{ who: referenceTo(from) }],
      entity: [{ role: 'source', what: { identifier: { value: payloadId } } }],
    },
  );
  return {
    resourceType: 'Bundle',
    id: id('bundle'),
    meta: profile('carecommunication', 'medcom-careCommunication-message'),
    type: 'message',
    timestamp: at,
    entry: [header, patient, communication, role, author, from, to, provenance].map((each) => ({
      fullUrl: `${base}/${nameOf(each)}`,
      resource: each,
    })),
  };
}

const base = 'https://medcomfhir.dk/ig/carecommunication';
const definition =
  'http://medcomfhir.dk/ig/messagedefinitions/MessageDefinition/MedComCareCommunicationMessageDefinition|5.0';

interface Ends {
  from: Resource;
  to: Resource;
  sender: Correspondent;
  receiver: Correspondent;
  communication: Resource;
}

function messageHeader(id: string, { from, to, sender, receiver, communication }: Ends): Resource {
  return resource(
    'MessageHeader',
    id,
    'carecommunication',
    'medcom-careCommunication-messageHeader',
    'Korrespondancemeddelelse',
    {
      eventCoding: { system: systems.eventCodes, code: 'care-communication-message' },
      destination: [
        {
          extension: [
            { url: systems.destinationUseExtension, valueCoding: { system: systems.destinationUse, code: 'primary' } },
          ],
          endpoint: `${systems.sorEndpoint}${receiver.sor}`,
          receiver: referenceTo(to),
        },
      ],
      sender: referenceTo(from),
      source: { endpoint: `${systems.sorEndpoint}${sender.sor}` },
      focus: [referenceTo(communication)],
      definition,
    },
  );
}

function organization(id: string, { name, sor, gln }: Correspondent): Resource {
  const identifiers = [{ system: systems.sor, value: sor }, ...(gln ? [{ system: systems.gln, value: gln }] : [])];
  return resource('Organization', id, 'messaging', 'medcom-messaging-organization', name, {
    identifier: identifiers,
    name,
  });
}

function patientOf(id: string, { cpr, name }: OutgoingCareMessage['citizen']): Resource {
  return resource('Patient', id, 'core', 'medcom-core-patient', name, {
    identifier: [{ system: systems.cpr, value: cpr }],
    name: [{ use: 'official', ...nameParts(name) }],
  });
}

function practitioner(id: string, organisation: string): Resource {
  return resource('Practitioner', id, 'core', 'medcom-core-practitioner', 'Dosisflow', {
    name: [{ given: ['Dosisflow'], family: organisation }],
  });
}

function practitionerRole(id: string, author: Resource): Resource {
  return resource('PractitionerRole', id, 'core', 'medcom-core-practitionerrole', 'It-system', {
    practitioner: referenceTo(author),
    code: [{ text: 'It-system' }],
  });
}

/** The last word is the family name. */
function nameParts(name: string): { given?: string[]; family: string } {
  const words = name.trim().split(/\s+/);
  const family = words.pop() ?? '';
  return { ...(words.length > 0 && { given: words }), family };
}

/** MedCom wants the narrative of every resource. */
function resource(
  resourceType: string,
  id: string,
  guide: string,
  name: string,
  words: string,
  content: object,
): Resource {
  return {
    resourceType,
    id,
    meta: profile(guide, name),
    text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${escaped(words)}</div>` },
    ...content,
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function profile(guide: string, name: string): { profile: string[] } {
  return { profile: [`http://medcomfhir.dk/ig/${guide}/StructureDefinition/${name}`] };
}

function extension(name: string, value: object): object {
  return { url: `http://medcomfhir.dk/ig/core/StructureDefinition/medcom-core-${name}-extension`, ...value };
}

function nameOf({ resourceType, id }: Resource): string {
  return `${resourceType}/${id}`;
}

function referenceTo(to: Resource): { reference: string } {
  return { reference: nameOf(to) };
}

/** A UUID (version 8) that belongs to this part of this message. */
function derivedId(messageId: string, part: string): string {
  const hex = createHash('sha256').update(`${messageId}/${part}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
