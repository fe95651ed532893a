import type { WorkflowDefinition, WorkflowName } from './definition.ts';
import { backOrderV1 } from './back-order/back-order.v1.ts';
import { dispensingPeriodV1 } from './dispensing-period/dispensing-period.v1.ts';
import { doseDispensingV1 } from './dose-dispensing/dose-dispensing.v1.ts';
import { hospitalStayV1 } from './hospital-stay/hospital-stay.v1.ts';
import { prescriptionRequestV1 } from './prescription-request/prescription-request.v1.ts';
import { substitutionV1 } from './substitution/substitution.v1.ts';

/** Every version that a case may still run on, newest first. A new case gets the newest (E8). */
const versions: Record<WorkflowName, readonly [WorkflowDefinition, ...WorkflowDefinition[]]> = {
  'dose-dispensing': [doseDispensingV1],
  'dispensing-period': [dispensingPeriodV1],
  'hospital-stay': [hospitalStayV1],
  'prescription-request': [prescriptionRequestV1],
  'back-order': [backOrderV1],
  substitution: [substitutionV1],
};

export const allDefinitions: readonly WorkflowDefinition[] = Object.values(versions).flat();

export function definitionOf(name: WorkflowName, version?: number): WorkflowDefinition {
  const known = versions[name];
  const definition = version === undefined ? known[0] : known.find((other) => other.version === version);
  if (!definition)
    throw new Error(`Expected version ${version} of ${name}, but it was never released or has been removed`);
  return definition;
}
