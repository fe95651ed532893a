import type { ReactNode } from 'react';

/** Stacks its cells on a narrow screen, each under its `data-title`; takes focus, so that it scrolls by keyboard. */
export function Table({ caption, heads, children }: { caption: string; heads: string[]; children: ReactNode }) {
  return (
    <section className="scrolls" tabIndex={0} aria-label={caption}>
      <table className="table table--compact table--zebra table--responsive-headers">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}
