/**
 * HospitalNotification messages of our own making, in the form of MedCom's published examples, for all 18 codes and for
 * the quirks of real senders (domain §4.2.4). The citizen is artificial: MedCom's test person. The same options give
 * the same ids.
 */
import { createHash } from 'node:crypto';
import type { HospitalEvent } from '../../../workflows/hospital-stay/messages.ts';
import type { HospitalCode } from '../../../src/integration/hospital-notification/classify.ts';
import type { Bundle, Resource } from '../../../src/integration/medcom/fhir-types.ts';
import { systems } from '../../../src/integration/medcom/systems.ts';

interface EpisodeOfCare {
  system: string;
  value: string;
}

/** A Provenance of a message sent before in the same stay; every later message repeats it. */
export interface EarlierProvenance {
  messageHeaderId: string;
  occurredAt: string;
  activity: string;
  replaces?: string;
}

export interface NotificationOptions {
  code?: HospitalCode;
  cpr?: string;
  given?: string;
  family?: string;
  /** The value alone gets the sender's SOR as its system; several are aliases of one stay. */
  episode?: string | EpisodeOfCare | (string | EpisodeOfCare)[];
  /** ISO 8601 with offset. */
  occurredAt?: string;
  periodStart?: string;
  periodEnd?: string;
  leaveStart?: string;
  leaveEnd?: string;
  /** SOR ids. The department defaults to the sender. */
  sender?: string;
  receiver?: string;
  provider?: string;
  reportOfAdmission?: boolean;
  messageHeaderId?: string;
  bundleId?: string;
  timestamp?: string;
  /** The MessageHeader this one follows, corrects or cancels. */
  replaces?: string;
  earlier?: EarlierProvenance[];
  /** Where the current Provenance stands among the earlier ones. */
  currentAt?: 'first' | 'middle' | 'last';
  /** What the code table says, unless given. */
  class?: 'IMP' | 'EMER';
  status?: string;
  activity?: string;
  /** Absolute or URN references instead of relative ones. */
  references?: 'relative' | 'absolute' | 'urn';
}

export const defaults = {
  cpr: '2509479989',
  family: 'Elmer',
  episode: '7c1d3a52-6c0e-4f4e-9a7b-2f5f0f1f6a10',
  occurredAt: '2026-03-02T12:00:02+01:00',
  sender: '265161000016000',
  receiver: '953741000016009',
} as const;

/** One message. Without options: an admission that asks for a report of admission. */
export function buildNotification(options: NotificationOptions = {}): Bundle {
  const code = options.code ?? 'STIN';
  const { event, prefix } = partsOf(code);
  const given = { ...defaults, ...options };
  const seed = [code, given.cpr, given.episode, given.occurredAt, options.replaces];
  const stayClass = options.class ?? (event === 'STAA' ? 'EMER' : 'IMP');
  const header = options.messageHeaderId ?? uuid(...seed, 'header');
  const refer = referrer(options.references ?? 'relative');
  const ids = { header, patient: uuid(...seed, 'patient'), encounter: uuid(...seed, 'encounter') };
  const provider = options.provider ?? given.sender;
  const organizations = [...new Set([given.sender, given.receiver, provider])].map(organization);
  const episodes = Array.isArray(given.episode) ? given.episode : [given.episode];
  const ends =
    options.periodEnd ?? (['SLHJ', 'MORS'].includes(event) && prefix !== 'AN_' ? given.occurredAt : undefined);
  const leaveStart =
    options.leaveStart ?? ((event === 'STOR' && prefix !== 'AN_') || event === 'SLOR' ? given.occurredAt : undefined);
  const leaveEnd = options.leaveEnd ?? (event === 'SLOR' && prefix !== 'AN_' ? given.occurredAt : undefined);
  const starts = event === 'STAA' || event === 'STIN';

  const messageHeader: Resource = {
    resourceType: 'MessageHeader',
    id: header,
    ...((options.reportOfAdmission ?? (starts && prefix === '')) && {
      extension: [
        { url: `${structures}/medcom-messaging-reportOfAdmissionExtension`, valueBoolean: true },
        {
          url: `${structures}/medcom-messaging-reportOfAdmissionRecipientExtension`,
          valueReference: refer('Organization', organizationId(given.sender)),
        },
      ],
    }),
    eventCoding: { system: systems.eventCodes, code: 'hospital-notification-message' },
    destination: [
      {
        extension: [
          { url: systems.destinationUseExtension, valueCoding: { system: systems.destinationUse, code: 'primary' } },
        ],
        endpoint: `${systems.sorEndpoint}${given.receiver}`,
        receiver: refer('Organization', organizationId(given.receiver)),
      },
    ],
    sender: refer('Organization', organizationId(given.sender)),
    source: { endpoint: `${systems.sorEndpoint}${given.sender}` },
    focus: [refer('Encounter', ids.encounter)],
  };
  const patient: Resource = {
    resourceType: 'Patient',
    id: ids.patient,
    identifier: [{ system: systems.cpr, value: given.cpr }],
    name: [{ use: 'official', family: given.family, ...(options.given !== undefined && { given: [options.given] }) }],
    ...(event === 'MORS' && { deceasedBoolean: prefix !== 'AN_' }),
  };
  const encounter: Resource = {
    resourceType: 'Encounter',
    id: ids.encounter,
    ...(leaveStart !== undefined && {
      extension: [
        {
          url: `${structures}/medcom-hospitalnotifiation-leave-period-extension`,
          valuePeriod: { start: leaveStart, ...(leaveEnd !== undefined && { end: leaveEnd }) },
        },
      ],
    }),
    status: options.status ?? statusOf(code),
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: stayClass },
    subject: refer('Patient', ids.patient),
    episodeOfCare: episodes.map((episode) => ({
      identifier:
        typeof episode === 'string' ? { system: `${systems.sorEndpoint}${given.sender}`, value: episode } : episode,
    })),
    period: { start: options.periodStart ?? given.occurredAt, ...(ends !== undefined && { end: ends }) },
    serviceProvider: refer('Organization', organizationId(provider)),
  };
  const current = provenance(
    {
      messageHeaderId: header,
      occurredAt: given.occurredAt,
      activity: options.activity ?? activityOf(code, stayClass),
      ...(options.replaces !== undefined && { replaces: options.replaces }),
    },
    prefix === 'AN_' ? 'removal' : 'revision',
  );
  const earlier = (options.earlier ?? []).map((each) => provenance(each, 'revision'));
  const position = { first: 0, middle: Math.ceil(earlier.length / 2), last: earlier.length }[
    options.currentAt ?? 'last'
  ];
  return {
    resourceType: 'Bundle',
    id: options.bundleId ?? uuid(...seed, header, 'bundle'),
    type: 'message',
    timestamp: options.timestamp ?? given.occurredAt,
    entry: [messageHeader, patient, encounter, ...organizations, ...earlier.toSpliced(position, 0, current)].map(
      (resource) => ({
        fullUrl: urlOf(options.references ?? 'relative', resource.resourceType, resource.id ?? ''),
        resource,
      }),
    ),
  };

  function provenance(of: EarlierProvenance, role: 'revision' | 'removal'): Resource {
    return {
      resourceType: 'Provenance',
      id: uuid(of.messageHeaderId, of.occurredAt, of.activity),
      target: [refer('MessageHeader', of.messageHeaderId)],
      occurredDateTime: of.occurredAt,
      recorded: of.occurredAt,
      activity: { coding: [{ system: systems.activityCodes, code: of.activity }] },
      agent: [{ who: refer('Organization', organizationId(given.sender)) }],
      ...(of.replaces !== undefined && { entity: [{ role, what: refer('MessageHeader', of.replaces) }] }),
    };
  }
}

