import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import type { MessageSpec } from '../definition.ts';
import { IsDay } from '../fields.ts';
import { Reason, command } from './command.ts';

/** MedCom's categories that say something of a path of dose-packed medicine. */
const careCategories = ['medicine', 'discharge', 'decease', 'carecoordination', 'other'] as const;

/** A CareCommunication (korrespondancemeddelelse) to the municipality: that it came, never what it says. */
export class CareMessageReceived {
  @IsString()
  @MaxLength(100)
  messageId!: string;

  /** Of all messages that answer each other. */
  @IsUUID('all')
  threadId!: string;

  @IsIn(careCategories)
  category!: (typeof careCategories)[number];
}

/** Someone has written, in the care record or elsewhere, and waits for an answer. */
export class AwaitReply {
  /** As the care record shows it. */
  @IsUUID('all')
  threadId!: string;

  /** The last day on which the answer is in time. */
  @IsDay()
  until!: string;
}

export class StopAwaitingReply {
  /** Every thread where it is left out. */
  @IsOptional()
  @IsUUID('all')
  threadId?: string;
}

export const correspondenceMessages = {
  /** It may tell of a hospital stay, whoever wrote it: it is the municipality's own, as a hospital notification is (P3). */
  careMessageReceived: {
    kind: 'fact',
    label: { da: 'Korrespondance modtaget', en: 'Correspondence received' },
    basis: 'hospitalNotification',
    data: CareMessageReceived,
  },
  settleCareMessages: command('Korrespondancen er læst', 'Confirm that the correspondence is read'),
  reopenCareMessages: command('Genåbn: korrespondance', 'Reopen: correspondence', Reason),
  awaitReply: command('Afvent svar på korrespondance', 'Await a reply to correspondence', AwaitReply),
  stopAwaitingReply: command('Afvent ikke svar længere', 'Await the reply no longer', StopAwaitingReply),
} as const satisfies Record<string, MessageSpec>;
