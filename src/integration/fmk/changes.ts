import { createHash } from 'node:crypto';
import { below, textIn } from './element.ts';
import type { XmlElement } from '../xml.ts';

/**
 * What FMK says of when each kind of information on a citizen last changed, as one digest: the same as before, nothing has
 * changed. Undefined where it says nothing of that.
 */
export function changesOf(root: XmlElement): string | undefined {
  const changes = below(root, 'MedicineCardInformationChange')
    .map((change) => `${textIn(change, 'InformationChangeType') ?? ''} ${textIn(change, 'ChangeDateTime') ?? ''}`)
    .toSorted();
  if (changes.length === 0) return undefined;
  const versions = below(root, 'MedicineCardVersion', 'Version').map(({ text }) => text.trim());
  return createHash('sha256')
    .update(JSON.stringify([changes, versions]))
    .digest('hex');
}
