/** Something outside failed in a way that may pass: the caller tries again with backoff. */
export class RetryFault extends Error {
  override readonly name = 'RetryFault';
}

/**
 * Another process can do it: this one is of a release that does not know the version of a chart. So it is while releases are
 * changed one process after the other.
 */
export class OtherReleaseFault extends RetryFault {
  constructor(
    readonly workflow: string,
    readonly version: number,
  ) {
    super(`Version ${version} of ${workflow} is of another release: its own processes do this`);
  }
}

/** Trying again cannot help: the message says what must be changed, and by whom. */
export class NeverRetryFault extends Error {
  override readonly name = 'NeverRetryFault';
}

/** It may not be done, and no longer need be: nobody has to do anything about it. */
export class RefusedFault extends NeverRetryFault {}

/**
 * What may be written down in clear of anything thrown: our own faults say no personal data; of others only the kind, for
 * their text may quote a row or a request (P1).
 */
export function plainMessage(error: unknown): string {
  if (error instanceof RetryFault || error instanceof NeverRetryFault) return error.message;
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name;
}

/** The text of anything thrown, for a person at the console. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
