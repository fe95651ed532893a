import type { Instant } from '../../../workflows/definition.ts';
import type { Change, HospitalEvent } from '../../../workflows/hospital-stay/messages.ts';
import type { Cpr } from '../../kernel/cpr.ts';
import { type Complete, given, isComplete } from '../medcom/complete.ts';
import { parseBundle, readResources } from '../medcom/bundle.ts';
import { classify, meaningOf } from './classify.ts';
import { type Issue, collector, notABundle } from '../medcom/issue.ts';
import { type ParsedEncounter, parseEncounter } from './parse-encounter.ts';
import { type Header, type ParsedHeader, parseHeader } from '../medcom/parse-header.ts';
import { parsePatient } from '../medcom/parse-patient.ts';
import { type ParsedProvenance, currentOf, parseProvenances } from '../medcom/parse-provenance.ts';
import { child, textAt } from '../medcom/place.ts';
import { parseReportOfAdmission } from './parse-report-of-admission.ts';
import type { Sor } from '../medcom/systems.ts';

export interface ParsedNotification extends Header {
  bundleId: string;
  sender: Sor;
  receiver: Sor;
  occurredAt: Instant;
  reportOfAdmission: boolean;
  /** Where XDIS16 goes, if not to the sender. */
  reportOfAdmissionRecipient?: Sor;
  cpr: Cpr;
  name?: string;
  encounter: Complete<ParsedEncounter>;
  event: HospitalEvent;
  change: Change;
  replaces?: string;
}

export type Parsed =
  | { kind: 'notification'; notification: ParsedNotification }
  | { kind: 'acknowledgement' }
  | { kind: 'faulty'; header: Header | undefined; issues: Issue[] };

/** Reads a Bundle nobody has checked. All faults go into one answer, so that a sender need not come back for each. */
export function parse(value: unknown): Parsed {
  const bundle = { value, path: 'Bundle' };
  if (textAt(child(bundle, 'resourceType')) !== 'Bundle') return faulty(undefined, [notABundle]);
  const { issues, report } = collector();
  const resources = readResources(bundle);
  const bundleId = parseBundle(bundle, report);
  const head = parseHeader(resources, report);
  if (!head) return faulty(undefined, issues);
  if (head.event === 'acknowledgement-message') return { kind: 'acknowledgement' };

  const provenances = parseProvenances(resources, head.place, report);
  const current = currentOf(provenances);
  const header = headerOf(head, bundleId, current);
  if (head.event && head.event !== 'hospital-notification-message') return faulty(header, [notSupported(head)]);

  const patient = parsePatient(resources, report);
  const encounter = parseEncounter(resources, report);
  const classified = classify({ deceased: patient?.deceased, current: provenances });
  if (classified.kind === 'unclassifiable') {
    report(classified.issue);
    return faulty(header, issues);
  }
  const { event, change } = classified;
  const { sender, receiver } = head;
  const { reportOfAdmission, reportOfAdmissionRecipient } = parseReportOfAdmission(head.place, resources);
  const facts = { bundleId, sender, receiver, occurredAt: current?.occurredAt, cpr: patient?.cpr };
  if (issues.length > 0 || !header || !encounter || !isComplete(facts) || !isComplete(encounter)) {
    return faulty(header, issues);
  }
  return {
    kind: 'notification',
    notification: {
      ...header,
      ...facts,
      reportOfAdmission,
      ...given({ reportOfAdmissionRecipient, name: patient?.name, replaces: current?.replaces }),
      encounter,
      event,
      change,
    },
  };
}

function headerOf(
  { messageHeaderId, sender, receiver }: ParsedHeader,
  bundleId: string | undefined,
  current: ParsedProvenance | undefined,
): Header | undefined {
  if (messageHeaderId === undefined) return undefined;
  const { occurredAt } = current ?? {};
  // An unknown activity may be anything, even personal, and must not come back in the acknowledgement.
  const activity = current?.activity && meaningOf(current.activity) ? current.activity : undefined;
  return { messageHeaderId, ...given({ bundleId, sender, receiver, occurredAt, activity }) };
}

function faulty(header: Header | undefined, issues: Issue[]): Parsed {
  return { kind: 'faulty', header, issues };
}

function notSupported({ event, place }: ParsedHeader): Issue {
  return {
    severity: 'fatal',
    code: 'not-supported',
    details: 'MSG_RECEIVER_UNABLE_TO_RECEIVE_MSG_TYPE',
    diagnostics: `This receiver takes hospital-notification-message and not ${event}.`,
    expression: `${place.path}.event.code`,
  };
}
