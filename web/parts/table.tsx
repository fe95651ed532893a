import type { ReactNode } from 'react';

/** Scrolls inside itself on a narrow screen; by keyboard too, as it takes focus. */
export function Table({ caption, heads, children }: { caption: string; heads: string[]; children: ReactNode }) {
  return (
    <section className="scrolls" tabIndex={0} aria-label={caption}>
      <table className="table table--compact table--zebra w-percent-100">
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
