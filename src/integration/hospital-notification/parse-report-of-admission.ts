import type { Resources } from '../medcom/bundle.ts';
import { organizationSor } from '../medcom/parse-organization.ts';
import { type Place, child, extensionAt } from '../medcom/place.ts';
import type { Sor } from '../medcom/systems.ts';

/** Whether the hospital asks for XDIS16, and where it goes if not to the sender; both are extensions of the MessageHeader. */
export function parseReportOfAdmission(
  header: Place,
  resources: Resources,
): { reportOfAdmission: boolean; reportOfAdmissionRecipient: Sor | undefined } {
  // The extension has been published with and without `Flag` in its name.
  const flag = extensionAt(header, /^medcom-messaging-reportOfAdmission(Flag)?Extension$/i);
  const recipient = extensionAt(header, /^medcom-messaging-reportOfAdmissionRecipientExtension$/i);
  return {
    reportOfAdmission: flag !== undefined && child(flag, 'valueBoolean').value === true,
    reportOfAdmissionRecipient: recipient && organizationSor(child(recipient, 'valueReference', 'value'), resources),
  };
}
