/** An RFC 9457 problem, thrown anywhere below a controller and written by the filter. `type` is relative to the documentation. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    /** Such as `revision-conflict`: stable, for programs. */
    readonly type: string,
    /** A short sentence that is the same for every problem of the type. */
    readonly title: string,
    /** What is wrong here and what to do about it. Never personal data. */
    readonly detail: string,
    /** Members beyond the standard ones, such as `faults` or `refusal`. */
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
  }
}

export function badRequest(
  detail: string,
  faults: readonly { field: string; message: string; rule?: string }[] = [],
): Problem {
  return new Problem(400, 'bad-request', 'The request cannot be read', detail, faults.length > 0 ? { faults } : {});
}

export function notFound(what: string): Problem {
  return new Problem(404, 'not-found', 'There is nothing here', `Expected ${what}, but there is none that you may see`);
}
