import { useRef } from 'react';
import type { KeyboardEvent, RefObject } from 'react';

/** Arrows go from one `.row-link` to the next; Tab still reaches everything. To be spread on what holds the table. */
export function useRowKeys(): {
  ref: RefObject<HTMLDivElement | null>;
  onKeyDown: (event: KeyboardEvent) => void;
} {
  const list = useRef<HTMLDivElement>(null);
  return { ref: list, onKeyDown: (event) => moveBetweenRows(event, list.current) };
}

function moveBetweenRows(event: KeyboardEvent, list: HTMLElement | null): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const row = event.target instanceof HTMLElement && event.target.closest('tr');
  if (!step || !row || !list) return;
  const links = [...list.querySelectorAll<HTMLElement>('.row-link')];
  const next = links[links.findIndex((link) => row.contains(link)) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
