import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { answerOf, api } from '../../api.ts';
import { errorWords } from '../../error-words.ts';
import { useSpeech } from '../../language.tsx';
import { incidents } from '../../stuck-questions.ts';
import { incidentKinds, texts } from '../../texts.ts';
import { Failed, Loading, Message } from '../message.tsx';
import { OrganisationName } from '../organisation-name.tsx';
import { Table } from '../table.tsx';

/** What the system itself could not do, and trying it again. */
export function Incidents() {
  const { say, instant } = useSpeech();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(incidents);
  const retry = useMutation({
    mutationFn: (id: string) => answerOf(api.POST('/api/incidents/{id}/retry', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['incidents'] }),
  });
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  const outcome =
    retry.data && (retry.data.succeeded ? texts.retried : retry.data.waiting ? texts.retryWaits : texts.retryFailed);
  return (
    <>
      <output>
        {outcome && <Message kind={retry.data.succeeded ? 'success' : 'warning'} heading={say(outcome)} />}
        {retry.error && <Message kind="warning" heading={errorWords(retry.error, say)} />}
      </output>
      {data.items.length > 0 && <RetryAll />}
      {data.items.length === 0 ? (
        <p>{say(texts.noFaults)}</p>
      ) : (
        <Table caption={say(texts.faults)} heads={[texts.what, texts.forWhom, texts.since, texts.whatToDo].map(say)}>
          {data.items.map(({ id, kind, openedAt, attempts, advice, organisation, case: about, what, lastError }) => (
            <tr key={id}>
              <th scope="row" data-title={say(texts.what)}>
                {say(incidentKinds[kind])}
                <span className="secondary block">{say(advice)}</span>
                {lastError && (
                  <span className="secondary block breakable">
                    {say(texts.lastError)}: {what && `${what}: `}
                    {lastError}
                  </span>
                )}
              </th>
              <td data-title={say(texts.forWhom)}>
                {organisation ? <OrganisationName id={organisation} /> : say(texts.nobodyKnown)}
                {about && (
                  <Link to="/forloeb/$id" params={{ id: about }} className="block">
                    {say(texts.seeCase)}
                  </Link>
                )}
              </td>
              <td data-title={say(texts.since)}>
                {instant(openedAt)}
                <span className="secondary block">
                  {attempts} {say(texts.attempts)}
                </span>
              </td>
              <td data-title={say(texts.whatToDo)}>
                <button
                  type="button"
                  className="row-button"
                  disabled={retry.isPending}
                  onClick={() => retry.mutate(id)}
                >
                  {say(texts.again)}
                </button>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}

/** All at once: first it says exactly how many, and does nothing. */
function RetryAll() {
  const { say } = useSpeech();
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: (dryRun: boolean) => answerOf(api.POST('/api/incidents/retry', { body: { dryRun } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['incidents'] }),
  });
  const isCounted = retry.data !== undefined && retry.variables;
  return (
    <section className="retry-all">
      <button
        type="button"
        className="button button-secondary"
        disabled={retry.isPending}
        onClick={() => retry.mutate(true)}
      >
        {say(texts.retryAll)}
      </button>
      <output>
        {retry.error && <Message kind="warning" heading={errorWords(retry.error, say)} />}
        {retry.data && (
          <Message kind={isCounted ? 'info' : 'success'} heading={say(isCounted ? texts.retryWould : texts.retryBegun)}>
            <p>
              {say(texts.retryCount)}: {retry.data.begun} · {say(texts.retryDone)}: {retry.data.alreadyDone} ·{' '}
              {say(texts.retryNothing)}: {retry.data.nothingLeft}
            </p>
            {isCounted && retry.data.begun + retry.data.alreadyDone > 0 && (
              <button
                type="button"
                className="button button-primary"
                disabled={retry.isPending}
                onClick={() => retry.mutate(false)}
              >
                {say(texts.retryNow)}
              </button>
            )}
          </Message>
        )}
      </output>
    </section>
  );
}
