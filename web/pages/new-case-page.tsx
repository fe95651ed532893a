import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Refused } from '../api.ts';
import type { CareSetting, Text } from '../api.ts';
import { caseTexts } from '../case-texts.ts';
import { labelOf, labelOfValue } from '../fields.ts';
import { useSpeech } from '../language.tsx';
import { Assessment } from '../new-case/assessment.tsx';
import { entriesOf } from '../new-case/entries.ts';
import { nothing } from '../new-case/given.ts';
import type { Given } from '../new-case/given.ts';
import { missingIn } from '../new-case/missing.ts';
import { NotOpened, NotAllRecorded } from '../new-case/outcome.tsx';
import { send, unsent } from '../new-case/send.ts';
import type { Sending } from '../new-case/send.ts';
import { Day, Line } from '../new-case/fields.tsx';
import { Radios } from '../parts/field.tsx';
import { Heading } from '../parts/heading.tsx';
import { Help } from '../parts/help.tsx';
import { OrganisationField } from '../parts/organisation-field.tsx';
import { without } from '../parts/without.ts';
import { myself } from '../questions.ts';
import { careSettings, texts } from '../texts.ts';

/** A citizen found for dose packing, or one who has it already and is taken over as it is. */
export function NewCaseRoute() {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const { data: me } = useQuery(myself);
  const [given, setGiven] = useState(nothing);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [sending, setSending] = useState<Sending>(unsent);
  const change = (part: Partial<Given>, ...settled: string[]): void => {
    setGiven({ ...given, ...part });
    setFaults(without(faults, { ...part, ...Object.fromEntries(settled.map((name) => [name, true])) }));
  };
  const sent = useMutation({
    mutationFn: (from: Sending) => send(given, from, setSending),
    onSuccess: async ({ caseId, refused }) => {
      if (refused.length === 0) await navigate({ to: '/forloeb/$id', params: { id: caseId } });
    },
    onError: (error) => {
      if (!(error instanceof Refused)) return;
      const told = error.problem.faults ?? [];
      setFaults(Object.fromEntries(told.map(({ field, message }) => [field.replace(/^data\./, ''), message])));
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
        <fieldset disabled={isOpened} className="plain">
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
          <WhoAndWhere given={given} faults={faults} change={change} />
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

function WhoAndWhere({
  given,
  faults,
  change,
}: {
  given: Given;
  faults: Record<string, string>;
  change: (part: Partial<Given>) => void;
}) {
  const { say } = useSpeech();
  const optional = (label: Text): string => `${say(label)} (${say(texts.optional)})`;
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
