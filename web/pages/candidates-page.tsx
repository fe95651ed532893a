import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { answerOf, api } from '../api.ts';
import type { Candidate, Text } from '../api.ts';
import { errorWords } from '../error-words.ts';
import { useSpeech } from '../language.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field, Radios } from '../parts/field.tsx';
import { FilterLinks } from '../parts/filter-links.tsx';
import { Heading } from '../parts/heading.tsx';
import { Help } from '../parts/help.tsx';
import { Failed, Loading, Message } from '../parts/message.tsx';
import { Table } from '../parts/table.tsx';
import { candidateList, myself } from '../questions.ts';
import type { CandidatesAsked } from '../questions.ts';
import { blockers, candidateDeclines, careSettings, texts } from '../texts.ts';

/** Citizens in medication handling who might be suited, those first who can have most of their medicine packed. */
export function CandidatesRoute() {
  const { say } = useSpeech();
  const asked = useSearch({ from: '/kandidater' });
  const { data, error, refetch } = useQuery(candidateList(asked));
  return (
    <>
      <Heading>{say(texts.candidates)}</Heading>
      <p className="lead">{say(texts.candidatesIntro)}</p>
      <Help>
        <p>{say(texts.candidatesHelp)}</p>
      </Help>
      <Import />
      <Filters asked={asked} />
      {error && <Failed error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <Message kind="info" heading={say(texts.noCandidates)} />}
      {data && data.items.length > 0 && (
        <Table
          caption={say(texts.candidates)}
          heads={[texts.citizen, texts.livesIn, texts.packable, texts.inTheWay, texts.erasedOn, texts.whatToDo].map(
            say,
          )}
        >
          {data.items.map((candidate) => (
            <Row key={candidate.id} candidate={candidate} />
          ))}
        </Table>
      )}
      {(asked.efter || data?.next) && (
        <nav className="pages" aria-label={say(texts.pages)}>
          {asked.efter && (
            <Link to="/kandidater" search={{ ...asked, efter: undefined }}>
              {say(texts.firstPage)}
            </Link>
          )}
          {data?.next && (
            <Link to="/kandidater" search={{ ...asked, efter: data.next }}>
              {say(texts.nextPage)}
            </Link>
          )}
        </nav>
      )}
    </>
  );
}

function Filters({ asked }: { asked: CandidatesAsked }) {
  const { say } = useSpeech();
  const choice = (label: Text, more: CandidatesAsked, chosen: boolean) => (
    <Link
      key={label.da}
      to="/kandidater"
      search={{ ...asked, efter: undefined, ...more }}
      className="choice"
      activeOptions={{ exact: true }}
      aria-current={chosen ? 'true' : undefined}
    >
      {say(label)}
    </Link>
  );
  const homes = Object.entries(careSettings) as [Candidate['careSetting'], Text][];
  return (
    <section className="filters" aria-label={say(texts.filters)}>
      <FilterLinks title={say(texts.livesIn)}>
        {choice(texts.all, { bolig: undefined }, asked.bolig === undefined)}
        {homes.map(([bolig, label]) => choice(label, { bolig }, asked.bolig === bolig))}
      </FilterLinks>
      <FilterLinks title={say(texts.inTheWay)}>
        {choice(texts.all, { klar: undefined }, asked.klar === undefined)}
        {choice(texts.nothingInTheWay, { klar: true }, asked.klar === true)}
      </FilterLinks>
    </section>
  );
}

