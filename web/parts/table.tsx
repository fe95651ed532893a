import type { ReactNode } from 'react';

/** Stacks its cells on a narrow screen, each under its `data-title`; takes focus, so that it scrolls by keyboard. */
export function Table({
  caption,
  heads,
  numeric,
  children,
}: {
  caption: string;
  heads: string[];
  /** The places of columns of numbers. */
  numeric?: ReadonlySet<number>;
  children: ReactNode;
}) {
  return (
    <section className="scrolls" tabIndex={0} aria-label={caption}>
      <table className="table table--compact table--zebra table--responsive-headers">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head, n) => (
              <th key={head} scope="col" className={numeric?.has(n) ? 'numeric' : undefined}>
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
