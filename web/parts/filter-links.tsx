import type { ReactNode } from 'react';

/** A choice that stands in the address, so that a list can be kept as a bookmark or sent on. */
export function FilterLinks({ title, children }: { title: string; children: ReactNode }) {
  return (
    <nav className="filter" aria-label={title}>
      <span className="filter-title">{title}</span>
      {children}
    </nav>
  );
}
