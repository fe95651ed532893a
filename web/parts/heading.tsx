import { useEffect } from 'react';

/** The page's one h1; it names the tab, and the layout moves focus to it when the page changes. */
export function Heading({ children }: { children: string }) {
  useEffect(() => {
    document.title = `${children} – Dosisflow`;
  }, [children]);
  return (
    <h1 className="h2" tabIndex={-1}>
      {children}
    </h1>
  );
}
