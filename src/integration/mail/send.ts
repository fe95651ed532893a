import { createTransport } from 'nodemailer';
import { NeverRetryFault, RetryFault } from '../../kernel/faults.ts';
import { isLoopback } from '../../kernel/loopback.ts';

export interface MailServer {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  smtpUrl: string;
  /** Whom e-mails come from. */
  from: string;
}

interface Mail {
  to: string;
  subject: string;
  text: string;
  /** The same at every attempt: a receiver's mailbox drops what it has. */
  id: string;
}

const timeoutMs = 10_000;

/**
 * Hands a mail to the server, encrypted unless the server is this machine. What the server refuses for good is a NeverRetryFault,
 * anything else may pass.
 */
export async function sendMail({ smtpUrl, from }: MailServer, { to, subject, text, id }: Mail): Promise<void> {
  const { hostname } = new URL(smtpUrl);
  const transport = createTransport({
    url: smtpUrl,
    requireTLS: smtpUrl.startsWith('smtp:') && !isLoopback(hostname),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // Nothing but the text is ever sent.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from,
      to,
      subject,
      text,
      messageId: `<${id}@${from.split('@').at(-1)?.replace('>', '') ?? 'dosisflow'}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  } catch (cause) {
    const { responseCode } = cause as { responseCode?: number };
    if (responseCode !== undefined && responseCode >= 500) {
      throw new NeverRetryFault(`The mail server answered ${responseCode}: correct the address, or SMTP_URL`, {
        cause,
      });
    }
    throw new RetryFault('The mail server does not answer', { cause });
  } finally {
    transport.close();
  }
}
