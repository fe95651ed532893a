import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api.ts';
import { errorWords } from '../../error-words.ts';
import { useSpeech } from '../../language.tsx';
import { myself } from '../../questions.ts';
import { filterOf, staff } from '../../stuck-questions.ts';
import type { StuckAsked } from '../../stuck-questions.ts';
import { texts } from '../../stuck-texts.ts';
import { roles } from '../../texts.ts';
import { Field } from '../field.tsx';
import { Message } from '../message.tsx';

/** Reminders and handing over for all that the filter takes: first counted, then done, and each time exactly how many. */
export function Together({ asked }: { asked: StuckAsked }) {
  const { say } = useSpeech();
  return (
    <>
      <p className="secondary">{say(texts.togetherHelp)}</p>
      <Remind asked={asked} />
      <Reassign asked={asked} />
    </>
  );
}

function useAgain() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['stuck'] });
}

function Remind({ asked }: { asked: StuckAsked }) {
  const { say } = useSpeech();
  const again = useAgain();
  const remind = useMutation({
    mutationFn: (dryRun: boolean) =>
      answerOf(api.POST('/api/stuck/remind', { body: { dryRun, filter: filterOf(asked) } })),
    onSuccess: (_, dryRun) => (dryRun ? undefined : again()),
  });
  const { data } = remind;
  return (
    <section className="retry-all">
      <button
        type="button"
        className="button button-secondary"
        disabled={remind.isPending}
        onClick={() => remind.mutate(true)}
      >
        {say(texts.remind)}
      </button>
      <Outcome
        error={remind.error}
        isCounted={remind.variables === true}
        counts={
          data && [
            [say(texts.sent), data.sent],
            [say(texts.onlyShown), data.onlyShown],
            [say(texts.alreadyToday), data.alreadyToday],
            [say(texts.gone), data.gone],
          ]
        }
        willDo={data ? data.sent + data.onlyShown : 0}
        would={say(texts.remindWould)}
        done={say(texts.remindDone)}
        doNow={say(texts.remindNow)}
        isPending={remind.isPending}
        act={() => remind.mutate(false)}
        cancel={remind.reset}
      />
    </section>
  );
}

function Reassign({ asked }: { asked: StuckAsked }) {
  const { say } = useSpeech();
  const again = useAgain();
  const { data: me } = useQuery(myself);
  const organisation = me?.role === 'administrator' ? asked.hos : undefined;
  const mayChoose = me !== undefined && (me.role !== 'administrator' || organisation !== undefined);
  const { data: persons } = useQuery({ ...staff(organisation), enabled: mayChoose });
  const [to, setTo] = useState('');
  const reassign = useMutation({
    mutationFn: (dryRun: boolean) =>
      answerOf(api.POST('/api/stuck/reassign', { body: { dryRun, to, filter: filterOf(asked) } })),
    onSuccess: (_, dryRun) => (dryRun ? undefined : again()),
  });
  const { data } = reassign;
  return (
    <section className="retry-all">
      <Field label={say(texts.reassign)} hint={mayChoose ? undefined : say(texts.chooseOrganisation)}>
        {(field) => (
          <select
            {...field}
            className="form-select"
            disabled={!mayChoose}
            value={to}
            onChange={({ target }) => {
              setTo(target.value);
              reassign.reset();
            }}
          >
            <option value="">{say(texts.choose)}</option>
            {persons?.items.map(({ id, name, role }) => (
              <option key={id} value={id}>
                {name}, {say(roles[role as keyof typeof roles])}
              </option>
            ))}
          </select>
        )}
      </Field>
      <button
        type="button"
        className="button button-secondary"
        disabled={!to || reassign.isPending}
        onClick={() => reassign.mutate(true)}
      >
        {say(texts.reassignCount)}
      </button>
      <Outcome
        error={reassign.error}
        isCounted={reassign.variables === true}
        counts={
          data && [
            [say(texts.reassigned), data.reassigned],
            [say(texts.alreadyTheirs), data.alreadyTheirs],
            [say(texts.elsewhere), data.elsewhere],
            [say(texts.otherRole), data.otherRole],
            [say(texts.gone), data.gone],
          ]
        }
        willDo={data?.reassigned ?? 0}
        would={say(texts.reassignWould)}
        done={say(texts.reassignDone)}
        doNow={say(texts.reassignNow)}
        isPending={reassign.isPending}
        act={() => reassign.mutate(false)}
        cancel={reassign.reset}
      />
    </section>
  );
}

/** Each number with its word; after the dry run, the way to do it. */
function Outcome({
  error,
  isCounted,
  counts,
  willDo,
  would,
  done,
  doNow,
  isPending,
  act,
  cancel,
}: {
  error: Error | null;
  isCounted: boolean;
  counts: readonly (readonly [string, number])[] | undefined;
  willDo: number;
  would: string;
  done: string;
  doNow: string;
  isPending: boolean;
  act: () => void;
  cancel: () => void;
}) {
  const { say } = useSpeech();
  return (
    <output>
      {error && <Message kind="warning" heading={errorWords(error, say)} />}
      {counts && (
        <Message kind={isCounted ? 'info' : 'success'} heading={isCounted ? would : done}>
          <p>{counts.map(([what, n]) => `${what}: ${n}`).join(' · ')}</p>
          {isCounted && willDo === 0 && <p>{say(texts.nothingToDo)}</p>}
          {isCounted && willDo > 0 && (
            <p>
              <button type="button" className="button button-primary" disabled={isPending} onClick={act}>
                {doNow}
              </button>{' '}
              <button type="button" className="button button-secondary" onClick={cancel}>
                {say(texts.cancel)}
              </button>
            </p>
          )}
        </Message>
      )}
    </output>
  );
}
