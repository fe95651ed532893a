import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../src/kernel/faults.ts';

/** How the running server is reached: a path, the surface whose token is needed, and what to send. */
export type Call = (scope: 'cases' | 'integration', path: string, init: RequestInit) => Promise<Response>;

/** A minute and a half together: a restart, not an outage. */
const mostTries = 8;
const longestPauseMs = 30_000;

/**
 * Waits as long as a server that has too much to do asks for, and tries a broken connection again. Throws where the server
 * stays away. What is sent must be such that it may be sent again.
 */
export function patient(call: Call, wait: (ms: number) => Promise<unknown> = sleep): Call {
  return async (...request) => {
    for (let tries = 1; ;) {
      const answer = await call(...request).catch((error: unknown) => messageOf(error));
      if (typeof answer !== 'string' && ![429, 502, 503, 504].includes(answer.status)) return answer;
      const isBusy = typeof answer !== 'string' && answer.status === 429;
      if (tries >= mostTries) throw new Error(`The server does not answer: ${reasonOf(answer)}`);
      await wait(pauseOf(answer, tries));
      if (typeof answer !== 'string') await answer.body?.cancel();
      if (!isBusy) tries += 1;
    }
  };
}

function pauseOf(answer: Response | string, tries: number): number {
  const asked = typeof answer === 'string' ? Number.NaN : Number(answer.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(asked) ? asked * 1_000 : Math.min(longestPauseMs, 500 * 2 ** tries);
}

function reasonOf(answer: Response | string): string {
  return typeof answer === 'string' ? answer : `${answer.status} ${answer.statusText}`.trim();
}
