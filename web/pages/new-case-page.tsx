import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Refused } from '../api.ts';
import type { Candidate, CareSetting, Text } from '../api.ts';
import { caseTexts } from '../case-texts.ts';
import { faultsOf } from '../fault-words.ts';
import { labelOf, labelOfValue } from '../fields.ts';
import { useSpeech } from '../language.tsx';
import { Assessment } from '../new-case/assessment.tsx';
import { entriesOf } from '../new-case/entries.ts';
import { givenOf, nothing } from '../new-case/given.ts';
import type { Given } from '../new-case/given.ts';
import { missingIn } from '../new-case/missing.ts';
import { NotOpened, NotAllRecorded } from '../new-case/outcome.tsx';
import { send, unsent } from '../new-case/send.ts';
import type { Sending } from '../new-case/send.ts';
import { Day, Line } from '../new-case/fields.tsx';
import { Radios } from '../parts/field.tsx';
import { Heading } from '../parts/heading.tsx';
import { Help } from '../parts/help.tsx';
import { Loading, Message } from '../parts/message.tsx';
import { OrganisationField } from '../parts/organisation-field.tsx';
import { without } from '../parts/without.ts';
import { drugs as pricedDrugs, myself } from '../questions.ts';
import { careSettings, texts } from '../texts.ts';

/** A citizen found for dose packing, or one who has it already and is taken over as it is. */
export function NewCaseRoute() {
  const { kandidat } = useSearch({ from: '/forloeb/nyt' });
  return kandidat ? <OfCandidate key={kandidat} id={kandidat} /> : <NewCase key="new" start={nothing} />;
}

/**
 * Begun from the list of candidates: the address holds the candidate's id alone, and what the list said is still in memory.
 * Loaded anew it is not; then the way goes over the list again, whose reading is logged.
 */
function OfCandidate({ id }: { id: string }) {
  const { say } = useSpeech();
  const client = useQueryClient();
  const [candidate] = useState(() =>
    client
      .getQueriesData<{ items: Candidate[] }>({ queryKey: ['candidates'] })
      .flatMap(([, page]) => page?.items ?? [])
      .find((each) => each.id === id),
  );
  const found = useQueries({ queries: (candidate?.drugs ?? []).map(({ drugId }) => pricedDrugs(drugId)) });
  if (!candidate) {
    return (
      <>
        <Heading>{say(texts.newCase)}</Heading>
        <Message kind="info" heading={say(caseTexts.candidateGone)}>
          <Link to="/kandidater">{say(texts.candidates)}</Link>
        </Message>
      </>
    );
  }
  if (found.some(({ isLoading }) => isLoading)) return <Loading />;
  const priced = new Map(found.flatMap(({ data }) => data?.items ?? []).map((drug) => [drug.drugId, drug]));
  return <NewCase start={givenOf(candidate, priced)} />;
}

