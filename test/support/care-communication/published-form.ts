/**
 * A reply in MedCom's CareCommunication of version 5, written out by us after its published profiles and not by our own writer:
 * the message that it answers is quoted, with its own payload, author and Provenance; there is an attachment, a narrative
 * beside each resource, and what is nearest to us stands last. None of MedCom's own examples has the category `medicine`.
 */
import type { Bundle, Resource } from '../../../src/integration/medcom/fhir-types.ts';

export interface ReplyTold {
  cpr: string;
  threadId: string;
  /** MessageHeader ids. */
  id: string;
  answers: string;
  /** SOR ids: who replies, and whom to. */
  from: string;
  to: string;
  category?: string;
}

const ig = 'http://medcomfhir.dk/ig';
const terms = `${ig}/terminology/CodeSystem`;
const ids = {
  patient: '6f0c5c3e-5a0e-4d8a-9f65-0b6c2a4f7a01',
  communication: '6f0c5c3e-5a0e-4d8a-9f65-0b6c2a4f7a02',
  encounter: '6f0c5c3e-5a0e-4d8a-9f65-0b6c2a4f7a03',
  theirs: '6f0c5c3e-5a0e-4d8a-9f65-0b6c2a4f7a04',
  ours: '6f0c5c3e-5a0e-4d8a-9f65-0b6c2a4f7a05',
  theirRole: '6f0c5c3e-5a0e-4d8a-9f65-0b6c2a4f7a06',
  theirAuthor: '6f0c5c3e-5a0e-4d8a-9f65-0b6c2a4f7a07',
  ourRole: '6f0c5c3e-5a0e-4d8a-9f65-0b6c2a4f7a08',
  ourAuthor: '6f0c5c3e-5a0e-4d8a-9f65-0b6c2a4f7a09',
};
const [askedAt, answeredAt] = ['2026-03-01T15:00:00+01:00', '2026-03-02T09:30:00+01:00'];

export function replyInPublishedForm({
  cpr,
  threadId,
  id,
  answers,
  from,
  to,
  category = 'medicine',
}: ReplyTold): Bundle {
  const header = resource('MessageHeader', id, 'carecommunication', 'careCommunication-messageHeader', {
    eventCoding: { system: `${terms}/medcom-messaging-eventCodes`, code: 'care-communication-message' },
    destination: [
      {
        extension: [
          {
            url: `${ig}/messaging/StructureDefinition/medcom-messaging-destinationUseExtension`,
            valueCoding: { system: `${terms}/medcom-messaging-destinationUse`, code: 'primary' },
          },
        ],
        endpoint: `https://sor2.sum.dsdn.dk/#id=${to}`,
        receiver: { reference: `Organization/${ids.ours}` },
      },
    ],
    sender: { reference: `Organization/${ids.theirs}` },
    source: { endpoint: `https://sor2.sum.dsdn.dk/#id=${from}` },
    focus: [{ reference: `Communication/${ids.communication}` }],
    definition: `${ig}/messagedefinitions/MessageDefinition/MedComCareCommunicationMessageDefinition|5.0`,
  });
  const communication = resource(
    'Communication',
    ids.communication,
    'carecommunication',
    'careCommunication-communication',
    {
      identifier: [{ value: `urn:uuid:${threadId}` }],
      status: 'unknown',
      category: [{ coding: [{ system: `${terms}/medcom-careCommunication-categoryCodes`, code: category }] }],
      subject: { reference: `Patient/${ids.patient}` },
      topic: { text: 'FRITEKST: dosispakket medicin' },
      encounter: { reference: `Encounter/${ids.encounter}` },
      payload: [
        payload(askedAt, 'a', ids.ours, ids.ourRole, { contentString: 'FRITEKST: er recepten fornyet?' }),
        payload(answeredAt, 'b', ids.theirs, ids.theirRole, { contentString: 'FRITEKST: ja, den er fornyet i dag.' }),
        payload(answeredAt, 'c', ids.theirs, undefined, {
          contentAttachment: { contentType: 'application/pdf', data: 'JVBERi0xLjcK', title: 'FRITEKST' },
        }),
      ],
    },
  );
  const provenance = (of: string, n: string, at: string, activity: string, who: string, entity: object[]): Resource =>
    resource('Provenance', `${ids.patient.slice(0, -2)}${n}`, 'carecommunication', 'careCommunication-provenance', {
      target: [{ reference: `MessageHeader/${of}` }],
      occurredDateTime: at,
      recorded: at,
      activity: { coding: [{ system: `${terms}/medcom-messaging-activityCodes`, code: activity }] },
      agent: [{ who: { reference: `Organization/${who}` } }],
      entity,
    });
  const source = (n: string): object => ({ role: 'source', what: { identifier: { value: payloadId(n) } } });
  const all = [
    header,
    resource('Patient', ids.patient, 'core', 'core-patient', {
      identifier: [{ system: 'urn:oid:1.2.208.176.1.2', value: cpr }],
      name: [{ use: 'official', family: 'Elmer', given: ['Bruno'] }],
    }),
    communication,
    resource('Encounter', ids.encounter, 'core', 'core-encounter', {
      status: 'unknown',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      subject: { reference: `Patient/${ids.patient}` },
      episodeOfCare: [{ identifier: { system: 'https://sor2.sum.dsdn.dk', value: payloadId('e') } }],
    }),
    ...author(ids.theirRole, ids.theirAuthor, 'Waters', 'Emma'),
    ...author(ids.ourRole, ids.ourAuthor, 'Burns', 'Michael'),
    organization(ids.theirs, 'Afsenderens afdeling', from),
    organization(ids.ours, 'Testkommune Nord', to),
    provenance(answers, '10', askedAt, 'new-message', ids.ours, [source('a')]),
    provenance(id, '11', answeredAt, 'reply-message', ids.theirs, [
      source('c'),
      { role: 'revision', what: { reference: `MessageHeader/${answers}` } },
      source('b'),
    ]),
  ];
  return {
    resourceType: 'Bundle',
    id: `${id.slice(0, -4)}0001`,
    meta: { profile: [`${ig}/carecommunication/StructureDefinition/medcom-careCommunication-message`] },
    type: 'message',
    timestamp: answeredAt,
    entry: all.map((each) => ({
      fullUrl: `https://medcomfhir.dk/ig/carecommunication/${each.resourceType}/${each.id}`,
      resource: each,
    })),
  };
}

