import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { answerOf, api } from '../api.ts';
import { errorWords } from '../error-words.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../texts.ts';
import { Field } from './field.tsx';
import { Message } from './message.tsx';
import { nameOf } from './name-of.ts';

/** By CPR number or name. What is searched for goes in the body of a request, never in an address (P1). */
export function FindCitizen() {
  const { say, day } = useSpeech();
  const [asked, setAsked] = useState('');
  const search = useMutation({
    mutationFn: (text: string) =>
      answerOf(api.POST('/api/citizens/search', { body: /\d/.test(text) ? { cpr: text } : { name: text } })),
  });
  return (
    <search className="find">
      <form
        className="find-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (asked.trim()) search.mutate(asked.trim());
        }}
      >
        <Field label={say(texts.findCitizen)} hint={say(texts.findHint)}>
          {(field) => (
            <input
              {...field}
              className="form-input"
              type="search"
              autoComplete="off"
              maxLength={100}
              value={asked}
              onChange={({ target }) => {
                setAsked(target.value);
                if (!target.value) search.reset();
              }}
            />
          )}
        </Field>
        <button type="submit" className="button button-secondary" disabled={search.isPending}>
          {say(texts.find)}
        </button>
      </form>
      <output>
        {search.error && <Message kind="warning" heading={errorWords(search.error, say)} />}
        {search.data?.items.length === 0 && <p>{say(texts.nobodyFound)}</p>}
        {search.data && search.data.items.length > 0 && (
          <ul className="found">
            {search.data.items.map((found) => (
              <li key={found.id}>
                <Link to="/forloeb/$id" params={{ id: found.id }}>
                  {nameOf(found, say)}
                </Link>{' '}
                {found.citizen?.cpr}{' '}
                <span className="secondary">
                  {found.closedAt
                    ? `${say(texts.closedCase)} ${day(found.closedAt)}`
                    : `${say(texts.since)} ${day(found.openedAt)}`}
                </span>
              </li>
            ))}
          </ul>
        )}
        {search.data?.more && <p>{say(texts.moreFound)}</p>}
      </output>
    </search>
  );
}
