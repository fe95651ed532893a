import { type Report, missing, wrong } from './issue.ts';
import { type Place, child, children, textAt } from './place.ts';

/** The resources of a message and what refers to them. */
export interface Resources {
  ofType(type: ResourceType): Place[];
  /** The resource a reference leads to inside the Bundle, whether relative, absolute, versioned or a URN. */
  resolve(reference: Place): Place | undefined;
  /** The type of the first entry, which must be the MessageHeader. */
  firstType: ResourceType | undefined;
}

/** Other resources in a message are passed over. */
const resourceTypes = ['MessageHeader', 'Patient', 'Encounter', 'Organization', 'Provenance', 'Communication'] as const;
export type ResourceType = (typeof resourceTypes)[number];

export function readResources(bundle: Place): Resources {
  const entries = children(bundle, 'entry');
  const byName = new Map<string, Place>();
  const found: { type: ResourceType; place: Place }[] = [];
  for (const entry of entries) {
    const resource = child(entry, 'resource');
    const type = typeOf(resource);
    if (!type) continue;
    const place = { value: resource.value, path: `${resource.path}.ofType(${type})` };
    found.push({ type, place });
    const fullUrl = textAt(child(entry, 'fullUrl'));
    const id = textAt(child(resource, 'id'));
    const names = [fullUrl, fullUrl && typeAndId(fullUrl), id && `${type}/${id}`, id && `urn:uuid:${id}`];
    for (const name of names) if (name && !byName.has(name)) byName.set(name, place);
  }
  return {
    ofType: (type) => found.filter((resource) => resource.type === type).map(({ place }) => place),
    resolve: (reference) => {
      const target = textAt(child(reference, 'reference'));
      return target === undefined ? undefined : (byName.get(target) ?? byName.get(typeAndId(target)));
    },
    firstType: entries[0] && typeOf(child(entries[0], 'resource')),
  };
}

function typeOf(resource: Place): ResourceType | undefined {
  const type = textAt(child(resource, 'resourceType'));
  return resourceTypes.find((known) => known === type);
}

/** `MessageHeader/1` of `https://example.dk/fhir/MessageHeader/1/_history/2`; a URN stays as it is. */
function typeAndId(reference: string): string {
  const parts = reference.split('/_history/')[0]?.split('/').slice(-2) ?? [];
  return parts.length === 2 ? parts.join('/') : reference;
}

/** The Bundle's own id, and a fault where it is no message. */
export function parseBundle(bundle: Place, report: Report): string | undefined {
  const type = child(bundle, 'type');
  if (textAt(type) !== 'message') report(wrong(type.path, 'message', 'MSG_VALUESET_VALUE_UNKNOWN'));
  return idAt(child(bundle, 'id'), report);
}

/** The id in a reference, or undefined where it is none (domain §4.2.4, 6: ids are opaque, not always UUIDs). */
export function idIn(reference: string): string | undefined {
  return asId(
    typeAndId(reference)
      .replace(/^urn:uuid:/i, '')
      .split('/')
      .at(-1),
  );
}

/** An id that must be there: it names a message for good. */
export function idAt(place: Place, report: Report): string | undefined {
  const id = asId(textAt(place));
  if (!id) report(wrong(place.path, 'an id of at most 64 letters, digits, - and .', 'MSG_INVALID_ID'));
  return id;
}

function asId(text: string | undefined): string | undefined {
  return text !== undefined && /^[A-Za-z0-9\-.]{1,64}$/.test(text) ? text : undefined;
}

/** The only resource of its type. */
export function only(resources: Resources, type: ResourceType, report: Report): Place | undefined {
  const [first, second] = resources.ofType(type);
  if (!first) {
    const expression = `Bundle.entry.resource.ofType(${type})`;
    report({ ...missing(expression, `one ${type} in the message`), details: 'MSG_RESOURCE_REQUIRED' });
  }
  if (second) report(wrong(second.path, `one ${type} in the message, not several`, 'MSG_PARAM_NO_REPEAT', 'structure'));
  return first;
}
