import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../api.ts';
import { errorWords } from '../error-words.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../oversight-texts.ts';
import { Field } from './field.tsx';
import { Message } from './message.tsx';
import { Table } from './table.tsx';

/** As much of the extract's FHIR AuditEvents as the page shows. */
interface Extract {
  entry: {
    resource: {
      recorded: string;
      purposeOfEvent: { text: string }[];
      agent: { who: { display: string }; role?: { text: string }[]; requestor: boolean }[];
      entity: { what: { display: string }; detail: { type: string; valueString: string }[] }[];
    };
  }[];
}

/** The citizen's extract, by the whole number alone; it goes in the body of a request, never in an address (P1). */
export function AccessLog() {
  const { say, language } = useSpeech();
  const [cpr, setCpr] = useState('');
  const look = useMutation({
    mutationFn: () => answerOf(api.POST('/api/citizens/access-log', { body: { cpr: cpr.trim(), format: 'fhir' } })),
    gcTime: 0,
  });
  const take = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/citizens/access-log', {
          body: { cpr: cpr.trim(), format: 'csv', language },
          parseAs: 'blob',
        }),
      ),
    onSuccess: (file) => save(file as unknown as Blob),
    gcTime: 0,
  });
  const error = look.error ?? take.error;
  const extract = look.data as unknown as Extract | undefined;
  return (
    <>
      <form
        className="find-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (cpr.trim()) look.mutate();
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
                look.reset();
                take.reset();
              }}
            />
          )}
        </Field>
        <button type="submit" className="button button-primary" disabled={look.isPending}>
          {say(texts.look)}
        </button>
      </form>
      <output>{error && <Message kind="warning" heading={errorWords(error, say)} />}</output>
      {extract?.entry.length === 0 && <Message kind="info" heading={say(texts.nobody)} />}
      {extract && extract.entry.length > 0 && (
        <>
          <Events of={extract} />
          <button
            type="button"
            className="button button-secondary"
            disabled={take.isPending}
            onClick={() => take.mutate()}
          >
            {say(texts.file)}
          </button>
        </>
      )}
    </>
  );
}

function Events({ of }: { of: Extract }) {
  const { say, instant, language } = useSpeech();
  return (
    <Table caption={say(texts.log)} heads={[texts.when, texts.who, texts.what, texts.why].map(say)}>
      {of.entry.map(({ resource: { recorded, agent, entity, purposeOfEvent } }, n) => {
        const [person, organisation] = [
          agent.find(({ requestor }) => requestor),
          agent.find((each) => !each.requestor),
        ];
        const what = entity[0]?.detail.find(({ type }) => type === (language === 'da' ? 'hvad' : 'what'));
        return (
          <tr key={n}>
            <td data-title={say(texts.when)}>{instant(recorded)}</td>
            <td data-title={say(texts.who)}>
              {person?.who.display}
              <span className="secondary block">
                {[person?.role?.[0]?.text, organisation?.who.display].filter(Boolean).join(', ')}
              </span>
            </td>
            <td data-title={say(texts.what)}>
              {what?.valueString}
              <span className="secondary block">{entity[0]?.what.display}</span>
            </td>
            <td data-title={say(texts.why)}>{purposeOfEvent[0]?.text}</td>
          </tr>
        );
      })}
    </Table>
  );
}

/** Its name says nothing of whom. */
function save(file: Blob): void {
  const address = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: address, download: 'adgangslog.csv' });
  link.click();
  URL.revokeObjectURL(address);
}
