import { isPassing } from '../db/transaction.ts';
import { OtherReleaseFault } from '../kernel/faults.ts';

interface Waiting<Request, Result> {
  request: Request;
  resolve: (result: Result) => void;
  reject: (error: Error) => void;
}

export interface GroupCommitOptions<Request, Result> {
  /** The most requests that share one commit. */
  size: number;
  /** Handles a batch in one transaction; an Error in the place of a result rejects that member alone. */
  run: (batch: readonly Request[]) => Promise<(Result | Error)[]>;
}

/**
 * Requests that arrive together commit together. While two batches are under way (one deciding here, the other writing
 * in the database) newcomers gather for the next; when none is, a request waits only for the end of the event loop's turn.
 * A batch that fails is run again member by member, so that one that cannot be written harms nobody else.
 */
export class GroupCommit<Request, Result> {
  readonly #options: GroupCommitOptions<Request, Result>;
  #waiting: Waiting<Request, Result>[] = [];
  #running = 0;
  #scheduled = false;

  constructor(options: GroupCommitOptions<Request, Result>) {
    this.#options = options;
  }

  /** Requests that no batch has taken yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  submit(request: Request): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#running >= atOnce || this.#waiting.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      // Shared out over the free places: two half batches overlap, one deciding while the other is written.
      const share = Math.ceil(this.#waiting.length / (atOnce - this.#running));
      const size = Math.min(this.#options.size, share);
      const batch = this.#waiting.slice(0, size);
      this.#waiting = this.#waiting.slice(size);
      this.#running += 1;
      void this.#run(batch).finally(() => {
        this.#running -= 1;
        this.#schedule();
      });
      this.#schedule();
    });
  }

  async #run(batch: readonly Waiting<Request, Result>[]): Promise<void> {
    try {
      const results = await this.#options.run(batch.map(({ request }) => request));
      for (const [index, member] of batch.entries()) settle(member, results[index]);
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      const [only] = batch;
      if (batch.length === 1 && only) return only.reject(failure);
      // The database itself is away: trying one by one would only multiply the wait.
      if (isPassing(error) && !(error instanceof OtherReleaseFault))
        return batch.forEach((member) => member.reject(failure));
      for (const member of batch) await this.#run([member]);
    }
  }
}

const atOnce = 2;

function settle<Request, Result>(member: Waiting<Request, Result>, result: Result | Error | undefined): void {
  if (result === undefined) member.reject(new Error('Expected a result for every member of a batch'));
  else if (result instanceof Error) member.reject(result);
  else member.resolve(result);
}
