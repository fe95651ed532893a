import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../api.ts';
import type { ListedTask, Text } from '../api.ts';
import { errorWords } from '../error-words.ts';
import { daysAfter, inDenmark, instantIn } from '../danish-time.ts';
import { useSpeech } from '../language.tsx';
import { clock, colleagues, deputies, myself } from '../questions.ts';
import { snoozeReasons, texts } from '../texts.ts';
import { Dialog } from './dialog.tsx';
import { Field, Radios } from './field.tsx';
import { Message } from './message.tsx';

type Step = 'claim' | 'release' | 'wake';
/** What of a task says who does it and when. */
type OneTask = Pick<ListedTask, 'id' | 'title' | 'citizen' | 'snoozableUntil' | 'claimedBy' | 'snoozedUntil'>;

/** Who does a task and when. None of it changes the citizen's case. */
export function TaskActions({ task, isMine, tell }: { task: OneTask; isMine: boolean; tell: (said: Text) => void }) {
  const { say } = useSpeech();
  const [asking, setAsking] = useState<'handOver' | 'snooze'>();
  const seen = useSeeAnew();
  const give = useMutation({
    mutationFn: (step: Step) => answerOf(api.POST(`/api/tasks/{id}/${step}`, { params: { path: { id: task.id } } })),
    onSuccess: (_, step) => tell({ claim: texts.youTookIt, release: texts.youLetGo, wake: texts.shownAgain }[step]),
    onSettled: seen,
  });
  const standsIn = useStandsInFor(task.claimedBy?.id);
  const isTaken = task.claimedBy !== null;
  const of = `: ${say(task.title)}${task.citizen?.name ? `, ${task.citizen.name}` : ''}`;
  const button = (label: Text, act: () => void) => (
    <button type="button" className="row-button" onClick={act} disabled={give.isPending}>
      {say(label)}
      <span className="sr-only">{of}</span>
    </button>
  );
  return (
    <div className="row-buttons">
      {(!isTaken || standsIn) && button(texts.take, () => give.mutate('claim'))}
      {(isMine || standsIn) && button(texts.letGo, () => give.mutate('release'))}
      {button(texts.handOver, () => setAsking('handOver'))}
      {task.snoozedUntil
        ? button(texts.wake, () => give.mutate('wake'))
        : button(texts.snooze, () => setAsking('snooze'))}
      {give.error && <Message kind="warning" heading={errorWords(give.error, say)} />}
      {asking === 'handOver' && <HandOver task={task} close={() => setAsking(undefined)} tell={tell} />}
      {asking === 'snooze' && <Snooze task={task} close={() => setAsking(undefined)} tell={tell} />}
    </div>
  );
}

interface Asking {
  task: OneTask;
  close: () => void;
  tell: (said: Text) => void;
}

