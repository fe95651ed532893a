import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../api.ts';
import { errorWords } from '../error-words.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../ward-texts.ts';
import { Field } from './field.tsx';
import { Message } from './message.tsx';

/** By the whole number alone; it goes in the body of a request, never in an address (P1). */
export function LookUpPatient({ found }: { found: (caseId: string, isEmergency: boolean) => void }) {
  const { say } = useSpeech();
  const [cpr, setCpr] = useState('');
  const search = useMutation({
    mutationFn: () => answerOf(api.POST('/api/citizens/search', { body: { cpr: cpr.trim() } })),
    onSuccess: ({ items: [newest] }) => {
      if (newest) found(newest.id, false);
    },
  });
  return (
    <search className="find">
      <form
        className="find-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (cpr.trim()) search.mutate();
        }}
      >
        <Field label={say(texts.cpr)} hint={say(texts.cprHint)}>
          {(field) => (
            <input
              {...field}
              className="form-input"
              autoComplete="off"
              inputMode="numeric"
              maxLength={11}
              value={cpr}
              onChange={({ target }) => {
                setCpr(target.value);
                search.reset();
              }}
            />
          )}
        </Field>
        <button type="submit" className="button button-primary" disabled={search.isPending}>
          {say(texts.lookUp)}
        </button>
      </form>
      <output>
        {search.error && <Message kind="warning" heading={errorWords(search.error, say)} />}
        {search.data?.items.length === 0 && (
          <Message kind="info" heading={say(texts.none)}>
            <p>{say(texts.noneWhy)}</p>
          </Message>
        )}
      </output>
      {search.data?.items.length === 0 && <Emergency cpr={cpr.trim()} found={found} />}
    </search>
  );
}

function Emergency({ cpr, found }: { cpr: string; found: (caseId: string, isEmergency: boolean) => void }) {
  const { say } = useSpeech();
  const [reason, setReason] = useState('');
  const open = useMutation({
    mutationFn: () => answerOf(api.POST('/api/citizens/emergency-opening', { body: { cpr, reason } })),
    onSuccess: ({ items: [newest] }) => {
      if (newest) found(newest.id, true);
    },
  });
  return (
    <details>
      <summary>{say(texts.emergency)}</summary>
      <p>{say(texts.emergencyHow)}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          open.mutate();
        }}
      >
        <Field
          label={say(texts.emergencyWhy)}
          hint={say(texts.emergencyHint)}
          fault={open.error ? errorWords(open.error, say) : undefined}
        >
          {(field) => (
            <textarea
              {...field}
              className="form-input"
              rows={2}
              maxLength={1000}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </Field>
        <output>{open.data?.items.length === 0 && <Message kind="info" heading={say(texts.nowhere)} />}</output>
        <div className="dialog-buttons">
          <button
            type="submit"
            className="button button-secondary"
            disabled={reason.trim().length < 10 || open.isPending}
          >
            {say(texts.emergency)}
          </button>
        </div>
      </form>
    </details>
  );
}
