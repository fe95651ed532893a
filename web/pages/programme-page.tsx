import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../api.ts';
import type { ProgrammeItem } from '../api.ts';
import { errorWords } from '../error-words.ts';
import { faultsOf } from '../fault-words.ts';
import { useSpeech } from '../language.tsx';
import { Field } from '../parts/field.tsx';
import { FormFoot } from '../parts/form-foot.tsx';
import { Heading } from '../parts/heading.tsx';
import { Failed, Loading, Message } from '../parts/message.tsx';
import { Table } from '../parts/table.tsx';
import { itemKinds, itemStatuses, texts } from '../programme-texts.ts';
import { myself, programme } from '../questions.ts';
import { texts as common } from '../texts.ts';

/** Milepæle, Beslutninger, Risikolog. */
export function ProgrammeRoute() {
  const { say } = useSpeech();
  const { data: me } = useQuery(myself);
  const { data, error, refetch } = useQuery(programme);
  const [changing, setChanging] = useState<string>();
  const mayChange =
    me?.role === 'administrator' || (me?.role === 'coordinator' && me.organisation.kind === 'authority');
  const chosen = data?.items.find(({ id }) => id === changing);
  return (
    <>
      <Heading>{say(common.programme)}</Heading>
      <p className="lead">{say(texts.programmeIntro)}</p>
      <p>
        <a href="/api/programme/csv" download>
          {say(texts.forSteering)}
        </a>
      </p>
      {error && <Failed error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && chosen && <Change key={chosen.id} item={chosen} close={() => setChanging(undefined)} />}
      {data &&
        (Object.keys(itemKinds) as ProgrammeItem['kind'][]).map((kind) => (
          <section key={kind} className="part">
            <h2 className="h4">{say(itemKinds[kind])}</h2>
            <Items
              title={say(itemKinds[kind])}
              items={data.items.filter((item) => item.kind === kind)}
              titles={new Map(data.items.map(({ id, title }) => [id, title]))}
              change={mayChange ? setChanging : undefined}
            />
          </section>
        ))}
    </>
  );
}

function Items({
  title,
  items,
  titles,
  change,
}: {
  title: string;
  items: readonly ProgrammeItem[];
  titles: ReadonlyMap<string, string>;
  change: ((id: string) => void) | undefined;
}) {
  const { say, day } = useSpeech();
  return (
    <Table
      caption={title}
      heads={[
        texts.title,
        texts.status,
        texts.planned,
        texts.owner,
        texts.waitsFor,
        texts.source,
        ...(change ? [texts.change] : []),
      ].map(say)}
    >
      {items.map((item) => (
        <tr key={item.id}>
          <th scope="row" data-title={say(texts.title)}>
            {item.title}
            {item.note && <span className="secondary block">{item.note}</span>}
          </th>
          <td data-title={say(texts.status)}>
            {item.missed ? (
              <strong>{say(texts.missed)}</strong>
            ) : (
              <span className="starts-large">{say(itemStatuses[item.status])}</span>
            )}
            {item.missed && <span className="secondary block">{say(itemStatuses[item.status])}</span>}
            {item.doneOn && <span className="secondary block">{day(item.doneOn)}</span>}
          </td>
          <td data-title={say(texts.planned)}>{item.plannedOn ? day(item.plannedOn) : '–'}</td>
          <td data-title={say(texts.owner)}>{item.owner ?? '–'}</td>
          <td data-title={say(texts.waitsFor)}>{item.waitsFor.map((id) => titles.get(id) ?? id).join(', ') || '–'}</td>
          <td data-title={say(texts.source)}>{item.source}</td>
          {change && (
            <td data-title={say(texts.change)}>
              <button type="button" className="row-button" onClick={() => change(item.id)}>
                {say(texts.change)} <span className="sr-only">{item.title}</span>
              </button>
            </td>
          )}
        </tr>
      ))}
    </Table>
  );
}

function Change({ item, close }: { item: ProgrammeItem; close: () => void }) {
  const { say } = useSpeech();
  const client = useQueryClient();
  const [status, setStatus] = useState(item.status);
  const [plannedOn, setPlannedOn] = useState(item.plannedOn ?? '');
  const [doneOn, setDoneOn] = useState(item.doneOn ?? '');
  const [note, setNote] = useState(item.note);
  const [source, setSource] = useState(item.source);
  const save = useMutation({
    mutationFn: () => {
      const { id, kind, title, owner, dependsOn } = item;
      const dates = { plannedOn: plannedOn || null, doneOn: doneOn || null };
      return answerOf(
        api.POST('/api/programme', { body: { id, kind, title, owner, dependsOn, status, ...dates, note, source } }),
      );
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['programme'] });
      close();
    },
  });
  const faults = faultsOf(save.error, say);
  return (
    <form
      className="part"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h2 className="h4">{item.title}</h2>
      {save.error && (
        <Message
          kind="error"
          heading={Object.keys(faults).length > 0 ? say(common.correctFields) : errorWords(save.error, say)}
        />
      )}
      <Field label={say(texts.status)} fault={faults['status']}>
        {(field) => (
          <select
            {...field}
            className="form-select"
            value={status}
            onChange={(event) => setStatus(event.target.value as ProgrammeItem['status'])}
          >
            {(Object.keys(itemStatuses) as ProgrammeItem['status'][]).map((each) => (
              <option key={each} value={each}>
                {say(itemStatuses[each])}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={say(texts.planned)} fault={faults['plannedOn']}>
        {(field) => (
          <input
            {...field}
            type="date"
            className="form-input"
            value={plannedOn}
            onChange={(event) => setPlannedOn(event.target.value)}
          />
        )}
      </Field>
      <Field label={say(texts.done)} fault={faults['doneOn']}>
        {(field) => (
          <input
            {...field}
            type="date"
            className="form-input"
            value={doneOn}
            onChange={(event) => setDoneOn(event.target.value)}
          />
        )}
      </Field>
      <Field label={say(texts.note)} fault={faults['note']}>
        {(field) => (
          <textarea
            {...field}
            className="form-input"
            rows={2}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
      <Field label={say(texts.source)} fault={faults['source']}>
        {(field) => (
          <input {...field} className="form-input" value={source} onChange={(event) => setSource(event.target.value)} />
        )}
      </Field>
      <FormFoot label={say(texts.save)} isBusy={save.isPending} close={close} />
    </form>
  );
}
