import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api.ts';
import type { Introduction, PolicyChange, Text } from '../../api.ts';
import { errorWords } from '../../error-words.ts';
import { daysAfter, inDenmark } from '../../danish-time.ts';
import { faultsOf } from '../../fault-words.ts';
import { useSpeech } from '../../language.tsx';
import { policies } from '../../master-data-questions.ts';
import { ruleNames, ruleValues, texts } from '../../master-data-texts.ts';
import { clock, myself } from '../../questions.ts';
import { texts as common } from '../../texts.ts';
import { Field } from '../field.tsx';
import { FormFoot } from '../form-foot.tsx';
import { Failed, Loading, Message } from '../message.tsx';
import { Table } from '../table.tsx';
import { segmentsOf } from './policy-segments.ts';

type Rules = Readonly<Record<string, unknown>>;

/** Which rules are in force when, what differs, and those that may come. */
export function Policies() {
  const { say, day } = useSpeech();
  const { data: me } = useQuery(myself);
  const { data: time } = useQuery(clock);
  const { data, error, refetch } = useQuery(policies);
  if (error && !data) return <Failed error={error} again={() => void refetch()} />;
  if (!data || !time) return <Loading />;
  const today = inDenmark(time.now).slice(0, 10);
  const mayChange = me?.role === 'administrator';
  const setOf = (id: string): PolicyChange | undefined => data.shipped.find((set) => set.id === id);
  return (
    <>
      <h3 className="h5">{say(texts.timeLine)}</h3>
      <Table caption={say(texts.timeLine)} heads={[texts.from, texts.holds, texts.differs].map(say)}>
        {segmentsOf(data.introductions).map(({ from, to, sets }) => (
          <tr key={from ?? ''} aria-current={isOn(today, from, to) ? 'true' : undefined}>
            <th scope="row" data-title={say(texts.from)}>
              {from ? day(from) : '…'} – {to ? day(daysAfter(to, -1)) : say(texts.noEnd)}{' '}
              {isOn(today, from, to) && <span className="badge badge-info">{say(texts.inForce)}</span>}
            </th>
            <td data-title={say(texts.holds)}>
              {sets.length === 0 ? say(texts.onlyCurrent) : sets.map((id) => say(titleOf(setOf(id), id))).join(' + ')}
            </td>
            <td data-title={say(texts.differs)}>
              <Differences
                today={data.today as Rules}
                rules={Object.assign({}, ...sets.map((id) => setOf(id)?.rules ?? {})) as Rules}
              />
            </td>
          </tr>
        ))}
      </Table>
      {data.introductions.length === 0 && <p className="secondary">{say(texts.noIntroductions)}</p>}
      <h3 className="h5">{say(texts.sets)}</h3>
      {!mayChange && <p className="secondary">{say(texts.onlyAdministrator)}</p>}
      <p>
        {say(texts.offInAll)}:{' '}
        {Object.keys(data.today)
          .filter((rule) => !data.shipped.some(({ rules }) => rule in rules))
          .map((rule) => say(ruleNames[rule] ?? { da: rule, en: rule }))
          .join(', ')}
      </p>
      {data.shipped.map((set) => (
        <PolicySet
          key={set.id}
          set={set}
          today={data.today as Rules}
          running={data.introductions.filter(({ policy, to }) => policy === set.id && (!to || to > today))}
          earliest={daysAfter(today, 1)}
          mayChange={mayChange}
        />
      ))}
    </>
  );
}

const isOn = (today: string, from: string | undefined, to: string | undefined): boolean =>
  (!from || from <= today) && (!to || today < to);

const titleOf = (set: PolicyChange | undefined, id: string): Text => set?.title ?? { da: id, en: id };

function Differences({ today, rules }: { today: Rules; rules: Rules }) {
  const { say } = useSpeech();
  const changed = Object.entries(rules).filter(([rule, value]) => today[rule] !== value);
  if (changed.length === 0) return say(texts.differsNothing);
  return (
    <ul className="plain">
      {changed.map(([rule, value]) => (
        <li key={rule}>
          {say(ruleNames[rule] ?? { da: rule, en: rule })}: {say(valueOf(today[rule]))} →{' '}
          <strong>{say(valueOf(value))}</strong>
        </li>
      ))}
    </ul>
  );
}

function valueOf(value: unknown): Text {
  if (typeof value === 'boolean') return value ? texts.yes : texts.no;
  const written = String(value);
  return ruleValues[written] ?? { da: written, en: written };
}

function PolicySet({
  set,
  today,
  running,
  earliest,
  mayChange,
}: {
  set: PolicyChange;
  today: Rules;
  running: readonly Introduction[];
  earliest: string;
  mayChange: boolean;
}) {
  const { say, day } = useSpeech();
  const [isOpen, setIsOpen] = useState(false);
  const ending = running.find(({ to }) => !to);
  return (
    <section className="standing-set">
      <h4 className="h6">{say(set.title)}</h4>
      <p className="secondary">{set.source}</p>
      <Differences today={today} rules={set.rules} />
      {running.map(({ id, from, to, source }) => (
        <p key={id}>
          {day(from)} – {to ? day(daysAfter(to, -1)) : say(texts.noEnd)}
          <span className="secondary block">{source}</span>
        </p>
      ))}
      {mayChange && !isOpen && (
        <button type="button" className="row-button" onClick={() => setIsOpen(true)}>
          {say(ending ? texts.endPolicy : texts.introduce)} <span className="sr-only">{say(set.title)}</span>
        </button>
      )}
      {isOpen && <Change set={set} ending={ending} earliest={earliest} close={() => setIsOpen(false)} />}
    </section>
  );
}

/** Puts the set in force from a day, or takes it out. */
function Change({
  set,
  ending,
  earliest,
  close,
}: {
  set: PolicyChange;
  ending: Introduction | undefined;
  earliest: string;
  close: () => void;
}) {
  const { say } = useSpeech();
  const client = useQueryClient();
  const [on, setOn] = useState('');
  const [source, setSource] = useState('');
  const save = useMutation({
    mutationFn: () =>
      ending
        ? answerOf(
            api.POST('/api/policies/introductions/{id}/end', { params: { path: { id: ending.id } }, body: { on } }),
          )
        : answerOf(api.POST('/api/policies/introductions', { body: { policy: set.id as never, from: on, source } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['policies'] });
      close();
    },
  });
  const faults = faultsOf(save.error, say);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {save.error && (
        <Message
          kind="warning"
          heading={Object.keys(faults).length > 0 ? say(common.correctFields) : errorWords(save.error, say)}
        />
      )}
      <Field
        label={say(ending ? texts.endOn : texts.introduceFrom)}
        hint={say(texts.introduceHint)}
        fault={faults[ending ? 'on' : 'from']}
      >
        {(field) => (
          <input
            {...field}
            type="date"
            className="form-input"
            min={earliest}
            required
            value={on}
            onChange={({ target }) => setOn(target.value)}
          />
        )}
      </Field>
      {!ending && (
        <Field label={say(texts.introduceSource)} fault={faults['source']}>
          {(field) => (
            <input
              {...field}
              className="form-input"
              minLength={3}
              maxLength={500}
              required
              value={source}
              onChange={({ target }) => setSource(target.value)}
            />
          )}
        </Field>
      )}
      <FormFoot label={say(texts.save)} isBusy={save.isPending} close={close} />
    </form>
  );
}
