import { createServer, connect } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** What the network does to whoever calls through it. */
export type Network = 'open' | 'refused' | 'cutInAnswer' | 'blackHole';

/** A way to `port` on this machine that a test can cut. */
export interface TcpProxy {
  port: number;
  /** Answers that were cut so far. */
  readonly cut: number;
  set(network: Network): Promise<void>;
  close(): Promise<void>;
}

export async function startTcpProxy(port: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let network: Network = 'open';
  let cut = 0;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((from) => {
    keep(from);
    // Accepted, read, and never answered.
    if (network === 'blackHole') return void from.resume();
    const to = keep(connect(port, '127.0.0.1'));
    from.on('close', () => to.destroy());
    from.pipe(to);
    if (network !== 'cutInAnswer') {
      to.pipe(from);
      return;
    }
    // The receiver has taken it and said so; ten bytes of that arrive.
    to.once('data', (answer: Buffer) => {
      cut += 1;
      from.write(answer.subarray(0, 10), () => from.destroy());
    });
  });
  const listen = (on: number): Promise<void> =>
    new Promise((resolve, reject) => server.once('error', reject).listen(on, '127.0.0.1', resolve));
  await listen(0);
  const { port: own } = server.address() as AddressInfo;
  return {
    port: own,
    get cut() {
      return cut;
    },
    set: async (next) => {
      network = next;
      for (const socket of sockets) socket.destroy();
      if (next === 'refused') await closed(server);
      else if (!server.listening) await listen(own);
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await closed(server);
    },
  };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
