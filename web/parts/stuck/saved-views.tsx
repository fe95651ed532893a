import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { answerOf, api } from '../../api.ts';
import { errorWords } from '../../error-words.ts';
import { useSpeech } from '../../language.tsx';
import { askedOf, filterOf, savedViews } from '../../stuck-questions.ts';
import type { StuckAsked } from '../../stuck-questions.ts';
import { texts } from '../../stuck-texts.ts';
import { Field } from '../field.tsx';
import { Message } from '../message.tsx';

/** What this person has kept of the filters, by name: a click away tomorrow too. */
export function SavedViews({ asked }: { asked: StuckAsked }) {
  const { say } = useSpeech();
  const client = useQueryClient();
  const { data } = useQuery(savedViews);
  const [name, setName] = useState('');
  const again = () => client.invalidateQueries({ queryKey: savedViews.queryKey });
  const save = useMutation({
    mutationFn: () => answerOf(api.POST('/api/stuck/views', { body: { name, filter: filterOf(asked) } })),
    onSuccess: () => {
      setName('');
      return again();
    },
  });
  const remove = useMutation({
    mutationFn: (id: string) => answerOf(api.POST('/api/stuck/views/{id}/delete', { params: { path: { id } } })),
    onSettled: again,
  });
  return (
    <details className="saved-views">
      <summary>
        {say(texts.views)} ({data?.items.length ?? 0})
      </summary>
      <ul className="plain">
        {data?.items.map((view) => (
          <li key={view.id}>
            <Link to="/forloeb-i-staa" search={askedOf(view.filter)}>
              {view.name}
            </Link>{' '}
            <button type="button" className="row-button" onClick={() => remove.mutate(view.id)}>
              {say(texts.deleteView)} <span className="sr-only">{view.name}</span>
            </button>
          </li>
        ))}
      </ul>
      {save.error && <Message kind="warning" heading={errorWords(save.error, say)} />}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label={say(texts.viewName)} hint={say(texts.viewHint)}>
          {(field) => (
            <input
              {...field}
              className="form-input"
              required
              maxLength={60}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <button type="submit" className="button button-secondary" disabled={save.isPending}>
          {say(texts.save)}
        </button>
      </form>
    </details>
  );
}
