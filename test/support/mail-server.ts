/** A real mail server, as nodemailer meets one: what it takes is kept as it came over the wire. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

interface TakenMail {
  from: string;
  to: string[];
  /** Headers and body, decoded from quoted-printable. */
  text: string;
}

export interface TestMailServer {
  url: string;
  mails: TakenMail[];
  /** What it answers to the next mails instead of taking them, such as 451; taken from the front. */
  refusals: number[];
  close(): Promise<void>;
}

export async function startMailServer(): Promise<TestMailServer> {
  const mails: TakenMail[] = [];
  const refusals: number[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, callback) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const responseCode = refusals.shift();
        if (responseCode) return callback(Object.assign(new Error('Not now'), { responseCode }));
        mails.push({
          from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
          to: session.envelope.rcptTo.map(({ address }) => address),
          text: decoded(Buffer.concat(parts).toString('latin1')),
        });
        return callback();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refusals,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function decoded(raw: string): string {
  const bytes = raw
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
