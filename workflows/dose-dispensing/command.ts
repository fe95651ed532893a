import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { MessageSpec, Role, Text } from '../definition.ts';
import { IsReason } from '../fields.ts';

/** For commands that say all by their name. */
export class Remark {
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  remark?: string;
}

export class Reason {
  @IsReason()
  reason!: string;
}

export const municipality: readonly Role[] = ['municipalNurse'];

export const command = (
  da: string,
  en: string,
  data: new () => object = Remark,
  roles: readonly Role[] = municipality,
  help?: Text,
): MessageSpec => ({ kind: 'command', label: { da, en }, roles, data, ...(help && { help }) });
