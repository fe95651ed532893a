import type { Instant } from '../../../workflows/definition.ts';
import { type Resources, only } from '../medcom/bundle.ts';
import { instantAt } from '../medcom/instant.ts';
import { type Report, missing, wrong } from '../medcom/issue.ts';
import { organizationSor } from '../medcom/parse-organization.ts';
import { type Place, child, children, extensionAt, isGiven, textAt } from '../medcom/place.ts';
import type { Sor } from '../medcom/systems.ts';

const encounterStatuses = ['in-progress', 'onleave', 'finished', 'entered-in-error', 'cancelled'] as const;
const encounterClasses = ['IMP', 'EMER'] as const;

export interface ParsedEncounter {
  /** Checked, never relied upon. */
  status: (typeof encounterStatuses)[number] | undefined;
  class: (typeof encounterClasses)[number] | undefined;
  /** Aliases of one stay, as `system|value`. */
  episodes: [string, ...string[]] | undefined;
  periodStart: Instant | undefined;
  periodEnd?: Instant;
  leaveStart?: Instant;
  leaveEnd?: Instant;
  provider: Sor | undefined;
}

export function parseEncounter(resources: Resources, report: Report): ParsedEncounter | undefined {
  const encounter = only(resources, 'Encounter', report);
  if (!encounter) return undefined;
  const period = child(encounter, 'period');
  const periodEnd = instantAt(child(period, 'end'), report, 'optional');
  return {
    status: parseCode(child(encounter, 'status'), encounter, 'status', encounterStatuses, report),
    class: parseCode(child(child(encounter, 'class'), 'code'), encounter, 'class', encounterClasses, report),
    episodes: parseEpisodes(encounter, report),
    periodStart: instantAt(child(period, 'start'), report),
    ...(periodEnd !== undefined && { periodEnd }),
    ...parseLeave(encounter, report),
    provider: parseProvider(encounter, resources, report),
  };
}

function parseCode<Code extends string>(
  place: Place,
  encounter: Place,
  element: string,
  codes: readonly Code[],
  report: Report,
): Code | undefined {
  const text = textAt(place);
  const code = codes.find((known) => known === text);
  const expected = codes.join(', ').replace(/, ([^,]*)$/, ' or $1');
  if (text === undefined) report(missing(`${encounter.path}.${element}`, expected));
  else if (!code) report(wrong(place.path, expected, 'MSG_VALUESET_VALUE_UNKNOWN', 'code-invalid'));
  return code;
}

const longestIdentifier = 255;

/** Values come bare or as `urn:uuid:`, in either case (domain §4.2.4, 7). */
function parseEpisodes(encounter: Place, report: Report): ParsedEncounter['episodes'] {
  const aliases = children(encounter, 'episodeOfCare').map((episode) =>
    parseEpisode(child(episode, 'identifier'), report),
  );
  const [first, ...others] = new Set(aliases.filter((alias) => alias !== undefined));
  if (aliases.length === 0) report(missing(`${encounter.path}.episodeOfCare`, 'an identifier with system and value'));
  return first === undefined ? undefined : [first, ...others];
}

function parseEpisode(identifier: Place, report: Report): string | undefined {
  const system = textAt(child(identifier, 'system'));
  const value = textAt(child(identifier, 'value'))
    ?.toLowerCase()
    .replace(/^urn:uuid:/, '');
  if (!system || !value) {
    report(missing(identifier.path, 'a system and a value'));
    return undefined;
  }
  const alias = `${system}|${value}`;
  if (alias.length <= longestIdentifier) return alias;
  report(wrong(identifier.path, `at most ${longestIdentifier} characters`, 'MSG_Element_To_Long', 'too-long'));
  return undefined;
}

/** MedCom published the extension misspelt (`notifiation`); one day it may be put right. */
function parseLeave(encounter: Place, report: Report): { leaveStart?: Instant; leaveEnd?: Instant } {
  const extension = extensionAt(encounter, /^medcom-hospitalnotifi(c)?ation-leave-period-extension$/i);
  if (!extension) return {};
  const period = child(extension, 'valuePeriod', 'value');
  const leaveStart = instantAt(child(period, 'start'), report, 'optional');
  const leaveEnd = instantAt(child(period, 'end'), report, 'optional');
  return { ...(leaveStart !== undefined && { leaveStart }), ...(leaveEnd !== undefined && { leaveEnd }) };
}

function parseProvider(encounter: Place, resources: Resources, report: Report): Sor | undefined {
  const place = child(encounter, 'serviceProvider');
  const sor = organizationSor(place, resources);
  if (sor) return sor;
  const expected = 'a reference to an Organization in the message that has a SOR id';
  report(isGiven(place) ? wrong(place.path, expected, 'MSG_LOCAL_FAIL', 'not-found') : missing(place.path, expected));
  return undefined;
}
