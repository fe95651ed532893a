import { createHash } from 'node:crypto';
import type { Instant } from '../../../workflows/definition.ts';
import type { Bundle, Resource } from './fhir-types.ts';
import type { Issue } from './issue.ts';
import { operationOutcome } from './operation-outcome.ts';
import type { Header } from './parse-header.ts';
import { type Sor, systems } from './systems.ts';

export interface Acknowledgement {
  of: Header;
  /** `fatal-error`: do not resend unchanged. `transient-error`: our fault, resend later. */
  code: 'ok' | 'transient-error' | 'fatal-error';
  /** At least one unless `ok`; an `ok` may say that the message was a duplicate, with severity information. */
  issues: readonly Issue[];
  /** The acknowledgement's own MessageHeader.id. */
  id: string;
  bundleId: string;
  at: Instant;
}

/**
 * MedCom's Acknowledgement (domain §4.3). Of the message it repeats identifiers and its Provenance, never the Patient.
 * The same arguments give the same Bundle, so a duplicate can be given the original answer again.
 */
export function acknowledge({ of, code, issues, id, bundleId, at }: Acknowledgement): Bundle {
  if (code !== 'ok' && issues.length === 0) throw new RangeError(`An acknowledgement with ${code} must say why.`);
  const part = (name: string): string => derivedId(id, name);
  const hospital = organization(part('hospital'), of.sender);
  const us = organization(part('us'), of.receiver);
  const outcome = issues.length > 0 ? operationOutcome(issues, part('outcome')) : undefined;
  const header = messageHeader(id, of, code, { hospital, us, outcome });
  const resources = [
    header,
    acknowledgedProvenance(part('acknowledged'), of, at, hospital),
    ownProvenance(part('acknowledgement'), of, at, header, us),
    hospital,
    us,
    ...(outcome ? [outcome] : []),
  ];
  return {
    resourceType: 'Bundle',
    id: bundleId,
    meta: profile('acknowledgement/StructureDefinition/medcom-messaging-acknowledgement'),
    type: 'message',
    timestamp: at,
    entry: resources.map((resource) => ({ fullUrl: `${base}/${nameOf(resource)}`, resource })),
  };
}

/** As in MedCom's own examples: FHIR wants a full URL to be absolute, and relative references follow from it. */
const base = 'https://medcomfhir.dk/ig/acknowledgement';

function messageHeader(
  id: string,
  of: Header,
  code: Acknowledgement['code'],
  { hospital, us, outcome }: { hospital: Resource; us: Resource; outcome: Resource | undefined },
): Resource {
  return {
    resourceType: 'MessageHeader',
    id,
    meta: profile('acknowledgement/StructureDefinition/medcom-messaging-acknowledgementHeader'),
    eventCoding: { system: systems.eventCodes, code: 'acknowledgement-message' },
    destination: [
      {
        extension: [
          { url: systems.destinationUseExtension, valueCoding: { system: systems.destinationUse, code: 'primary' } },
        ],
        endpoint: endpoint(of.sender),
        receiver: referenceTo(hospital),
      },
    ],
    sender: referenceTo(us),
    source: { endpoint: endpoint(of.receiver) },
    response: { identifier: of.messageHeaderId, code, ...(outcome && { details: referenceTo(outcome) }) },
  };
}

/** What the faulty message did not tell is left out; `recorded` is when we received it. */
function acknowledgedProvenance(id: string, of: Header, at: Instant, hospital: Resource): Resource {
  return {
    resourceType: 'Provenance',
    id,
    meta: profile('messaging/StructureDefinition/medcom-messaging-provenance'),
    target: [{ reference: `MessageHeader/${of.messageHeaderId}` }],
    ...(of.occurredAt !== undefined && { occurredDateTime: of.occurredAt }),
    recorded: at,
    ...(of.activity !== undefined && { activity: activity(of.activity) }),
    agent: [{ who: referenceTo(hospital) }],
  };
}

function ownProvenance(id: string, of: Header, at: Instant, header: Resource, us: Resource): Resource {
  return {
    resourceType: 'Provenance',
    id,
    meta: profile('messaging/StructureDefinition/medcom-messaging-provenance'),
    target: [referenceTo(header)],
    occurredDateTime: at,
    recorded: at,
    activity: activity('acknowledgement'),
    agent: [{ who: referenceTo(us) }],
    entity: [{ role: 'revision', what: { reference: `MessageHeader/${of.messageHeaderId}` } }],
  };
}

function organization(id: string, sor: Sor | undefined): Resource {
  return {
    resourceType: 'Organization',
    id,
    meta: profile('messaging/StructureDefinition/medcom-messaging-organization'),
    ...(sor !== undefined && { identifier: [{ system: systems.sor, value: sor }] }),
  };
}

/** A message that did not say who sent it still gets its answer, in the same connection. */
function endpoint(sor: Sor | undefined): string {
  return sor === undefined ? 'urn:unknown' : `${systems.sorEndpoint}${sor}`;
}

function activity(code: string): object {
  return { coding: [{ system: systems.activityCodes, code }] };
}

function profile(path: string): object {
  return { profile: [`http://medcomfhir.dk/ig/${path}`] };
}

function nameOf({ resourceType, id }: Resource): string {
  return `${resourceType}/${id}`;
}

function referenceTo(resource: Resource): object {
  return { reference: nameOf(resource) };
}

/** A UUID (version 8) that belongs to this part of this acknowledgement. */
function derivedId(id: string, part: string): string {
  const hex = createHash('sha256').update(`${id}/${part}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
