/** The FHIR R4 shapes this adapter writes. What it reads is `unknown` until parsed. */
export interface Resource {
  resourceType: string;
  id?: string;
  [element: string]: unknown;
}

export interface Bundle extends Resource {
  resourceType: 'Bundle';
  id: string;
  type: 'message';
  timestamp: string;
  entry: { fullUrl: string; resource: Resource }[];
}

export interface OperationOutcome extends Resource {
  resourceType: 'OperationOutcome';
  issue: {
    severity: string;
    code: string;
    details: { coding: { system: string; code: string }[] };
    diagnostics: string;
    expression?: string[];
  }[];
}

/** The two wire formats; an answer is written in the request's. */
export type Format = 'json' | 'xml';
