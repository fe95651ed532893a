import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../api.ts';
import type { Parameter, ParameterKey } from '../api.ts';
import { errorWords } from '../error-words.ts';
import { faultsOf } from '../fault-words.ts';
import { useSpeech } from '../language.tsx';
import { parameterNames, texts } from '../programme-texts.ts';
import { texts as common } from '../texts.ts';
import { Field } from './field.tsx';
import { FormFoot } from './form-foot.tsx';
import { Message } from './message.tsx';
import { Table } from './table.tsx';

/** What is reckoned with, each with its source; who coordinates the country changes them and imports figures. */
export function Parameters({ reckoned, mayChange }: { reckoned: readonly Parameter[]; mayChange: boolean }) {
  const { say, number, month } = useSpeech();
  const [changing, setChanging] = useState<ParameterKey>();
  const chosen = reckoned.find(({ key }) => key === changing);
  return (
    <>
      <Table
        caption={say(texts.parameters)}
        heads={[texts.what, texts.value, texts.source, ...(mayChange ? [texts.change] : [])].map(say)}
      >
        {reckoned.map(({ key, value, source }) => (
          <tr key={key}>
            <th scope="row" data-title={say(texts.what)}>
              {say(parameterNames[key])}
            </th>
            <td data-title={say(texts.value)} className="numeric">
              {value === null ? say(texts.notSettled) : key === 'targetMonth' ? month(monthOf(value)) : number(value)}
            </td>
            <td data-title={say(texts.source)}>{source}</td>
            {mayChange && (
              <td data-title={say(texts.change)}>
                <button type="button" className="row-button" onClick={() => setChanging(key)}>
                  {say(texts.change)} <span className="sr-only">{say(parameterNames[key])}</span>
                </button>
              </td>
            )}
          </tr>
        ))}
      </Table>
      {chosen && <Change key={chosen.key} parameter={chosen} close={() => setChanging(undefined)} />}
      {mayChange && <ImportFigures />}
    </>
  );
}

/** A month is reckoned with as a number, such as 202706. */
const monthOf = (value: number): string => `${String(value).slice(0, 4)}-${String(value).slice(4)}`;

function writtenOf(key: ParameterKey, value: number | null): string {
  if (value === null) return '';
  return key === 'targetMonth' ? monthOf(value) : String(value).replace('.', ',');
}

function Change({ parameter: { key, value, source }, close }: { parameter: Parameter; close: () => void }) {
  const { say } = useSpeech();
  const client = useQueryClient();
  const [number, setNumber] = useState(writtenOf(key, value));
  const [from, setFrom] = useState(source);
  const save = useMutation({
    mutationFn: () => {
      const plain = key === 'targetMonth' ? number.replace('-', '') : number.replace(',', '.');
      const given = plain.trim() === '' ? null : Number(plain);
      return answerOf(api.POST('/api/statistics/parameters', { body: { key, value: given, source: from } }));
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['statistics'] });
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
      <h3 className="h5">{say(parameterNames[key])}</h3>
      {save.error && (
        <Message
          kind="error"
          heading={Object.keys(faults).length > 0 ? say(common.correctFields) : errorWords(save.error, say)}
        />
      )}
      <Field label={say(texts.value)} fault={faults['value']}>
        {(field) => (
          <input
            {...field}
            className="form-input"
            type={key === 'targetMonth' ? 'month' : 'text'}
            inputMode="decimal"
            value={number}
            onChange={(event) => setNumber(event.target.value)}
          />
        )}
      </Field>
      <Field label={say(texts.source)} fault={faults['source']}>
        {(field) => (
          <input {...field} className="form-input" value={from} onChange={(event) => setFrom(event.target.value)} />
        )}
      </Field>
      <FormFoot label={say(texts.save)} isBusy={save.isPending} close={close} />
    </form>
  );
}

function ImportFigures() {
  const { say, number } = useSpeech();
  const client = useQueryClient();
  const [csv, setCsv] = useState('');
  const [source, setSource] = useState('sundhedsdatabank.dk');
  const [vintage, setVintage] = useState('');
  const give = useMutation({
    mutationFn: () => answerOf(api.POST('/api/statistics/figures', { body: { csv, source, vintage } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['statistics'] }),
  });
  const faults = faultsOf(give.error, say);
  return (
    <form
      className="part"
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate();
      }}
    >
      <h3 className="h5">{say(texts.importFigures)}</h3>
      <output>
        {give.data && (
          <Message kind="success" heading={say(texts.imported)}>
            <p>{number(give.data.recorded)}</p>
          </Message>
        )}
      </output>
      {give.error && (
        <Message
          kind="error"
          heading={Object.keys(faults).length > 0 ? say(common.correctFields) : errorWords(give.error, say)}
        >
          {Object.entries(faults).map(([field, fault]) => (
            <p key={field}>
              {field}: {fault}
            </p>
          ))}
        </Message>
      )}
      <Field label={say(texts.file)} hint={say(texts.importHint)}>
        {(field) => (
          <textarea
            {...field}
            className="form-input"
            rows={4}
            value={csv}
            onChange={(event) => setCsv(event.target.value)}
          />
        )}
      </Field>
      <Field label={say(texts.source)}>
        {(field) => (
          <input {...field} className="form-input" value={source} onChange={(event) => setSource(event.target.value)} />
        )}
      </Field>
      <Field label={say(texts.vintage)}>
        {(field) => (
          <input
            {...field}
            type="date"
            className="form-input"
            value={vintage}
            onChange={(event) => setVintage(event.target.value)}
          />
        )}
      </Field>
      <button type="submit" className="button button-primary" disabled={give.isPending || !csv || !vintage}>
        {say(texts.importNow)}
      </button>
    </form>
  );
}
