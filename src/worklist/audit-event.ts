import type { Purpose } from '../audit/read-purpose.ts';
import type { AccessLogRow } from './access-log.query.ts';
import type { DescribedAccess } from './describe-access.ts';

const v3 = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
/** Why, in HL7's words: treatment, coordination of care, healthcare operations. */
const reasons: Readonly<Record<Purpose, { system: string; code: string }>> = {
  treatment: { system: v3, code: 'TREAT' },
  coordination: { system: v3, code: 'COC' },
  operation: { system: v3, code: 'HOPERAT' },
};

/** The log as a FHIR R4 collection of AuditEvents, one for each row. Texts are Danish; what was seen or done stands in English too. */
export function auditEvents(rows: readonly (readonly [AccessLogRow, DescribedAccess])[]): object {
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: rows.map(([row, words]) => ({ resource: auditEvent(row, words) })),
  };
}

function auditEvent(
  row: AccessLogRow,
  { who, role, what, why, purpose, workflow, isRefused }: DescribedAccess,
): object {
  return {
    resourceType: 'AuditEvent',
    language: 'da',
    type: { system: 'http://dicom.nema.org/resources/ontology/DCM', code: '110110', display: 'Patient Record' },
    action: row.action === 'change' ? 'U' : 'R',
    recorded: row.at.toISOString(),
    // Success, or minor failure.
    outcome: isRefused ? '4' : '0',
    purposeOfEvent: [{ ...(purpose && { coding: [reasons[purpose]] }), text: why.da }],
    agent: [
      {
        role: [{ text: role.da }],
        who: { display: who.da },
        requestor: true,
      },
      ...(row.organisation
        ? [
            {
              who: {
                ...(row.organisationSor && {
                  identifier: { system: 'urn:oid:1.2.208.176.1.1', value: row.organisationSor },
                }),
                display: row.organisation,
              },
              requestor: false,
            },
          ]
        : []),
    ],
    source: { observer: { display: 'Dosisflow' } },
    entity: [
      {
        what: {
          ...(row.caseId && { identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${row.caseId}` } }),
          display: workflow.da,
        },
        detail: [
          { type: 'hvad', valueString: what.da },
          { type: 'what', valueString: what.en },
          { type: 'code', valueString: row.detail },
        ],
      },
    ],
  };
}
