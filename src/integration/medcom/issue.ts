/** A fault in a message, said so that its sender can mend it. Holds no value from the message that may be personal. */
export interface Issue {
  severity: 'fatal' | 'error' | 'information';
  /** FHIR IssueType. */
  code:
    | 'structure'
    | 'required'
    | 'value'
    | 'invalid'
    | 'too-long'
    | 'too-costly'
    | 'code-invalid'
    | 'not-found'
    | 'not-supported'
    | 'multiple-matches'
    | 'duplicate'
    | 'transient'
    | 'informational';
  details: IssueDetail;
  /** One sentence: what was expected. */
  diagnostics: string;
  /** FHIRPath from the Bundle; empty when the message as a whole is at fault. */
  expression: string;
}

/** MedCom's own codes, misspellings included (CodeSystem medcom-acknowledgement-error-codes). */
export const medcomErrorCodes = [
  'MSG_Receiver_Identifier_UNKNOWN',
  'MSG_Receiver_Identifier_MISSING',
  'MSG_RECEIVER_UNABLE_TO_RECEIVE_MSG_TYPE',
  'MSG_VALUESET_VALUE_UNKNOWN',
  'MSG_CodeSystem_VALUE_UNKNOWN',
  'MSG_Element_To_Long',
  'MSG_Datatype_Wrong',
  'MSG_Mailbox_Out_Of_Operation',
  'MSG_Damaged_durin_transport',
] as const;

/** HL7's operation-outcome codes that MedCom's value set also allows. */
type Hl7ErrorCode =
  | 'MSG_BAD_FORMAT'
  | 'MSG_BAD_SYNTAX'
  | 'MSG_DATE_FORMAT'
  | 'MSG_DUPLICATE_ID'
  | 'MSG_INVALID_ID'
  | 'MSG_JSON_OBJECT'
  | 'MSG_LOCAL_FAIL'
  | 'MSG_PARAM_NO_REPEAT'
  | 'MSG_RESOURCE_REQUIRED'
  | 'MSG_RESOURCE_ID_MISSING'
  | 'MSG_RESOURCE_TYPE_MISMATCH';

export type IssueDetail = (typeof medcomErrorCodes)[number] | Hl7ErrorCode;

export type Report = (issue: Issue) => void;

/** Enough to mend a message by; more would let a hostile one make our answer larger than itself. */
const maxIssues = 50;

export function collector(): { issues: Issue[]; report: Report } {
  const issues: Issue[] = [];
  return { issues, report: (issue) => void (issues.length < maxIssues && issues.push(issue)) };
}

export function missing(expression: string, expected: string): Issue {
  return {
    severity: 'error',
    code: 'required',
    details: 'MSG_BAD_SYNTAX',
    diagnostics: `Missing: expected ${expected}.`,
    expression,
  };
}

export function wrong(
  expression: string,
  expected: string,
  details: IssueDetail,
  code: Issue['code'] = 'value',
): Issue {
  return { severity: 'error', code, details, diagnostics: `Not valid: expected ${expected}.`, expression };
}

export function unreadable(diagnostics: string, details: IssueDetail = 'MSG_BAD_SYNTAX'): Issue {
  return { severity: 'fatal', code: 'structure', details, diagnostics, expression: '' };
}

export const notABundle: Issue = {
  severity: 'fatal',
  code: 'structure',
  details: 'MSG_RESOURCE_TYPE_MISMATCH',
  diagnostics: 'Not valid: expected one Bundle of type message.',
  expression: 'Bundle',
};
