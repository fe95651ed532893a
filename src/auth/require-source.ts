import type { Source } from '../db/tables.ts';
import { Problem } from '../kernel/problem.ts';
import type { Caller } from './caller.ts';

/** A client tells the facts of its own source: a hospital's adapter says nothing in FMK's name. Throws a Problem (403). */
export function requireSource({ sources }: Caller, source: string): void {
  if (!sources || sources.includes(source as Source)) return;
  throw new Problem(
    403,
    'foreign-source',
    'This client may not tell facts of this source',
    `Expected facts of ${sources.join(', ') || 'no source'}, as the directory has this client; have an administrator add the source, or send by another client`,
  );
}
