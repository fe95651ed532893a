import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Refused, answerOf, api } from '../api.ts';
import type { CaseView } from '../api.ts';
import { errorWords } from '../error-words.ts';
import { caseTexts } from '../case-texts.ts';
import { faultsOf } from '../fault-words.ts';
import { useSpeech } from '../language.tsx';
import { Field } from '../parts/field.tsx';
import { Failed, Message } from '../parts/message.tsx';
import { notes } from '../questions.ts';
import { texts } from '../texts.ts';

/** What colleagues have written to each other on the citizen's case, whichever part of it is looked at. */
export function Notes({ of: { root } }: { of: CaseView }) {
  const { say, instant } = useSpeech();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(notes(root));
  const asked = { params: { path: { id: root } } };
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: ['notes', root] });
  const withdraw = useMutation({
    mutationFn: (note: string) => answerOf(api.POST('/api/cases/{id}/notes/withdraw', { ...asked, body: { note } })),
    onSuccess: again,
  });
  return (
    <>
      {error && <Failed error={error} again={() => void refetch()} />}
      {withdraw.error && <Message kind="error" heading={errorWords(withdraw.error, say)} />}
      {data && data.items.length > 0 && (
        <ul className="letters notes">
          {data.items.map(({ id, text, by, writtenAt, isOwn }) => (
            <li key={id}>
              <span className="as-written">{text}</span>
              <span className="secondary block">
                {by} · <time dateTime={writtenAt}>{instant(writtenAt)}</time>{' '}
                {isOwn && (
                  <button
                    type="button"
                    className="row-button no-print"
                    disabled={withdraw.isPending}
                    onClick={() => withdraw.mutate(id)}
                  >
                    {say(caseTexts.withdrawNote)}
                    <span className="sr-only">: {text.slice(0, 40)}</span>
                  </button>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      <WriteNote root={root} written={again} />
    </>
  );
}

function WriteNote({ root, written }: { root: string; written: () => Promise<void> }) {
  const { say } = useSpeech();
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState('');
  // A repeat after a lost answer is the same note.
  const id = useRef(crypto.randomUUID());
  const write = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/cases/{id}/notes', {
          params: { path: { id: root } },
          body: { id: id.current, text: text.trim() },
        }),
      ),
    onSuccess: async () => {
      id.current = crypto.randomUUID();
      setText('');
      setIsOpen(false);
      await written();
    },
  });
  if (!isOpen) {
    return (
      <button type="button" className="row-button no-print" onClick={() => setIsOpen(true)}>
        {say(caseTexts.writeNote)}
      </button>
    );
  }
  const fault =
    write.error instanceof Refused ? (Object.values(faultsOf(write.error, say))[0] ?? write.error.message) : undefined;
  return (
    <form
      className="command"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) write.mutate();
      }}
    >
      {write.error && !fault && <Message kind="error" heading={say(texts.noAnswer)} />}
      <Field label={say(caseTexts.writeNote)} hint={say(caseTexts.noteHint)} fault={fault}>
        {(field) => (
          <textarea
            {...field}
            className="form-input"
            rows={3}
            maxLength={500}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- The button that was pressed has become this field.
            autoFocus
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      <div className="dialog-buttons">
        <button type="submit" className="button button-primary" disabled={write.isPending || !text.trim()}>
          {say(caseTexts.saveNote)}
        </button>
        <button type="button" className="button button-secondary" onClick={() => setIsOpen(false)}>
          {say(texts.cancel)}
        </button>
      </div>
    </form>
  );
}
