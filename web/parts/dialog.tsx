import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';

/** The browser's own dialog: it keeps focus inside, and gives it back where it was. */
export function Dialog({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={id} onClose={close}>
      <h2 className="h4" id={id}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}
