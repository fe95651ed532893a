import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api.ts';
import type { ChannelKind } from '../../api.ts';
import { errorWords } from '../../error-words.ts';
import { inDenmark } from '../../danish-time.ts';
import { faultsOf } from '../../fault-words.ts';
import { useSpeech } from '../../language.tsx';
import { channels } from '../../master-data-questions.ts';
import { channelKinds, texts } from '../../master-data-texts.ts';
import { clock } from '../../questions.ts';
import { texts as common } from '../../texts.ts';
import { Field, Radios } from '../field.tsx';
import { Failed, Loading, Message } from '../message.tsx';

/** How one organisation is told, from which day; the administrator writes the next. */
export function Channels({ id }: { id: string }) {
  const { say, day } = useSpeech();
  const { data: time } = useQuery(clock);
  const { data, error, refetch } = useQuery(channels(id));
  if (error && !data) return <Failed error={error} again={() => void refetch()} />;
  if (!data || !time) return <Loading />;
  const today = inDenmark(time.now).slice(0, 10);
  const inForce = data.items.find(({ from }) => from <= today);
  return (
    <>
      <p className="secondary">{say(texts.channelsHelp)}</p>
      {data.items.length === 0 && <p>{say(texts.noChannels)}</p>}
      <ul className="plain">
        {data.items.map((channel) => (
          <li key={`${channel.from} ${channel.recordedAt}`}>
            {say(texts.from)} {day(channel.from)}: {say(channelKinds[channel.kind])}{' '}
            {channel === inForce && <span className="badge badge-info">{say(texts.inForce)}</span>}
            {channel.address && <span className="secondary block breakable">{channel.address}</span>}
          </li>
        ))}
      </ul>
      <NewChannel id={id} today={today} />
    </>
  );
}

function NewChannel({ id, today }: { id: string; today: string }) {
  const { say } = useSpeech();
  const client = useQueryClient();
  const [kind, setKind] = useState<ChannelKind>('webhook');
  const [address, setAddress] = useState('');
  const [from, setFrom] = useState(today);
  const save = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/organisations/{id}/channels', {
          params: { path: { id } },
          body: { kind, from, ...(kind !== 'task' && { address }) },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['channels', id] }),
  });
  const faults = faultsOf(save.error, say);
  const hasFaults = Object.keys(faults).length > 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h3 className="h6">{say(texts.changeChannel)}</h3>
      <output>
        {save.error && (
          <Message kind="warning" heading={hasFaults ? say(common.correctFields) : errorWords(save.error, say)} />
        )}
        {save.data && (
          <Message kind="success" heading={say(texts.saved)}>
            {save.data.secret && (
              <p className="breakable">
                {say(texts.secret)}: <code>{save.data.secret}</code>. {say(texts.secretHelp)}
              </p>
            )}
          </Message>
        )}
      </output>
      <Radios
        legend={say(texts.channels)}
        options={(Object.keys(channelKinds) as ChannelKind[]).map((value) => ({
          value,
          label: say(channelKinds[value]),
        }))}
        value={kind}
        choose={setKind}
      />
      {kind !== 'task' && (
        <Field label={say(texts.address)} hint={say(texts.addressHint)} fault={faults['address']}>
          {(field) => (
            <input
              {...field}
              type="url"
              className="form-input"
              required
              value={address}
              onChange={({ target }) => setAddress(target.value)}
            />
          )}
        </Field>
      )}
      <Field label={say(texts.firstDay)} fault={faults['from']}>
        {(field) => (
          <input
            {...field}
            type="date"
            className="form-input"
            min={today}
            required
            value={from}
            onChange={({ target }) => setFrom(target.value)}
          />
        )}
      </Field>
      <button type="submit" className="button button-secondary" disabled={save.isPending}>
        {say(texts.save)}
      </button>
    </form>
  );
}
