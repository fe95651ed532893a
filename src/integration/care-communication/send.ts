import { NeverRetryFault, RetryFault } from '../../kernel/faults.ts';
import type { Bundle } from '../medcom/fhir-types.ts';
import { parseAcknowledgement } from '../medcom/parse-acknowledgement.ts';
import { type Addresses, post } from '../post.ts';

/**
 * Posts a message to where the receiver, or its link to MedCom's network, takes Bundles. Some acknowledge in the answer,
 * others by a message of their own: then it is only sent.
 */
export async function sendCareCommunication(
  bundle: Bundle,
  { url, addresses }: { url: string; addresses: Addresses },
): Promise<'acknowledged' | 'sent'> {
  const headers = { 'content-type': 'application/fhir+json; charset=utf-8', accept: 'application/fhir+json' };
  const answer = await post({ url, addresses, headers, text: JSON.stringify(bundle) });
  const acknowledgement = parseAcknowledgement(parsed(answer));
  const [header] = bundle.entry;
  if (!acknowledgement || acknowledgement.of !== header?.resource.id) return 'sent';
  switch (acknowledgement.code) {
    case 'ok':
      return 'acknowledged';
    case 'transient-error':
      throw new RetryFault('The receiver answered transient-error');
    case 'fatal-error':
      throw new NeverRetryFault(
        'The receiver answered fatal-error: the message must be corrected before it is sent again',
      );
  }
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return undefined;
  }
}
