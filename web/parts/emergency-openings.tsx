import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../api.ts';
import type { EmergencyOpening, Verdict } from '../api.ts';
import { errorWords } from '../error-words.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../oversight-texts.ts';
import { roles } from '../texts.ts';
import { Field } from './field.tsx';
import { Failed, Loading, Message } from './message.tsx';
import { NextPages } from './next-pages.tsx';
import { Table } from './table.tsx';

/** Those that wait for follow-up, the newest first. */
export function EmergencyOpenings({ asked }: { asked: { efter?: string } }) {
  const { say } = useSpeech();
  const { data, error, refetch } = useQuery({
    queryKey: ['emergency openings', asked.efter],
    queryFn: () => {
      const query = { waiting: 'true' as const, limit: 50, ...(asked.efter && { after: asked.efter }) };
      return answerOf(api.GET('/api/emergency-openings', { params: { query } }));
    },
  });
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return <Message kind="success" heading={say(texts.none)} />;
  const heads = [texts.when, texts.who, texts.why, texts.followUp].map(say);
  return (
    <>
      <Table caption={say(texts.openings)} heads={heads}>
        {data.items.map((opening) => (
          <Row key={opening.id} opening={opening} />
        ))}
      </Table>
      <NextPages asked={asked} next={data.next} />
    </>
  );
}

function Row({ opening: { id, openedAt, person, organisation, reason } }: { opening: EmergencyOpening }) {
  const { say, instant } = useSpeech();
  return (
    <tr>
      <td data-title={say(texts.when)}>{instant(openedAt)}</td>
      <td data-title={say(texts.who)}>
        {person.name}
        <span className="secondary block">
          {say(roles[person.role as keyof typeof roles])}, {organisation}
        </span>
      </td>
      <td data-title={say(texts.why)}>{reason ?? say(texts.erased)}</td>
      <td data-title={say(texts.followUp)}>
        <FollowUp id={id} />
      </td>
    </tr>
  );
}

function FollowUp({ id }: { id: string }) {
  const { say } = useSpeech();
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const give = useMutation({
    mutationFn: (verdict: Verdict) =>
      answerOf(
        api.POST('/api/emergency-openings/{id}/follow-up', { params: { path: { id } }, body: { verdict, note } }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['emergency openings'] }),
  });
  const isReady = note.trim() !== '' && !give.isPending;
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      {give.error && <Message kind="warning" heading={errorWords(give.error, say)} />}
      <Field label={say(texts.note)}>
        {(field) => (
          <textarea
            {...field}
            className="form-input"
            rows={2}
            maxLength={1_000}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        )}
      </Field>
      <div className="dialog-buttons">
        <button
          type="button"
          className="button button-primary"
          disabled={!isReady}
          onClick={() => give.mutate('approved')}
        >
          {say(texts.approve)}
        </button>
        <button
          type="button"
          className="button button-secondary"
          disabled={!isReady}
          onClick={() => give.mutate('objected')}
        >
          {say(texts.object)}
        </button>
      </div>
    </form>
  );
}
