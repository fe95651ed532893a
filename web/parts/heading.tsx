import { useEffect, useRef } from 'react';

let isFirstPage = true;

/** The page's one h1, which names the tab too, unless `tab` does: a citizen's name would stay in the browser's history. */
export function Heading({ children, tab = children }: { children: string; tab?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${tab} – Dosisflow`;
  }, [tab]);
  // A page that comes without loading anew tells a screen reader nothing unless focus moves to it.
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus();
    isFirstPage = false;
  }, []);
  return (
    <h1 className="h2" tabIndex={-1} ref={heading}>
      {children}
    </h1>
  );
}
