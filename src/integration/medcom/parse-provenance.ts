import type { Instant } from '../../../workflows/definition.ts';
import { type Resources, idIn } from './bundle.ts';
import { toInstant } from '../to-instant.ts';
import { instantAt } from './instant.ts';
import { type Report, missing } from './issue.ts';
import { type Place, child, children, textAt } from './place.ts';

export interface CurrentProvenance {
  path: string;
  activity: string | undefined;
  occurredAt: Instant | undefined;
}

export interface ParsedProvenance extends CurrentProvenance {
  /** The MessageHeader this one corrects, cancels or follows. */
  replaces?: string;
}

/**
 * The Provenances whose target is this MessageHeader. The others repeat earlier messages and may be wrong, so they are
 * not read (domain §4.2.4, 1 and 8); only the newest of ours is checked.
 */
export function parseProvenances(resources: Resources, header: Place, report: Report): ParsedProvenance[] {
  const provenances = resources.ofType('Provenance');
  if (provenances.length === 0) {
    report({
      ...missing('Bundle.entry.resource.ofType(Provenance)', 'a Provenance'),
      details: 'MSG_RESOURCE_REQUIRED',
    });
  }
  const ours = provenances.filter((provenance) =>
    children(provenance, 'target').some((target) => resources.resolve(target)?.path === header.path),
  );
  const parsed = ours.map((provenance) => ({ place: provenance, ...parseProvenance(provenance) }));
  const current = currentOf(parsed);
  if (current) instantAt(occurred(current.place), report);
  return parsed;
}

function parseProvenance(provenance: Place): ParsedProvenance {
  const replaces = children(provenance, 'entity')
    .map((entity) => idIn(textAt(child(child(entity, 'what'), 'reference')) ?? ''))
    .find((id) => id !== undefined);
  return {
    path: provenance.path,
    activity: activityOf(provenance),
    occurredAt: occurredAt(provenance),
    ...(replaces !== undefined && { replaces }),
  };
}

function activityOf(provenance: Place): string | undefined {
  return children(child(provenance, 'activity'), 'coding')
    .map((coding) => textAt(child(coding, 'code')))
    .find((code) => code !== undefined);
}

function occurred(provenance: Place): Place {
  return child(provenance, 'occurredDateTime', 'occurred');
}

function occurredAt(provenance: Place): Instant | undefined {
  return toInstant(textAt(occurred(provenance)) ?? '');
}

/** A sender that reuses its header id makes an earlier Provenance look current too: the newest is meant (domain §4.2.4, 4). */
export function currentOf<P extends CurrentProvenance>(current: readonly P[]): P | undefined {
  return current.reduce<P | undefined>(
    (newest, each) => (newest && timeOf(newest) > timeOf(each) ? newest : each),
    undefined,
  );
}

function timeOf({ occurredAt }: CurrentProvenance): number {
  return occurredAt === undefined ? -Infinity : Date.parse(occurredAt);
}
