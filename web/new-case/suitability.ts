import type { Text } from '../api.ts';
import { caseTexts } from '../case-texts.ts';
import type { Given } from './given.ts';

export type CheckState = 'fine' | 'inTheWay' | 'notAnswered' | 'later';

export interface Check {
  title: Text;
  state: CheckState;
  /** So many of so many. */
  part?: { some: number; all: number };
  note?: Text;
}

/** What speaks for and against dose packing, of what has been answered (§3.1). Pure; it decides nothing. */
export function checklistOf({ drugs, stability, lastsUntil }: Given): Check[] {
  const packable = drugs.filter(({ isDoseDispensable }) => isDoseDispensable);
  const packed = packable.filter(({ dosing }) => dosing === 'packed');
  const structured = packed.filter(({ hasStructuredDosage }) => hasStructuredDosage === true);
  const isUnanswered = packed.some(({ hasStructuredDosage }) => hasStructuredDosage === undefined);
  const stated = (answer: boolean | undefined, good: boolean): CheckState =>
    answer === undefined ? 'notAnswered' : answer === good ? 'fine' : 'inTheWay';
  return [
    {
      title: caseTexts.checkPackable,
      state: drugs.length === 0 ? 'notAnswered' : packable.length > 0 ? 'fine' : 'inTheWay',
      ...(drugs.length > 0 && { part: { some: packable.length, all: drugs.length } }),
    },
    {
      title: caseTexts.checkStructured,
      state: packed.length === 0 || isUnanswered ? 'notAnswered' : stated(structured.length === packed.length, true),
      ...(packed.length > 0 && { part: { some: structured.length, all: packed.length } }),
    },
    { title: caseTexts.checkBackward, state: stated(stability.stableBackward, true) },
    { title: caseTexts.checkForward, state: stated(stability.stableForward, true) },
    { title: caseTexts.checkPlanned, state: stated(stability.changePlanned, false) },
    { title: caseTexts.checkStock, state: lastsUntil ? 'fine' : 'notAnswered' },
    { title: caseTexts.checkFmk, state: 'later', note: caseTexts.checkFmkLater },
  ];
}
