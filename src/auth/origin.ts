import { isLoopback } from '../kernel/loopback.ts';
import { badRequest } from '../kernel/problem.ts';

export interface Addressed {
  headers: { host?: string };
  socket: { localPort?: number };
}

/** The origin under which the browser of this request knows us. */
export type OriginOf = (request: Addressed) => string;

/**
 * PUBLIC_URL, whatever the request says. Without it, only a browser on this machine is answered: a `Host` that another
 * could choose would choose where a sign-in is sent.
 */
export function originFinder(publicUrl: string | undefined): OriginOf {
  return ({ headers, socket }) => {
    if (publicUrl) return publicUrl;
    const asked = `http://${headers.host ?? ''}`;
    const { hostname, port, origin } = new URL(URL.canParse(asked) ? asked : 'http://unreadable');
    if (isLoopback(hostname) && Number(port || 80) === socket.localPort) return origin;
    throw badRequest('Expected a browser on this machine, but PUBLIC_URL does not say what others call this server');
  };
}
