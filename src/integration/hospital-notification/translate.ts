import { createHash } from 'node:crypto';
import type { StayFact, StayFactType, stayFactTypes } from '../../../workflows/hospital-stay/messages.ts';
import type { Instant } from '../../../workflows/definition.ts';
import type { Cpr } from '../../kernel/cpr.ts';
import { type HospitalCode, codeOf } from './classify.ts';
import type { Header } from '../medcom/parse-header.ts';
import type { ParsedNotification } from './parse.ts';
import type { Sor } from '../medcom/systems.ts';

/** A hospital notification in our words: whom it concerns, and the fact, which holds no identity. */
export interface HospitalNotification extends Header {
  bundleId: string;
  sender: Sor;
  receiver: Sor;
  /** When it happened by the current Provenance: never Bundle.timestamp, which may be weeks later (domain §4.2.4, 9). */
  occurredAt: Instant;
  reportOfAdmissionRecipient?: Sor;
  cpr: Cpr;
  name?: string;
  code: HospitalCode;
  type: StayFactType;
  data: StayFact;
  /** Equal for resends of one message, different where a sender has reused its MessageHeader.id (domain §4.3). */
  fingerprint: string;
}

/** Written out, for adapters take only types from workflows; the compiler keeps it equal to the workflow's own. */
const factTypes: typeof stayFactTypes = {
  STAA: 'acuteAdmissionObserved',
  STIN: 'admissionObserved',
  STOR: 'leaveStartObserved',
  SLOR: 'leaveEndObserved',
  SLHJ: 'dischargeObserved',
  MORS: 'deathObserved',
};

export function translate(parsed: ParsedNotification): HospitalNotification {
  const { encounter, event, change, reportOfAdmission, replaces, ...identity } = parsed;
  const { episodes, periodStart, periodEnd, leaveStart, leaveEnd, provider } = encounter;
  const code = codeOf(event, change);
  return {
    ...identity,
    code,
    type: factTypes[event],
    data: {
      event,
      change,
      messageId: parsed.messageHeaderId,
      ...(replaces !== undefined && { replaces }),
      episodes: [...episodes],
      periodStart,
      ...(periodEnd !== undefined && { periodEnd }),
      ...(leaveStart !== undefined && { leaveStart }),
      ...(leaveEnd !== undefined && { leaveEnd }),
      provider,
      reportOfAdmission,
    },
    fingerprint: hash([
      [...episodes].sort(),
      code,
      parsed.activity ?? null,
      parsed.occurredAt,
      provider,
      [periodStart, periodEnd ?? null, leaveStart ?? null, leaveEnd ?? null],
    ]),
  };
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
