import { all, below, one, textIn } from './element.ts';
import type { XmlElement } from '../xml.ts';

/** Where an answer of FMK's stopped, in its own words, to be given back: the rest of one list in it. */
export interface Paging {
  /** Such as `Warrants`. */
  object: string;
  parent?: { type: string; id: string };
  pageSize: string;
  totalSize?: number;
  /** Fields of the last object that came; none where FMK does not say how to go on. */
  lastReceived: { name: string; value: string }[];
}

/** [I] An answer without one tells all that was asked for. */
export function pagingsOf(root: XmlElement): Paging[] {
  return below(root, 'Paging').map((paging) => {
    const parent = one(paging, 'ParentObjectIdentifier');
    const total = Number(textIn(paging, 'TotalSize') ?? Number.NaN);
    return {
      object: textIn(paging, 'PagingObject') ?? '',
      ...(parent && { parent: { type: parent.attributes['type'] ?? '', id: parent.text.trim() } }),
      pageSize: textIn(paging, 'PageSize') ?? '',
      ...(Number.isInteger(total) && { totalSize: total }),
      lastReceived: all(one(paging, 'LastReceived'), 'Field').map(({ attributes, text }) => ({
        name: attributes['name'] ?? '',
        value: text.trim(),
      })),
    };
  });
}

/** The list that a paging is of: a message may have several. */
export function listOf({ object, parent }: Paging): string {
  return JSON.stringify([object, parent]);
}

/** [I] Its pages hold as many as FMK says that there are. */
export function isLastPage({ totalSize, pageSize }: Paging, pages: number): boolean {
  return totalSize !== undefined && Number(pageSize) * pages >= totalSize;
}

/** The header that asks for what comes after. */
export function headerAfter({ object, parent, pageSize, lastReceived }: Paging, namespace: string): string {
  const fields = lastReceived.map(({ name, value }) => `<Field name="${escaped(name)}">${escaped(value)}</Field>`);
  return (
    `<FMKRequestHeader xmlns="${namespace}"><Paging><PagingObject>${escaped(object)}</PagingObject>` +
    (parent
      ? `<ParentObjectIdentifier type="${escaped(parent.type)}">${escaped(parent.id)}</ParentObjectIdentifier>`
      : '') +
    `<PageSize>${escaped(pageSize)}</PageSize><LastReceived>${fields.join('')}</LastReceived></Paging></FMKRequestHeader>`
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
