import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../api.ts';
import type { Text } from '../api.ts';
import { errorWords } from '../error-words.ts';
import { inDenmark } from '../danish-time.ts';
import { texts } from '../deputy-texts.ts';
import { faultsOf } from '../fault-words.ts';
import { useSpeech } from '../language.tsx';
import { clock, colleagues, deputies, myself } from '../questions.ts';
import { texts as common } from '../texts.ts';
import { Field } from './field.tsx';
import { Failed, Loading, Message } from './message.tsx';

/** Who stands in for whom, today and later; anyone may set one, as whoever is ill cannot. */
export function Deputies({ tell }: { tell: (said: Text) => void }) {
  const { say, day } = useSpeech();
  const { data, error, refetch } = useQuery(deputies);
  const seen = useSeeAnew();
  const end = useMutation({
    mutationFn: (id: string) => answerOf(api.POST('/api/deputies/{id}/end', { params: { path: { id } } })),
    onSuccess: () => tell(texts.ended),
    onSettled: seen,
  });
  return (
    <>
      <p>{say(texts.intro)}</p>
      {error && <Failed error={error} again={() => void refetch()} />}
      {end.error && <Message kind="warning" heading={errorWords(end.error, say)} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <p>{say(texts.none)}</p>}
      {data && data.items.length > 0 && (
        <ul>
          {data.items.map(({ id, away, deputy, from, to }) => (
            <li key={id}>
              <strong>{deputy.name}</strong> {say(texts.standsIn)} <strong>{away.name}</strong>, {day(from)} – {day(to)}{' '}
              <button type="button" className="row-button" disabled={end.isPending} onClick={() => end.mutate(id)}>
                {say(texts.end)}
                <span className="sr-only">
                  : {deputy.name} {say(texts.standsIn)} {away.name}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <SetDeputy tell={tell} />
    </>
  );
}

function SetDeputy({ tell }: { tell: (said: Text) => void }) {
  const { say } = useSpeech();
  const { data: me } = useQuery(myself);
  const { data: others } = useQuery(colleagues);
  const { data: time } = useQuery(clock);
  const today = time ? inDenmark(time.now).slice(0, 10) : '';
  const [away, setAway] = useState<string>();
  const [deputy, setDeputy] = useState('');
  const [from, setFrom] = useState<string>();
  const [to, setTo] = useState('');
  const seen = useSeeAnew();
  const chosen = { away: away ?? me?.id ?? '', deputy, from: from ?? today, to };
  const give = useMutation({
    mutationFn: () => answerOf(api.POST('/api/deputies', { body: chosen })),
    onSuccess: () => {
      tell(texts.recorded);
      setDeputy('');
      setTo('');
    },
    onSettled: seen,
  });
  const faults = faultsOf(give.error, say);
  const persons = [...(me ? [{ id: me.id, name: me.name }] : []), ...(others?.items ?? [])];
  const choice = (field: 'away' | 'deputy', label: Text, set: (id: string) => void) => (
    <Field label={say(label)} fault={faults[field]}>
      {(props) => (
        <select {...props} className="form-select" value={chosen[field]} onChange={({ target }) => set(target.value)}>
          <option value="">{say(common.choose)}</option>
          {persons.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
  const day = (field: 'from' | 'to', label: Text, set: (value: string) => void) => (
    <Field label={say(label)} fault={faults[field]}>
      {(props) => (
        <input
          {...props}
          type="date"
          className="form-input"
          value={chosen[field]}
          onChange={({ target }) => set(target.value)}
        />
      )}
    </Field>
  );
  return (
    <form
      className="find-form"
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate();
      }}
    >
      {choice('away', texts.away, setAway)}
      {choice('deputy', texts.deputy, setDeputy)}
      {day('from', texts.from, setFrom)}
      {day('to', texts.to, setTo)}
      <button
        type="submit"
        className="button button-secondary"
        disabled={!chosen.away || !deputy || !chosen.from || !to || give.isPending}
      >
        {say(texts.add)}
      </button>
      {give.error && Object.keys(faults).length === 0 && (
        <Message kind="warning" heading={errorWords(give.error, say)} />
      )}
    </form>
  );
}

/** The list of tasks goes by it too. */
function useSeeAnew(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await client.invalidateQueries({ queryKey: ['deputies'] });
    await client.invalidateQueries({ queryKey: ['tasks'] });
  };
}
