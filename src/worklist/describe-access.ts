import { administration, roleNames } from '../../workflows/definition.ts';
import type { Text, WorkflowDefinition } from '../../workflows/definition.ts';
import { describeDetail } from '../audit/details.ts';
import { purposeOfRole } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import type { AccessLogRow } from './access-log.query.ts';

/** A row of the access log in the citizen's words. */
export interface DescribedAccess {
  who: Text;
  role: Text;
  action: Text;
  what: Text;
  /** Why, as a word, and as the code of a purpose; the latter is undefined of what another IT system told. */
  why: Text;
  purpose: Purpose | undefined;
  workflow: Text;
  /** It was tried, and is not so. */
  isRefused: boolean;
}

const actions: Readonly<Record<AccessLogRow['action'], Text>> = {
  read: { da: 'Læst', en: 'Read' },
  search: { da: 'Søgt', en: 'Searched' },
  change: { da: 'Ændret', en: 'Changed' },
};
const tried: Text = { da: 'Forsøgt ændret', en: 'Tried to change' };

const whys: Readonly<Record<Purpose, Text>> = {
  treatment: { da: 'Pleje og behandling', en: 'Care and treatment' },
  coordination: { da: 'Koordinering af forløb', en: 'Coordination of cases' },
  operation: { da: 'Drift og tilsyn', en: 'Operation and supervision' },
};
const told: Text = { da: 'Oplysning fra et andet it-system', en: 'Told by another IT system' };
const noCase: Text = { da: 'Intet forløb', en: 'No case' };

export function describeAccess(row: AccessLogRow, definition: WorkflowDefinition | undefined): DescribedAccess {
  const { actorName, actorRole, action, detail } = row;
  const role = roleNames[actorRole];
  const [, type = '', outcome] = /^(\w+) (accepted|refused|ignored)$/.exec(detail) ?? [];
  const event = describeDetail(detail) === undefined && outcome !== undefined;
  const purpose = purposeOf(row);
  return {
    who: actorName ? { da: actorName, en: actorName } : role,
    role,
    action: event && outcome !== 'accepted' ? tried : actions[action],
    what: describeDetail(detail) ?? (event && definition ? labelOf(definition, type) : { da: detail, en: detail }),
    why: purpose ? whys[purpose] : told,
    purpose,
    workflow: definition?.title ?? noCase,
    isRefused: event && outcome === 'refused',
  };
}

/** The engine keeps of a change which kind of message caused it: a person's command is for what his role works for. */
function purposeOf({ purpose, actorRole }: AccessLogRow): Purpose | undefined {
  if (purpose === 'command') return purposeOfRole(actorRole);
  return purpose in whys ? (purpose as Purpose) : undefined;
}

function labelOf({ messages, open, title }: WorkflowDefinition, type: string): Text {
  if ('type' in open && open.type === type) return { da: `Oprettet: ${title.da}`, en: `Opened: ${title.en}` };
  const administered: Readonly<Record<string, Text>> = administration;
  return messages[type]?.label ?? administered[type] ?? { da: type, en: type };
}