function NewCase({ start }: { start: Given }) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const { data: me } = useQuery(myself);
  const client = useQueryClient();
  const [given, setGiven] = useState(start);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [sending, setSending] = useState<Sending>(unsent);
  const change = (part: Partial<Given>, ...settled: string[]): void => {
    setGiven({ ...given, ...part });
    setFaults(without(faults, { ...part, ...Object.fromEntries(settled.map((name) => [name, true])) }));
  };
  const sent = useMutation({
    mutationFn: (from: Sending) => send(given, from, setSending),
    onSuccess: async ({ caseId, refused }) => {
      if (given.candidate) await client.invalidateQueries({ queryKey: ['candidates'] });
      if (refused.length === 0) await navigate({ to: '/forloeb/$id', params: { id: caseId } });
    },
    onError: (error) => {
      if (!(error instanceof Refused)) return;
      const told = Object.entries(faultsOf(error, say));
      setFaults(Object.fromEntries(told.map(([field, words]) => [field.replace(/^data\./, ''), words])));
    },
  });
  // What came of it stands above the form: whoever pressed the button below it is taken there.
  const outcome = useRef<HTMLDivElement>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (tries > 0 && !sent.isPending) outcome.current?.focus();
  }, [tries, sent.isPending]);
  const submit = (from = sending): void => {
    const missing = missingIn(given);
    setFaults(Object.fromEntries(Object.entries(missing).map(([name, text]) => [name, say(text)])));
    setTries(tries + 1);
    if (Object.keys(missing).length === 0) sent.mutate(from);
  };
  const isOpened = sending.caseId !== undefined;
  return (
    <>
      <Heading>{say(texts.newCase)}</Heading>
      <p className="lead">
        {say(texts.newCaseIntro)} {me && <strong>{me.organisation.name}</strong>}.
      </p>
      <Help>
        <p>{say(texts.newCaseHelp)}</p>
      </Help>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div tabIndex={-1} ref={outcome} className="outcome">
          {sent.data && sent.data.refused.length > 0 && <NotAllRecorded {...sent.data} />}
          {!sent.isPending && (
            <NotOpened
              error={sent.error}
              faults={faults}
              isOpened={isOpened}
              recordThere={entriesOf(given).length > 0 ? (there) => submit({ ...unsent(), caseId: there }) : undefined}
            />
          )}
        </div>
        {given.candidate && <p>{say(caseTexts.fromCandidate)}</p>}
        <fieldset disabled={isOpened || given.candidate !== undefined} className="plain">
          <Radios
            legend={say(texts.way)}
            fault={faults['way']}
            options={[
              { value: 'identified', label: say(texts.wayNew) },
              { value: 'alreadyOnDosePacking', label: say(texts.wayTakeOver) },
            ]}
            value={given.way}
            choose={(way) => change({ way })}
          />
          <Who given={given} faults={faults} change={change} />
        </fieldset>
        <fieldset disabled={isOpened} className="plain">
          <Where given={given} faults={faults} change={change} />
        </fieldset>
        {given.way === 'identified' && (
          <Assessment given={given} faults={faults} recorded={sending.recorded} change={change} />
        )}
        <div className="dialog-buttons">
          <button type="submit" className="button button-primary" disabled={sent.isPending}>
            {say(isOpened ? caseTexts.recordRest : texts.openCase)}
          </button>
          {sending.caseId ? (
            <Link to="/forloeb/$id" params={{ id: sending.caseId }} className="button button-secondary">
              {say(texts.toTheCase)}
            </Link>
          ) : (
            <Link to="/forloeb" className="button button-secondary">
              {say(texts.cancel)}
            </Link>
          )}
        </div>
      </form>
    </>
  );
}

interface Part {
  given: Given;
  faults: Record<string, string>;
  change: (part: Partial<Given>) => void;
}

function Who({ given, faults, change }: Part) {
  const { say } = useSpeech();
  const homes = Object.entries(careSettings) as [CareSetting, Text][];
  return (
    <>
      <h2 className="h4">{say(caseTexts.whoAndWhere)}</h2>
      <Line
        label={say(labelOf('', 'cpr'))}
        fault={faults['cpr']}
        max={11}
        value={given.cpr}
        change={(cpr) => change({ cpr })}
      />
      <Line
        label={say(texts.name)}
        fault={faults['name']}
        max={200}
        value={given.name}
        change={(name) => change({ name })}
      />
      <Radios
        legend={say(caseTexts.careSetting)}
        fault={faults['careSetting']}
        options={homes.map(([value, label]) => ({ value, label: say(label) }))}
        value={given.careSetting}
        choose={(careSetting) => change({ careSetting })}
      />
    </>
  );
}

function Where({ given, faults, change }: Part) {
  const { say } = useSpeech();
  const optional = (label: Text): string => `${say(label)} (${say(texts.optional)})`;
  return (
    <>
      <OrganisationField
        kind="gpPractice"
        label={optional(texts.ownGp)}
        fault={faults['gpPractice']}
        value={given.gpPractice}
        change={(gpPractice) => change({ gpPractice })}
      />
      <OrganisationField
        kind="pharmacy"
        label={optional(labelOfValue('pharmacy'))}
        fault={faults['pharmacy']}
        value={given.pharmacy}
        change={(pharmacy) => change({ pharmacy })}
      />
      {given.way === 'alreadyOnDosePacking' && (
        <Day
          label={optional(texts.onDosePackingSince)}
          fault={faults['since']}
          value={given.since}
          change={(since) => change({ since })}
        />
      )}
    </>
  );
}
