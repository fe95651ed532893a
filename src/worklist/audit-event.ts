import type { AccessLogRow } from './access-log.query.ts';

const v3 = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
/** Why, in HL7's words: treatment, coordination of care, healthcare operations. */
const reasons: Readonly<Record<string, { system: string; code: string }>> = {
  treatment: { system: v3, code: 'TREAT' },
  coordination: { system: v3, code: 'COC' },
  operation: { system: v3, code: 'HOPERAT' },
};

/** The log as a FHIR R4 collection of AuditEvents, one for each row. */
export function auditEvents(rows: readonly AccessLogRow[]): object {
  return { resourceType: 'Bundle', type: 'collection', entry: rows.map((row) => ({ resource: auditEvent(row) })) };
}

function auditEvent(row: AccessLogRow): object {
  const reason = reasons[row.purpose];
  return {
    resourceType: 'AuditEvent',
    type: { system: 'http://dicom.nema.org/resources/ontology/DCM', code: '110110', display: 'Patient Record' },
    action: row.action === 'change' ? 'U' : 'R',
    recorded: row.at.toISOString(),
    outcome: '0',
    ...(reason && { purposeOfEvent: [{ coding: [reason] }] }),
    agent: [
      {
        role: [{ text: row.actorRole }],
        who: { display: row.actorName ?? row.actorKind },
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
        what: row.caseId
          ? { identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${row.caseId}` }, display: row.workflow }
          : { display: 'candidate' },
        detail: [{ type: 'what', valueString: row.detail }],
      },
    ],
  };
}
