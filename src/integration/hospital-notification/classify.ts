import type { Change, HospitalEvent } from '../../../workflows/hospital-stay/messages.ts';
import type { Issue } from '../medcom/issue.ts';
import { type CurrentProvenance, currentOf } from '../medcom/parse-provenance.ts';

/** MedCom's 18 codes. */
export type HospitalCode = HospitalEvent | `RE_${HospitalEvent}` | `AN_${HospitalEvent}`;

/** What the class of a message depends on. Encounter.status is not among it: it is often that of before (domain §4.2.4, 2). */
export interface Evidence {
  deceased: boolean | undefined;
  /** The Provenances whose target is this message's MessageHeader. */
  current: readonly CurrentProvenance[];
}

export type Classified =
  { kind: 'classified'; event: HospitalEvent; change: Change } | { kind: 'unclassifiable'; issue: Issue };

const events: Readonly<Record<string, HospitalEvent>> = {
  'admit-emergency': 'STAA',
  'admit-inpatient': 'STIN',
  'start-leave-inpatient': 'STOR',
  'end-leave-inpatient': 'SLOR',
  'discharge-inpatient-home': 'SLHJ',
  'discharge-emergency-home': 'SLHJ',
};

/**
 * Domain §4.2.2. Death first: the activity of a death is that of the message before it, so it says nothing. RE_MORS
 * and MORS are the same on the wire (MedCom's own first death in a stay also has entity.role `revision`, as has every
 * message but the first): only the stay knows that the citizen was dead already. The activity names one event
 * whatever Encounter.class says, which senders get wrong.
 */
export function classify({ deceased, current }: Evidence): Classified {
  const provenance = currentOf(current);
  if (!provenance) return unclassifiable(noCurrent);
  if (deceased !== undefined) return { kind: 'classified', event: 'MORS', change: deceased ? 'new' : 'cancelled' };
  const meaning = meaningOf(provenance.activity ?? '');
  return meaning ? { kind: 'classified', ...meaning } : unclassifiable(unknownActivity(provenance));
}

/** What one of MedCom's hospital notification activities says, or undefined for any other code. */
export function meaningOf(activity: string): { event: HospitalEvent; change: Change } | undefined {
  const [, prefix, base = ''] = /^(revise-|cancel-)?(.*)$/s.exec(activity) ?? [];
  const event = Object.hasOwn(events, base) ? events[base] : undefined;
  const change = prefix === 'revise-' ? 'revised' : prefix === 'cancel-' ? 'cancelled' : 'new';
  return event && { event, change };
}

export function codeOf(event: HospitalEvent, change: Change): HospitalCode {
  const prefix = { new: '', revised: 'RE_', cancelled: 'AN_' } as const;
  return `${prefix[change]}${event}`;
}

function unclassifiable(issue: Issue): Classified {
  return { kind: 'unclassifiable', issue };
}

const noCurrent: Issue = {
  severity: 'fatal',
  code: 'not-found',
  details: 'MSG_LOCAL_FAIL',
  diagnostics: "Missing: expected a Provenance whose target is this message's MessageHeader.",
  expression: 'Bundle.entry.resource.ofType(Provenance).target',
};

/** The code is quoted only when it has the form of a code: anything else may be personal. */
function unknownActivity({ path, activity }: CurrentProvenance): Issue {
  const named = activity && /^[a-z]+(-[a-z]+)+$/.test(activity) && activity.length <= 64 ? ` '${activity}'` : '';
  return {
    severity: 'fatal',
    code: 'code-invalid',
    details: 'MSG_CodeSystem_VALUE_UNKNOWN',
    diagnostics: `The activity${named} is not one of MedCom's hospital notification activities, such as admit-inpatient.`,
    expression: `${path}.activity.coding.code`,
  };
}
