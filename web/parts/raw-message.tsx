import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../api.ts';
import type { InboxMessage, RawReason } from '../api.ts';
import { errorWords } from '../error-words.ts';
import { useSpeech } from '../language.tsx';
import { contentStates, rawReasons, texts } from '../interface-texts.ts';
import { Field } from './field.tsx';
import { Message } from './message.tsx';

/** The bytes as they came, once the reader has said why; they are kept nowhere but on the page while it shows them. */
export function RawMessage({ of: { id, content } }: { of: InboxMessage }) {
  const { say } = useSpeech();
  const [reason, setReason] = useState<RawReason | ''>('');
  const open = useMutation({
    mutationFn: (why: RawReason) =>
      answerOf(api.POST('/api/inbox/{id}/raw', { params: { path: { id } }, body: { reason: why } })),
    gcTime: 0,
  });
  if (content !== 'openable') return <p>{say(contentStates[content])}</p>;
  if (open.data) {
    return (
      <>
        <p className="secondary">
          {open.data.mediaType}, {open.data.bytes} {say(texts.bytes)}
        </p>
        <pre className="raw" tabIndex={0} aria-label={say(texts.content)}>
          {open.data.text}
        </pre>
        <button type="button" className="button button-secondary" onClick={() => open.reset()}>
          {say(texts.hideRaw)}
        </button>
      </>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (reason) open.mutate(reason);
      }}
    >
      <p>{say(contentStates[content])}</p>
      {open.error && <Message kind="warning" heading={errorWords(open.error, say)} />}
      <Field label={say(texts.why)} hint={say(texts.whyHint)}>
        {(field) => (
          <select
            {...field}
            className="form-select"
            value={reason}
            required
            onChange={({ target }) => setReason(target.value as RawReason | '')}
          >
            <option value="">{say(texts.choose)}</option>
            {(Object.keys(rawReasons) as RawReason[]).map((each) => (
              <option key={each} value={each}>
                {say(rawReasons[each])}
              </option>
            ))}
          </select>
        )}
      </Field>
      <button type="submit" className="button button-primary" disabled={open.isPending}>
        {say(texts.openRaw)}
      </button>
    </form>
  );
}