const payloadId = (n: string): string => `urn:uuid:6f0c5c3e-5a0e-4d8a-9f65-0b6c2a4f7b0${n}`;
const core = (name: string, value: object): object => ({
  url: `${ig}/core/StructureDefinition/medcom-core-${name}-extension`,
  ...value,
});

function payload(at: string, n: string, organisation: string, role: string | undefined, content: object): object {
  const assigner = { reference: `Organization/${organisation}` };
  return {
    extension: [
      core('datetime', { valueDateTime: at }),
      core('identifier', { valueIdentifier: { value: payloadId(n), assigner } }),
      ...(role
        ? [
            core('practitioner', { valueReference: { reference: `PractitionerRole/${role}` } }),
            core('contact', { valueContactPoint: { system: 'phone', value: '38683868' } }),
          ]
        : []),
    ],
    ...content,
  };
}

function author(role: string, id: string, family: string, given: string): Resource[] {
  return [
    resource('PractitionerRole', role, 'core', 'core-practitionerrole', {
      practitioner: { reference: `Practitioner/${id}` },
      code: [{ coding: [{ system: `${terms}/medcom-core-PractitionerRolesSKSadministrativ`, code: 'sygeplejerske' }] }],
    }),
    resource('Practitioner', id, 'core', 'core-practitioner', { name: [{ family, given: [given] }] }),
  ];
}

const organization = (id: string, name: string, sor: string): Resource =>
  resource('Organization', id, 'messaging', 'messaging-organization', {
    identifier: [
      { system: 'https://www.gs1.org/gln', value: '5790001348120' },
      { system: 'urn:oid:1.2.208.176.1.1', value: sor },
    ],
    name,
  });

function resource(type: string, id: string, guide: string, profile: string, content: object): Resource {
  return {
    resourceType: type,
    id,
    meta: { profile: [`${ig}/${guide}/StructureDefinition/medcom-${profile}`] },
    text: { status: 'extensions', div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>FRITEKST</p></div>' },
    ...content,
  };
}