const structures = 'http://medcomfhir.dk/ig/hospitalnotification/StructureDefinition';

export function partsOf(code: HospitalCode): { event: HospitalEvent; prefix: '' | 'RE_' | 'AN_' } {
  const prefix = code.startsWith('RE_') ? 'RE_' : code.startsWith('AN_') ? 'AN_' : '';
  return { event: code.slice(prefix.length) as HospitalEvent, prefix };
}

/** The code table of domain §4.2.2. A death repeats the activity before it; alone, that of an admission. */
export function activityOf(code: HospitalCode, stayClass: 'IMP' | 'EMER'): string {
  const { event, prefix } = partsOf(code);
  const kind = stayClass === 'EMER' ? 'emergency' : 'inpatient';
  const base = {
    STAA: 'admit-emergency',
    STIN: 'admit-inpatient',
    STOR: 'start-leave-inpatient',
    SLOR: 'end-leave-inpatient',
    SLHJ: `discharge-${kind}-home`,
    MORS: `admit-${kind}`,
  }[event];
  return event === 'MORS' ? base : `${{ '': '', RE_: 'revise-', AN_: 'cancel-' }[prefix]}${base}`;
}

function statusOf(code: HospitalCode): string {
  const { event, prefix } = partsOf(code);
  if (prefix === 'AN_')
    return { STAA: 'entered-in-error', STIN: 'entered-in-error', SLOR: 'onleave' }[event as string] ?? 'in-progress';
  return { STOR: 'onleave', SLHJ: 'finished', MORS: 'finished' }[event as string] ?? 'in-progress';
}

function organization(sor: string): Resource {
  return {
    resourceType: 'Organization',
    id: organizationId(sor),
    identifier: [{ system: systems.sor, value: sor }],
    name: `Enhed ${sor}`,
  };
}

function organizationId(sor: string): string {
  return uuid('organization', sor);
}

function referrer(style: 'relative' | 'absolute' | 'urn') {
  return (type: string, id: string): { reference: string } => ({ reference: urlOf(style, type, id) });
}

function urlOf(style: 'relative' | 'absolute' | 'urn', type: string, id: string): string {
  return { relative: `${type}/${id}`, absolute: `https://hospital.example/fhir/${type}/${id}`, urn: `urn:uuid:${id}` }[
    style
  ];
}

function uuid(...of: unknown[]): string {
  const hex = createHash('sha256').update(JSON.stringify(of)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
