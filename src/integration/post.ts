import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { NeverRetryFault, RetryFault } from '../kernel/faults.ts';
import { PrivateAddress, isPrivateHost, publicLookup } from './public-address.ts';

/** `local` is for development and tests: private addresses and plain http too. */
export type Addresses = 'public' | 'local';

export interface Posted {
  url: string;
  addresses: Addresses;
  headers: Record<string, string>;
  text: string;
}

const timeoutMs = 10_000;
/** More of an answer is not read: an acknowledgement is about 5 kB. */
const longestAnswer = 256 * 1024;

/**
 * Posts a text to a receiver outside and gives the answer of any 2xx; a redirect is not followed. A refusal that a repeat
 * cannot mend (4xx but 408, 425 and 429), and an address that is not public, is a NeverRetryFault.
 */
export async function post({ url, addresses, headers, text }: Posted): Promise<string> {
  const to = new URL(url);
  if (addresses === 'public' && (to.protocol !== 'https:' || isPrivateHost(to))) throw notPublic();
  const { status, answer } = await exchange(to, addresses, text, headers).catch((cause: unknown) => {
    if (cause instanceof PrivateAddress) throw notPublic();
    throw new RetryFault('The receiver does not answer', { cause });
  });
  if (status >= 200 && status < 300) return answer;
  const refusal = `The receiver answered ${status}`;
  const passing = status >= 500 || [408, 425, 429].includes(status);
  throw passing
    ? new RetryFault(refusal)
    : new NeverRetryFault(`${refusal}: its address or its rules must be corrected`);
}

function notPublic(): NeverRetryFault {
  return new NeverRetryFault(
    'Expected a receiver at a public https address, but its address is another: correct it in the directory',
  );
}

/** Not `fetch`, which looks names up by itself: between its looking up and ours a name may lead elsewhere. */
function exchange(
  to: URL,
  addresses: Addresses,
  text: string,
  headers: Record<string, string>,
): Promise<{ status: number; answer: string }> {
  const request = to.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((answered, failed) => {
    const call = request(
      to,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(text) },
        signal: AbortSignal.timeout(timeoutMs),
        ...(addresses === 'public' && { lookup: publicLookup }),
      },
      (response) => {
        const parts: Buffer[] = [];
        let left = longestAnswer;
        const done = (): void =>
          answered({ status: response.statusCode ?? 0, answer: left < 0 ? '' : Buffer.concat(parts).toString() });
        response.on('data', (part: Buffer) => {
          left -= part.length;
          if (left >= 0) return void parts.push(part);
          response.destroy();
          return done();
        });
        response.on('end', done);
        response.on('error', failed);
      },
    );
    call.on('error', failed);
    call.end(text);
  });
}