function HandOver({ task, close, tell }: Asking) {
  const { say } = useSpeech();
  const { data, error } = useQuery(colleagues);
  const { data: me } = useQuery(myself);
  const others = data?.items.filter(({ id }) => id !== task.claimedBy?.id) ?? [];
  const mayTake = me && task.claimedBy && task.claimedBy.id !== me.id;
  const [to, setTo] = useState('');
  const seen = useSeeAnew();
  const give = useMutation({
    mutationFn: () =>
      answerOf(api.POST('/api/tasks/{id}/hand-over', { params: { path: { id: task.id } }, body: { to } })),
    onSuccess: () => {
      tell(texts.handedOver);
      close();
    },
    onSettled: seen,
  });
  const fault = give.error ?? error;
  return (
    <Dialog title={say(texts.handOver)} close={close}>
      <p>{say(task.title)}</p>
      {fault && <Message kind="warning" heading={fault.message} />}
      {data && others.length === 0 && !mayTake ? (
        <p>{say(texts.noColleagues)}</p>
      ) : (
        <Field label={say(texts.handOverTo)}>
          {(field) => (
            <select {...field} className="form-select" value={to} onChange={({ target }) => setTo(target.value)}>
              <option value="">{say(texts.choose)}</option>
              {mayTake && <option value={me.id}>{say(texts.myself)}</option>}
              {others.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <div className="dialog-buttons">
        <button
          type="button"
          className="button button-primary"
          disabled={!to || give.isPending}
          onClick={() => give.mutate()}
        >
          {say(texts.handOver)}
        </button>
        <button type="button" className="button button-secondary" onClick={close}>
          {say(texts.cancel)}
        </button>
      </div>
    </Dialog>
  );
}

/** Mornings when work begins, as long as the deadline allows; the server refuses what lies past it. */
const mornings: readonly [days: number, label: Text][] = [
  [1, texts.tomorrow],
  [3, texts.inThreeDays],
  [7, texts.inAWeek],
];

function Snooze({ task, close, tell }: Asking) {
  const { say, instant } = useSpeech();
  const { data: time } = useQuery(clock);
  const seen = useSeeAnew();
  const options = mornings
    .map(([days, label]) => ({ at: time ? instantIn(`${daysAfter(inDenmark(time.now), days)}T08:00`) : '', label }))
    .filter(({ at }) => at && at <= task.snoozableUntil);
  const [chosen, setChosen] = useState<string>();
  const [own, setOwn] = useState('');
  const [reason, setReason] = useState<keyof typeof snoozeReasons>();
  const until = chosen === 'own' ? own && instantIn(own) : (chosen ?? '');
  const isLate = until > task.snoozableUntil;
  const give = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/tasks/{id}/snooze', {
          params: { path: { id: task.id } },
          body: { until, reason: (reason ?? 'other') as 'other' },
        }),
      ),
    onSuccess: () => {
      tell(texts.youSnoozed);
      close();
    },
    onSettled: seen,
  });
  return (
    <Dialog title={say(texts.snooze)} close={close}>
      <p>{say(task.title)}</p>
      <p className="secondary">
        {say(texts.snoozeLatest)} {instant(task.snoozableUntil)}.
      </p>
      {give.error && <Message kind="warning" heading={errorWords(give.error, say)} />}
      <Radios
        legend={say(texts.showAgain)}
        options={[
          ...options.map(({ at, label }) => ({ value: at, label: `${say(label)} (${instant(at)})` })),
          { value: 'own', label: say(texts.ownTime) },
        ]}
        value={chosen}
        choose={setChosen}
      />
      {chosen === 'own' && (
        <Field label={say(texts.when)} fault={isLate ? say(texts.pastDeadline) : undefined}>
          {(field) => (
            <input
              {...field}
              type="datetime-local"
              className="form-input"
              value={own}
              max={inDenmark(task.snoozableUntil)}
              onChange={({ target }) => setOwn(target.value)}
            />
          )}
        </Field>
      )}
      <Radios
        legend={say(texts.why)}
        options={Object.entries(snoozeReasons).map(([value, label]) => ({ value, label: say(label) }))}
        value={reason}
        choose={setReason}
      />
      <div className="dialog-buttons">
        <button
          type="button"
          className="button button-primary"
          disabled={!until || isLate || !reason || give.isPending}
          onClick={() => give.mutate()}
        >
          {say(texts.snooze)}
        </button>
        <button type="button" className="button button-secondary" onClick={close}>
          {say(texts.cancel)}
        </button>
      </div>
    </Dialog>
  );
}

/** Whether the one who looks is today's deputy of this person. */
export function useStandsInFor(person: string | undefined): boolean {
  const { data: me } = useQuery(myself);
  const { data } = useQuery(deputies);
  const { data: time } = useQuery(clock);
  if (!person || !me || !time) return false;
  const today = inDenmark(time.now).slice(0, 10);
  return (data?.items ?? []).some(
    ({ away, deputy, from, to }) => away.id === person && deputy.id === me.id && from <= today && today <= to,
  );
}

/** What was refused has most often changed meanwhile. */
function useSeeAnew(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['tasks'] });
}
