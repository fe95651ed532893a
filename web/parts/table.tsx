import type { ReactNode } from 'react';

/**
 * Stacks its cells on a narrow screen, each under its `data-title`. One that is wide by nature scrolls inside itself, by
 * keyboard too, as it takes focus.
 */
export function Table({
  caption,
  heads,
  wide = false,
  children,
}: {
  caption: string;
  heads: string[];
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <section className="scrolls" tabIndex={0} aria-label={caption}>
      <table className={`table table--compact table--zebra ${wide ? '' : 'table--responsive-headers'}`}>
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
