/**
 * CareCommunication messages of our own making, by MedCom's profile of version 5 (domain §4.4): none that is published has the
 * category `medicine`. The citizen is artificial: MedCom's test person. The same options give the same ids.
 */
import { createHash } from 'node:crypto';
import { writeCareCommunication } from '../../../src/integration/care-communication/write.ts';
import type { Bundle, Resource } from '../../../src/integration/medcom/fhir-types.ts';

export interface CareMessageOptions {
  messageId?: string;
  threadId?: string;
  category?: string;
  activity?: string;
  cpr?: string;
  /** A replacement number has another system. */
  numberSystem?: string;
  deceased?: boolean;
  text?: string;
  at?: string;
  sender?: string;
  receiver?: string;
}

export const careDefaults = {
  cpr: '2509479989',
  threadId: '18fa94f2-d40d-46a6-b50d-4086c8e184ad',
  at: '2026-03-02T12:00:00+01:00',
  sender: '265161000016000',
  receiver: '953741000016009',
  text: 'FRITEKST: borgeren skal fremover have dobbelt dosis.',
} as const;

export function buildCareMessage(options: CareMessageOptions = {}): Bundle {
  const given = { ...careDefaults, category: 'medicine', activity: 'new-message', ...options };
  const messageId = options.messageId ?? uuid(JSON.stringify(given));
  const bundle = writeCareCommunication({
    messageId,
    threadId: given.threadId,
    at: given.at,
    sender: { name: 'Testhospital Øst', sor: given.sender, gln: undefined },
    receiver: { name: 'Testkommune Nord', sor: given.receiver, gln: undefined },
    senderContact: '12345678',
    citizen: { cpr: given.cpr, name: 'Bruno Elmer' },
    category: given.category as 'medicine',
    topic: 'FRITEKST: emne',
    text: given.text,
  });
  const patient = resourceOf(bundle, 'Patient');
  if (options.numberSystem) patient['identifier'] = [{ system: options.numberSystem, value: given.cpr }];
  if (given.deceased !== undefined) patient['deceasedBoolean'] = given.deceased;
  const [coding] = (resourceOf(bundle, 'Provenance')['activity'] as { coding: { code: string }[] }).coding;
  if (coding) coding.code = given.activity;
  return bundle;
}

export function resourceOf(bundle: Bundle, type: string): Resource {
  const found = bundle.entry.find(({ resource }) => resource.resourceType === type);
  if (!found) throw new Error(`Expected a ${type}`);
  return found.resource;
}

function uuid(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
