import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { answerOf, api } from '../api.ts';
import type { InboxMessage } from '../api.ts';
import { errorWords } from '../error-words.ts';
import { faultWords } from '../fault-words.ts';
import { useSpeech } from '../language.tsx';
import { message } from '../interface-questions.ts';
import { acknowledgementCodes, sources, statusKinds, statuses, texts } from '../interface-texts.ts';
import { nameOfMessage } from '../message-names.ts';
import { Heading } from '../parts/heading.tsx';
import { Failed, Loading, Message } from '../parts/message.tsx';
import { RawMessage } from '../parts/raw-message.tsx';
import { Table } from '../parts/table.tsx';
import { myself } from '../questions.ts';
import { outcomes, workflowNames } from '../texts.ts';

/** One message received: how it was answered, what it did, and itself for who may open it. */
export function MessageRoute() {
  const { say } = useSpeech();
  const { id } = useParams({ from: '/snitflader/$id' });
  const { data, error, refetch } = useQuery(message(id));
  return (
    <>
      <Heading>{say(texts.message)}</Heading>
      {error && !data && <Failed error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && <Details key={id} of={data} />}
    </>
  );
}

function Details({ of }: { of: InboxMessage }) {
  const { say, instant } = useSpeech();
  const { data: me } = useQuery(myself);
  const isAdministrator = me?.role === 'administrator';
  const rows: [string, string][] = [
    [say(texts.source), say(sources[of.source])],
    [say(texts.when), instant(of.receivedAt)],
    [say(texts.message), say(nameOfMessage(of.code))],
    ...(of.code ? [[say(texts.code), of.code] satisfies [string, string]] : []),
    [say(texts.headerId), of.headerId ?? '–'],
    [say(texts.bundleId), of.bundleId ?? '–'],
    [say(texts.format), of.mediaType],
    [say(texts.attempts), String(of.attempts)],
    ...(of.retryAt ? [[say(texts.retryAt), instant(of.retryAt)] satisfies [string, string]] : []),
    ...(of.deleteAt ? [[say(texts.deleteAt), instant(of.deleteAt)] satisfies [string, string]] : []),
  ];
  return (
    <>
      <p>
        <span className={`badge badge-${statusKinds[of.status]}`}>{say(statuses[of.status])}</span>
      </p>
      <p>
        <Link to="/snitflader" search={isAdministrator ? {} : { forloeb: of.root ?? undefined }}>
          {say(texts.back)}
        </Link>
      </p>
      <Faults reason={of.reason} />
      {isAdministrator && <Replay of={of} />}
      <section className="part">
        <h2 className="h4">{say(texts.effects)}</h2>
        <Effects of={of} />
      </section>
      <section className="part">
        <h2 className="h4">{say(texts.acknowledgement)}</h2>
        {of.acknowledgement ? (
          <p>
            {say(texts.acknowledged)}:{' '}
            <strong>{say(acknowledgementCodes[of.acknowledgement.code] ?? both(of.acknowledgement.code))}</strong>,{' '}
            {instant(of.acknowledgement.at)}
            <span className="secondary block breakable">{of.acknowledgement.id}</span>
          </p>
        ) : (
          <p>{say(texts.noAcknowledgement)}</p>
        )}
      </section>
      <section className="part">
        <h2 className="h4">{say(texts.identifiers)}</h2>
        <dl className="facts">
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="breakable">{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section className="part">
        <h2 className="h4">{say(texts.content)}</h2>
        <RawMessage of={of} />
      </section>
    </>
  );
}

const both = (text: string) => ({ da: text, en: text });

function Effects({ of: { effects, root } }: { of: InboxMessage }) {
  const { say, instant } = useSpeech();
  return (
    <>
      {effects.length === 0 && <p>{say(texts.noEffects)}</p>}
      {effects.length > 0 && (
        <Table caption={say(texts.effects)} heads={[texts.effect, texts.status, texts.oneCase].map(say)}>
          {effects.map((effect) => (
            <tr key={`${effect.case} ${effect.seq}`}>
              <th scope="row" data-title={say(texts.effect)}>
                {say(effect.label)}
                <span className="secondary block">
                  {instant(effect.at)}, {say({ da: 'nr.', en: 'no.' })} {effect.seq}
                </span>
              </th>
              <td data-title={say(texts.status)}>{say(outcomes[effect.outcome] ?? both(effect.outcome))}</td>
              <td data-title={say(texts.oneCase)}>
                <Link to="/forloeb/$id" params={{ id: effect.case }}>
                  {say(workflowNames[effect.workflow as keyof typeof workflowNames])}
                </Link>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {root && (
        <p>
          <Link to="/forloeb/$id" params={{ id: root }}>
            {say(texts.toCase)}
          </Link>
        </p>
      )}
    </>
  );
}

/** What was wrong with it, each fault with its place. */
function Faults({ reason }: { reason: InboxMessage['reason'] }) {
  const { say } = useSpeech();
  if (!reason) return null;
  const faults = (Array.isArray(reason) ? reason : [reason]) as readonly (string | Record<string, string>)[];
  return (
    <section className="part">
      <h2 className="h4">{say(texts.faults)}</h2>
      <ul>
        {faults.map((fault) => {
          const [place, told, rule] =
            typeof fault === 'string'
              ? ['', fault]
              : [
                  fault['expression'] ?? fault['field'] ?? '',
                  fault['diagnostics'] ?? fault['message'] ?? JSON.stringify(fault),
                  fault['rule'],
                ];
          const said = faultWords({ field: place, message: told, ...(rule && { rule }) }, say);
          return (
            <li key={`${place} ${said}`}>
              {place && <code className="breakable">{place}</code>} {said}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Replay({ of: { id, replayable, content } }: { of: InboxMessage }) {
  const { say } = useSpeech();
  const client = useQueryClient();
  const replay = useMutation({
    mutationFn: () => answerOf(api.POST('/api/inbox/{id}/replay', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['inbox'] }),
  });
  const whyNot = replayable ? undefined : say(content === 'deleted' ? texts.noContentToReplay : texts.whyNot);
  return (
    <section className="part" aria-label={say(texts.replay)}>
      <output>
        {replay.data && (
          <Message
            kind={replay.data.status === 'handled' || replay.data.status === 'unmatched' ? 'success' : 'warning'}
            heading={`${say(texts.replayed)}: ${say(statuses[replay.data.status])}`}
          />
        )}
        {replay.error && <Message kind="warning" heading={errorWords(replay.error, say)} />}
      </output>
      <button
        type="button"
        className="button button-secondary"
        disabled={!replayable || replay.isPending}
        aria-describedby="replay-why"
        onClick={() => replay.mutate()}
      >
        {say(texts.replay)}
      </button>
      <p className="secondary" id="replay-why">
        {whyNot ?? say(texts.replayHelp)}
      </p>
    </section>
  );
}