function Row({ candidate }: { candidate: Candidate }) {
  const { say, day } = useSpeech();
  const { data: me } = useQuery(myself);
  const [isDeclining, setIsDeclining] = useState(false);
  const { id, name, cpr, careSetting, coveragePercent, blockers: found, drugs, expiresAt, case: started } = candidate;
  const fromImport = drugs.filter(({ dMarkFrom }) => dMarkFrom === 'importer').length;
  const whose = <span className="sr-only">: {name ?? cpr}</span>;
  return (
    <tr>
      <th scope="row" data-title={say(texts.citizen)}>
        {name ?? cpr}
        {name && <span className="secondary block">{cpr}</span>}
      </th>
      <td data-title={say(texts.livesIn)}>{say(careSettings[careSetting])}</td>
      <td data-title={say(texts.packable)}>
        {coveragePercent} %<span className="secondary block">{`${drugs.length} ${say(texts.ofDrugs)}`}</span>
        {fromImport > 0 && <span className="secondary block">{`${say(texts.dMarkFromImport)}: ${fromImport}`}</span>}
      </td>
      <td data-title={say(texts.inTheWay)}>
        {found.length === 0 ? say(texts.nothingInTheWay) : found.map((each) => say(blockers[each])).join(', ')}
      </td>
      <td data-title={say(texts.erasedOn)}>{day(expiresAt)}</td>
      <td data-title={say(texts.whatToDo)}>
        {started ? (
          <Link to="/forloeb/$id" params={{ id: started }}>
            {say(texts.toTheCase)}
          </Link>
        ) : (
          <div className="row-buttons">
            {me?.role === 'municipalNurse' && (
              <Link to="/forloeb/nyt" search={{ kandidat: id }} className="row-button">
                {say(texts.startPath)}
                {whose}
              </Link>
            )}
            <button type="button" className="row-button" onClick={() => setIsDeclining(true)}>
              {say(texts.declineCandidate)}
              {whose}
            </button>
          </div>
        )}
        {isDeclining && <Decline candidate={candidate} close={() => setIsDeclining(false)} />}
      </td>
    </tr>
  );
}

function Decline({ candidate: { id, name, cpr }, close }: { candidate: Candidate; close: () => void }) {
  const { say } = useSpeech();
  const client = useQueryClient();
  const [reason, setReason] = useState<keyof typeof candidateDeclines>();
  const decline = useMutation({
    mutationFn: (why: keyof typeof candidateDeclines) =>
      answerOf(api.POST('/api/candidates/{id}/decline', { params: { path: { id } }, body: { reason: why } })),
    onSuccess: close,
    onSettled: () => client.invalidateQueries({ queryKey: ['candidates'] }),
  });
  return (
    <Dialog title={say(texts.declineCandidate)} close={close}>
      <p>{name ?? cpr}</p>
      <p className="secondary">{say(texts.declineErases)}</p>
      {decline.error && <Message kind="warning" heading={errorWords(decline.error, say)} />}
      <Radios
        legend={say(texts.why)}
        options={(Object.entries(candidateDeclines) as [keyof typeof candidateDeclines, Text][]).map(
          ([value, label]) => ({ value, label: say(label) }),
        )}
        value={reason}
        choose={setReason}
      />
      <div className="dialog-buttons">
        <button
          type="button"
          className="button button-primary"
          disabled={!reason || decline.isPending}
          onClick={() => reason && decline.mutate(reason)}
        >
          {say(texts.declineCandidate)}
        </button>
        <button type="button" className="button button-secondary" onClick={close}>
          {say(texts.cancel)}
        </button>
      </div>
    </Dialog>
  );
}

/** The care record's own list, as a file. */
function Import() {
  const { say } = useSpeech();
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: async (file: File) => answerOf(api.POST('/api/candidates', { body: { csv: await file.text() } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['candidates'] }),
  });
  const counted = (result: string): number => send.data?.results.filter((each) => each.result === result).length ?? 0;
  return (
    <details className="help">
      <summary>{say(texts.importCandidates)}</summary>
      <Field label={say(texts.importFile)} hint={say(texts.importHint)}>
        {(field) => (
          <input
            {...field}
            type="file"
            accept=".csv,text/csv"
            onChange={({ target }) => {
              const file = target.files?.[0];
              if (file) send.mutate(file);
              target.value = '';
            }}
          />
        )}
      </Field>
      <output>
        {send.error && <Message kind="error" heading={errorWords(send.error, say)} />}
        {send.data && (
          <Message kind={counted('invalid') > 0 ? 'warning' : 'success'} heading={say(texts.imported)}>
            <p>
              {say(texts.importedKept)}: {counted('kept')} · {say(texts.importedHasCase)}: {counted('hasCase')} ·{' '}
              {say(texts.importedInvalid)}: {counted('invalid')}
            </p>
          </Message>
        )}
      </output>
    </details>
  );
}
