import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Refused, answerOf, api } from '../api.ts';
import type { CommandView } from '../api.ts';
import { instantIn } from '../danish-time.ts';
import { faultWords } from '../fault-words.ts';
import { kindOf, labelOf } from '../fields.ts';
import { useSpeech } from '../language.tsx';
import { latestEvents } from '../questions.ts';
import { texts } from '../texts.ts';
import { CommandField } from './command-field.tsx';
import type { FieldSchema, Value } from './command-field.tsx';
import { Message } from './message.tsx';
import { without } from './without.ts';

export interface OpenForm {
  /** What could be taken back before. */
  undoable: readonly string[];
  caseId: string;
  /** Of the case when the form was opened: what has moved since is told before anything is written. */
  revision: number;
  command: CommandView;
}

interface Schema {
  properties?: Record<string, FieldSchema>;
  required?: string[];
}

/**
 * A form from the command's own schema. It stays as it is while the case is fetched anew around it: whatever the server
 * answers, what was typed is there until it is taken or the form is closed.
 */
export function CommandForm({
  form: { caseId, revision, command },
  ownDrugs,
  close,
  done,
}: {
  form: OpenForm;
  ownDrugs: readonly { drugId: string; name: string }[];
  close: () => void;
  done: () => void;
}) {
  const { say } = useSpeech();
  const client = useQueryClient();
  const heading = useRef<HTMLHeadingElement>(null);
  const { properties = {}, required = [] } = command.schema as Schema;
  const fields = Object.entries(properties)
    .filter(([name]) => kindOf(command.type, name) !== 'leftOut')
    // Which drug it is about comes first: the rest is of that drug.
    .toSorted(([a], [b]) => Number(kindOf(command.type, b) === 'drug') - Number(kindOf(command.type, a) === 'drug'));
  const [values, setValues] = useState<Record<string, Value>>({});
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [expectedRevision, setExpectedRevision] = useState(revision);
  // A repeat of the same words after a lost answer must not count twice.
  const key = useRef(crypto.randomUUID());
  useEffect(() => heading.current?.focus(), []);

  const give = useMutation({
    mutationFn: (data: Record<string, Value>) =>
      answerOf(
        api.POST('/api/cases/{id}/commands', {
          params: { path: { id: caseId }, header: { 'Idempotency-Key': key.current } },
          body: { type: command.type, data, expectedRevision },
        }),
      ),
    // The case as it is now, before the next form is opened on it.
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['case'] });
      done();
    },
    onError: (error) => {
      if (!(error instanceof Refused)) return;
      key.current = crypto.randomUUID();
      const told = error.problem.faults ?? [];
      setFaults(Object.fromEntries(told.map((fault) => [fault.field.replace(/^data\./, ''), faultWords(fault, say)])));
      if (error.is('revision-conflict')) setExpectedRevision(error.problem.revision ?? expectedRevision);
      void client.invalidateQueries({ queryKey: ['case'] });
    },
  });

  const submit = (): void => {
    const missing = required.filter((name) => properties[name] && isEmpty(values[name]));
    setFaults(Object.fromEntries(missing.map((name) => [name, say(texts.mustBeFilled)])));
    if (missing.length > 0) return;
    const given = fields.flatMap(([name, { format }]): [string, Value][] => {
      const value = values[name];
      if (isEmpty(value)) return [];
      return [[name, format === 'date-time' && typeof value === 'string' ? instantIn(value) : value]];
    });
    give.mutate(Object.fromEntries(given));
  };

  return (
    <form
      className="command"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h3 className="h5" tabIndex={-1} ref={heading}>
        {say(command.label)}
      </h3>
      {command.help && <p>{say(command.help)}</p>}
      <Refusal error={give.error} caseId={caseId} hasFaults={Object.keys(faults).length > 0} />
      {fields.map(([name, schema]) => (
        <CommandField
          key={name}
          kind={kindOf(command.type, name)}
          choices={command.choices?.[name]}
          caseId={caseId}
          label={`${say(labelOf(command.type, name))}${required.includes(name) ? '' : ` (${say(texts.optional)})`}`}
          schema={schema}
          fault={faults[name]}
          value={values[name]}
          ownDrugs={ownDrugs}
          change={(value, also) => {
            const changed = { [name]: value, ...only(also, properties) };
            setValues({ ...values, ...changed });
            setFaults(without(faults, changed));
          }}
        />
      ))}
      <div className="dialog-buttons">
        <button type="submit" className="button button-primary" disabled={give.isPending}>
          {say(command.label)}
        </button>
        <button type="button" className="button button-secondary" onClick={close}>
          {say(texts.cancel)}
        </button>
      </div>
    </form>
  );
}

/** In words, where the person looks; what is wrong with a field stands at the field. */
function Refusal({ error, caseId, hasFaults }: { error: Error | null; caseId: string; hasFaults: boolean }) {
  const { say } = useSpeech();
  if (hasFaults) return <Message kind="error" heading={say(texts.correctFields)} />;
  if (!error) return null;
  if (error instanceof Refused && error.is('revision-conflict')) return <Conflict caseId={caseId} />;
  const said = error instanceof Refused ? error.problem.refusal?.message : undefined;
  return (
    <Message kind="error" heading={say(texts.notDone)}>
      <p>{said ? say(said) : error instanceof Refused ? error.message : say(texts.noAnswer)}</p>
      <p>{say(texts.typedIsKept)}</p>
    </Message>
  );
}

function Conflict({ caseId }: { caseId: string }) {
  const { say, instant } = useSpeech();
  const { data } = useQuery(latestEvents(caseId));
  return (
    <Message kind="warning" heading={say(texts.conflict)}>
      <p>{say(texts.conflictHow)}</p>
      {data && (
        <ul>
          {data.items
            .filter(({ outcome }) => outcome === 'accepted')
            .map(({ seq, label, actor, at }) => (
              <li key={seq}>
                {instant(at)}: {say(label)}
                {(actor.name ?? actor.organisation) && ` (${actor.name ?? actor.organisation})`}
              </li>
            ))}
        </ul>
      )}
    </Message>
  );
}

function isEmpty(value: Value): boolean {
  return value === undefined || value === '' || Number.isNaN(value);
}

/** What one field tells of others is taken where the command has them. */
function only(also: Record<string, Value> | undefined, properties: Record<string, unknown>): Record<string, Value> {
  return Object.fromEntries(Object.entries(also ?? {}).filter(([name]) => name in properties));
}
