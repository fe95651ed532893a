import { useState } from 'react';
import type { ReactNode } from 'react';

/** Closed until someone wants it: what is inside is neither drawn nor asked for before, and each asking is a logged reading. */
export function Fold({ title, children }: { title: string; children: () => ReactNode }) {
  const [wanted, setWanted] = useState(false);
  return (
    <details className="fold" onToggle={({ currentTarget }) => currentTarget.open && setWanted(true)}>
      <summary>
        <h2 className="h4">{title}</h2>
      </summary>
      {wanted && <div className="fold-inside">{children()}</div>}
    </details>
  );
}
