import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../api.ts';
import { errorWords } from '../error-words.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../texts.ts';
import { Field, Radios } from './field.tsx';
import { nameOf } from './name-of.ts';

/** Another citizen's case, found by CPR number or name. What is searched for goes in the body of a request (P1). */
export function CaseField({
  label,
  fault,
  value,
  leftOut,
  change,
}: {
  label: string;
  fault: string | undefined;
  value: string;
  /** The case that is not to be chosen. */
  leftOut: string;
  change: (id: string) => void;
}) {
  const { say, day } = useSpeech();
  const [asked, setAsked] = useState('');
  const search = useMutation({
    mutationFn: (text: string) =>
      answerOf(api.POST('/api/citizens/search', { body: /\d/.test(text) ? { cpr: text } : { name: text } })),
  });
  const find = (): void => {
    if (asked.trim()) search.mutate(asked.trim());
  };
  const found = search.data?.items.filter(({ id }) => id !== leftOut) ?? [];
  const options = found.map((each) => ({
    value: each.id,
    label: [
      nameOf(each, say),
      each.citizen?.cpr,
      each.closedAt
        ? `${say(texts.closedCase)} ${day(each.closedAt)}`
        : `${say(texts.since).toLowerCase()} ${day(each.openedAt)}`,
    ]
      .filter(Boolean)
      .join(', '),
  }));
  return (
    <div className="drug-field">
      <Field label={`${label}: ${say(texts.findCase)}`} hint={say(texts.findHint)}>
        {(field) => (
          <input
            {...field}
            className="form-input"
            type="search"
            autoComplete="off"
            maxLength={100}
            value={asked}
            onChange={({ target }) => setAsked(target.value)}
            onKeyDown={(event) => {
              // Enter looks for the citizen: it does not give the command.
              if (event.key !== 'Enter') return;
              event.preventDefault();
              find();
            }}
          />
        )}
      </Field>
      <button type="button" className="button button-secondary" disabled={search.isPending} onClick={find}>
        {say(texts.find)}
      </button>
      {search.error && <p className="form-error-message">{errorWords(search.error, say)}</p>}
      <output>{search.data && found.length === 0 && say(texts.nobodyFound)}</output>
      {(options.length > 0 || fault) && (
        <Radios legend={label} fault={fault} options={options} value={value || undefined} choose={change} />
      )}
    </div>
  );
}
