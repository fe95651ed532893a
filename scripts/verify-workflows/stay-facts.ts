import type { Target } from '../../src/engine/decide-family.ts';
import type { Message } from '../../workflows/definition.ts';
import type { Change, HospitalEvent, StayFact } from '../../workflows/hospital-stay/messages.ts';
import { stayFactTypes } from '../../workflows/hospital-stay/messages.ts';

import { rootId } from './walk.ts';

const hospital = { kind: 'client', id: 'hospital', role: 'client' } as const;
const prefix: Record<Change, string> = { new: '', revised: 'RE_', cancelled: 'AN_' };

export type Say = Partial<Omit<StayFact, 'event' | 'change'>> & { change?: Change };

/** `fact('SLHJ', '2023-03-07T09:45:32+01:00', { periodEnd: … })`: what a hospital says, with the rest filled in. */
export function fact(event: HospitalEvent, occurredAt: string, say: Say = {}): Message {
  const { change = 'new', ...rest } = say;
  const data = {
    event,
    change,
    messageId: `${prefix[change]}${event}@${occurredAt}`,
    episodes: ['sor|a'],
    periodStart: '2023-03-01T12:00:00+01:00',
    provider: '265161000016000',
    reportOfAdmission: false,
    ...(event === 'SLHJ' || event === 'MORS' ? { periodEnd: occurredAt } : {}),
    ...(event === 'STOR' ? { leaveStart: occurredAt } : {}),
    ...(event === 'SLOR' ? { leaveEnd: occurredAt } : {}),
    ...rest,
  };
  return {
    kind: 'fact',
    type: stayFactTypes[event],
    data,
    occurredAt,
    by: hospital,
    key: `${data.messageId}:${occurredAt}`,
  };
}

/** Where correlation sends a fact: to the child that goes by one of its episodes, opened where there is none. */
export function stayOf({ data }: Message, root = rootId): Target {
  const aliases = data['episodes'] as string[];
  return { kind: 'child', root, workflow: 'hospital-stay', aliases, data: { episodes: aliases } };
}

/** `RE_STIN` and the like. */
export function codeOf({ data }: Message): string {
  const { event, change } = data as unknown as StayFact;
  return `${prefix[change]}${event}`;
}
