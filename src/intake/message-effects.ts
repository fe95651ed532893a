import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { administration } from '../../workflows/definition.ts';
import type { Text, WorkflowName } from '../../workflows/definition.ts';
import type { Definitions } from '../engine/engine.ts';
import type { InboxSource, MessageEffectView } from './inbox-views.ts';
import { fmkSource } from './take-fmk.ts';

/** What the keys of a message's facts are made of. */
export interface KeyParts {
  source: InboxSource;
  headerId: string | null;
  bundleId: string | null;
  fingerprint: string | null;
  contentHash: Buffer;
}

/** Facts of one message of FMK's; a card has some tens. */
const mostFacts = 500;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Under which keys the event log has what a message told: as each source's `take-*.ts` gives them to the engine. */
const keysBySource: Record<InboxSource, (parts: KeyParts) => string[]> = {
  medcom: ({ headerId, fingerprint }) => {
    const key = sha256(`${headerId ?? ''} ${fingerprint ?? ''}`);
    return [key, `${key} death`, `${key} message`];
  },
  events: ({ bundleId, headerId }) => [sha256(JSON.stringify([bundleId, headerId]))],
  fmk: ({ contentHash }) =>
    Array.from({ length: mostFacts }, (_, n) =>
      sha256(JSON.stringify([fmkSource, sha256(`${contentHash.toString('hex')} ${n}`)])),
    ),
};

/** The rows of the event logs that came of this message, oldest first. */
export async function messageEffects(
  pool: Pool,
  definitions: Definitions,
  root: string,
  parts: KeyParts,
): Promise<MessageEffectView[]> {
  const { rows } = await pool.query<EffectRow>(
    `select c.id as "case", c.workflow, c.version, j.seq, j.type, j.opened, j.outcome, j.at
     from "case" c join journal j on j.case_id = c.id where c.family_id = $1 and j.key = any($2) order by j.at, c.id, j.seq`,
    [root, keysBySource[parts.source](parts)],
  );
  return rows.map(({ version, type, opened, at, ...row }) => ({
    ...row,
    at: at.toISOString(),
    label: labelOf(definitions, { workflow: row.workflow, version, type, opened }),
  }));
}

interface EffectRow {
  case: string;
  workflow: WorkflowName;
  version: number;
  seq: number;
  type: string;
  opened: boolean;
  outcome: MessageEffectView['outcome'];
  at: Date;
}

function labelOf(
  definitions: Definitions,
  { workflow, version, type, opened }: Pick<EffectRow, 'workflow' | 'version' | 'type' | 'opened'>,
): Text {
  const { title, messages } = definitions(workflow, version);
  const administered: Readonly<Record<string, Text>> = administration;
  if (opened) return { da: `Oprettet: ${title.da}`, en: `Opened: ${title.en}` };
  return messages[type]?.label ?? administered[type] ?? { da: type, en: type };
}
