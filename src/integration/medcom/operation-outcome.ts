import type { OperationOutcome } from './fhir-types.ts';
import { type Issue, medcomErrorCodes } from './issue.ts';

/** The whole answer where no MessageHeader.id could be read, and a part of an acknowledgement otherwise. */
export function operationOutcome(issues: readonly Issue[], id?: string): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    ...(id !== undefined && { id }),
    issue: issues.map(({ severity, code, details, diagnostics, expression }) => ({
      severity,
      code,
      details: { coding: [{ system: systemOf(details), code: details }] },
      diagnostics,
      ...(expression !== '' && { expression: [expression] }),
    })),
  };
}

function systemOf(code: Issue['details']): string {
  return medcomErrorCodes.some((known) => known === code)
    ? 'http://medcomfhir.dk/ig/terminology/CodeSystem/medcom-acknowledgement-error-codes'
    : 'http://terminology.hl7.org/CodeSystem/operation-outcome';
}
