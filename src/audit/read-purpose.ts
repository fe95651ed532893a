import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { badRequest } from '../kernel/problem.ts';

/** Why someone looks at a case: to treat the citizen, to coordinate the path, or to keep Dosisflow running. */
const purposes = ['treatment', 'coordination', 'operation'] as const;
export type Purpose = (typeof purposes)[number];

const byRole: Readonly<Record<string, Purpose>> = {
  municipalNurse: 'treatment',
  municipalPlanner: 'treatment',
  gp: 'treatment',
  practiceStaff: 'treatment',
  prescribingPharmacist: 'treatment',
  pharmacyStaff: 'treatment',
  hospitalWard: 'treatment',
  coordinator: 'coordination',
};

/** What a role looks at cases for, unless it says otherwise. */
export function purposeOfRole(role: string): Purpose {
  return byRole[role] ?? 'operation';
}

/** The purpose given in the header `Dosisflow-Purpose`, or the one that goes with the role. */
export function readPurpose(header: string | string[] | undefined, role: string): Purpose {
  if (header === undefined) return purposeOfRole(role);
  const purpose = purposes.find((each) => each === header);
  if (!purpose) throw badRequest(`Expected the header Dosisflow-Purpose to be ${purposes.join(', ')} or absent`);
  return purpose;
}

/** The purpose of this request, as a controller's parameter. */
export const ReadPurpose = createParamDecorator((_: unknown, context: ExecutionContext): Purpose => {
  const request = context
    .switchToHttp()
    .getRequest<{ headers: Record<string, string | string[] | undefined>; caller?: { role: string } }>();
  return readPurpose(request.headers['dosisflow-purpose'], request.caller?.role ?? '');
});
