import type { Change, HospitalEvent } from '../../../workflows/hospital-stay/messages.ts';
import type { HospitalNotification } from './translate.ts';

const eventRank: Readonly<Record<HospitalEvent, number>> = { STAA: 0, STIN: 1, STOR: 2, SLOR: 3, SLHJ: 4, MORS: 5 };
const changeRank: Readonly<Record<Change, number>> = { new: 0, revised: 1, cancelled: 2 };

/** As things happened. Of things at the same instant, as a stay runs, and a correction after what it corrects. */
export function inOrder<N extends Pick<HospitalNotification, 'occurredAt' | 'data'>>(notifications: readonly N[]): N[] {
  return [...notifications].sort(
    (a, b) =>
      Date.parse(a.occurredAt) - Date.parse(b.occurredAt) ||
      eventRank[a.data.event] - eventRank[b.data.event] ||
      changeRank[a.data.change] - changeRank[b.data.change],
  );
}
