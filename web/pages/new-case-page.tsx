import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { Refused, answerOf, api } from '../api.ts';
import type { Text } from '../api.ts';
import { labelOf, labelOfValue } from '../fields.ts';
import { useSpeech } from '../language.tsx';
import { DrugField } from '../parts/drug-field.tsx';
import { Field, Radios } from '../parts/field.tsx';
import { Heading } from '../parts/heading.tsx';
import { Help } from '../parts/help.tsx';
import { Message } from '../parts/message.tsx';
import { OrganisationField } from '../parts/organisation-field.tsx';
import { without } from '../parts/without.ts';
import { myself } from '../questions.ts';
import { texts } from '../texts.ts';

type Way = 'identified' | 'alreadyOnDosePacking';
interface ChosenDrug {
  drugId: string;
  isDoseDispensable: boolean;
  hasStructuredDosage: boolean;
}
interface Given {
  way: Way | undefined;
  cpr: string;
  name: string;
  gpPractice: string;
  pharmacy: string;
  since: string;
  lastsUntil: string;
  drugs: ChosenDrug[];
  stability: Partial<Record<StabilityQuestion, boolean>>;
}

const stabilityQuestions = ['stableBackward', 'stableForward', 'changePlanned'] as const;
type StabilityQuestion = (typeof stabilityQuestions)[number];

const nothing: Given = {
  way: undefined,
  cpr: '',
  name: '',
  gpPractice: '',
  pharmacy: '',
  since: '',
  lastsUntil: '',
  drugs: [],
  stability: {},
};

/** A citizen found for dose packing, or one who has it already and is taken over as it is. */
export function NewCaseRoute() {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const { data: me } = useQuery(myself);
  const [given, setGiven] = useState(nothing);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const key = useRef(crypto.randomUUID());
  const change = (part: Partial<Given>): void => {
    setGiven({ ...given, ...part });
    setFaults(without(faults, part));
  };
  const open = useMutation({
    mutationFn: () => openCase(given, key.current),
    onSuccess: (id) => navigate({ to: '/forloeb/$id', params: { id } }),
    onError: (error) => {
      if (!(error instanceof Refused)) return;
      key.current = crypto.randomUUID();
      const told = error.problem.faults ?? [];
      setFaults(Object.fromEntries(told.map(({ field, message }) => [field.replace(/^data\./, ''), message])));
    },
  });
  const submit = (): void => {
    const missing = (['way', 'cpr', 'name'] as const).filter((name) => !given[name]?.trim());
    setFaults(Object.fromEntries(missing.map((name) => [name, say(texts.mustBeFilled)])));
    if (missing.length === 0) open.mutate();
  };
  const isNew = given.way === 'identified';
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
        <NotOpened error={open.error} hasFaults={Object.keys(faults).length > 0} />
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
        <TextField label={labelOf('', 'cpr')} name="cpr" max={11} given={given} faults={faults} change={change} />
        <TextField label={texts.name} name="name" max={200} given={given} faults={faults} change={change} />
        <OrganisationField
          kind="gpPractice"
          label={`${say(texts.ownGp)} (${say(texts.optional)})`}
          fault={faults['gpPractice']}
          value={given.gpPractice}
          change={(gpPractice) => change({ gpPractice })}
        />
        <OrganisationField
          kind="pharmacy"
          label={`${say(labelOfValue('pharmacy'))} (${say(texts.optional)})`}
          fault={faults['pharmacy']}
          value={given.pharmacy}
          change={(pharmacy) => change({ pharmacy })}
        />
        {given.way === 'alreadyOnDosePacking' && (
          <Day
            label={`${say(texts.onDosePackingSince)} (${say(texts.optional)})`}
            fault={faults['since']}
            value={given.since}
            change={(since) => change({ since })}
          />
        )}
        {isNew && (
          <>
            <h2 className="h4">{say(texts.knownAlready)}</h2>
            <p>{say(texts.knownAlreadyIntro)}</p>
            <Day
              label={say(labelOf('countStock', 'lastsUntil'))}
              fault={undefined}
              value={given.lastsUntil}
              change={(lastsUntil) => change({ lastsUntil })}
            />
            <Drugs drugs={given.drugs} change={(drugs) => change({ drugs })} />
            {stabilityQuestions.map((name) => (
              <Radios
                key={name}
                legend={say(labelOf('stateStability', name))}
                options={[
                  { value: 'true', label: say(texts.yes) },
                  { value: 'false', label: say(texts.no) },
                ]}
                value={given.stability[name] === undefined ? undefined : String(given.stability[name])}
                choose={(value) => change({ stability: { ...given.stability, [name]: value === 'true' } })}
              />
            ))}
          </>
        )}
        <div className="dialog-buttons">
          <button type="submit" className="button button-primary" disabled={open.isPending}>
            {say(texts.openCase)}
          </button>
          <Link to="/forloeb" className="button button-secondary">
            {say(texts.cancel)}
          </Link>
        </div>
      </form>
    </>
  );
}

function NotOpened({ error, hasFaults }: { error: Error | null; hasFaults: boolean }) {
  const { say } = useSpeech();
  if (hasFaults) return <Message kind="error" heading={say(texts.correctFields)} />;
  if (!error) return null;
  const there = error instanceof Refused ? error.problem.case : undefined;
  return (
    <Message kind="error" heading={say(texts.notDone)}>
      <p>{error instanceof Refused ? error.message : say(texts.noAnswer)}</p>
      {there && (
        <Link to="/forloeb/$id" params={{ id: there }}>
          {say(texts.toTheCase)}
        </Link>
      )}
    </Message>
  );
}

function TextField({
  label,
  name,
  max,
  given,
  faults,
  change,
}: {
  label: Text;
  name: 'cpr' | 'name';
  max: number;
  given: Given;
  faults: Record<string, string>;
  change: (part: Partial<Given>) => void;
}) {
  const { say } = useSpeech();
  return (
    <Field label={say(label)} fault={faults[name]}>
      {(field) => (
        <input
          {...field}
          className="form-input"
          autoComplete="off"
          maxLength={max}
          value={given[name]}
          onChange={({ target }) => change({ [name]: target.value })}
        />
      )}
    </Field>
  );
}

function Day({
  label,
  fault,
  value,
  change,
}: {
  label: string;
  fault: string | undefined;
  value: string;
  change: (day: string) => void;
}) {
  return (
    <Field label={label} fault={fault}>
      {(field) => (
        <input
          {...field}
          type="date"
          className="form-input short"
          value={value}
          onChange={({ target }) => change(target.value)}
        />
      )}
    </Field>
  );
}

/** The citizen's drugs, with the D mark of the price list. What cannot be packed is given beside the roll. */
function Drugs({ drugs, change }: { drugs: readonly ChosenDrug[]; change: (drugs: ChosenDrug[]) => void }) {
  const { say } = useSpeech();
  const [names, setNames] = useState<Record<string, string>>({});
  return (
    <fieldset className="form-group">
      <legend className="form-label">{say(texts.drugs)}</legend>
      {drugs.length > 0 && (
        <ul>
          {drugs.map((drug) => (
            <li key={drug.drugId}>
              {names[drug.drugId] ?? drug.drugId} ({drug.drugId}),{' '}
              {say(drug.isDoseDispensable ? texts.mayBePacked : texts.mayNotBePacked)}{' '}
              <button
                type="button"
                className="row-button"
                onClick={() => change(drugs.filter((each) => each !== drug))}
              >
                {say(texts.remove)}
                <span className="sr-only"> {names[drug.drugId]}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <DrugField
        label={say(texts.addDrug)}
        fault={undefined}
        value=""
        own={[]}
        change={(drugId, also, name) => {
          if (drugs.some((each) => each.drugId === drugId)) return;
          setNames({ ...names, [drugId]: name ?? drugId });
          const isDoseDispensable = also?.['isDoseDispensable'] === true;
          change([...drugs, { drugId, isDoseDispensable, hasStructuredDosage: true }]);
        }}
      />
      <p className="secondary">{say(texts.drugsStructured)}</p>
    </fieldset>
  );
}

/** Opens the case, and then writes what is known already, each as the command that it is; answers the case's id. */
async function openCase(given: Given, key: string): Promise<string> {
  const { way, cpr, name, gpPractice, pharmacy, since, lastsUntil, drugs, stability } = given;
  const data = {
    cpr: cpr.trim(),
    name: name.trim(),
    ...(way && { entry: way }),
    ...(gpPractice && { gpPractice }),
    ...(pharmacy && { pharmacy }),
    ...(way === 'alreadyOnDosePacking' && since && { since }),
  };
  const header = { 'Idempotency-Key': key };
  const { id } = await answerOf(
    api.POST('/api/cases', { params: { header }, body: { workflow: 'dose-dispensing', data } }),
  );
  if (way !== 'identified') return id;
  const commands: [type: string, data: Record<string, unknown>][] = [
    ...(lastsUntil ? [['countStock', { lastsUntil }] as [string, Record<string, unknown>]] : []),
    ...drugs.map((drug): [string, Record<string, unknown>] => [
      'recordDrug',
      { ...drug, dosing: drug.isDoseDispensable ? 'packed' : 'beside' },
    ]),
    ...(stabilityQuestions.every((question) => stability[question] !== undefined)
      ? [['stateStability', stability] as [string, Record<string, unknown>]]
      : []),
  ];
  for (const [place, [type, content]] of commands.entries()) {
    await answerOf(
      api.POST('/api/cases/{id}/commands', {
        params: { path: { id }, header: { 'Idempotency-Key': `${key}-${place}` } },
        body: { type, data: content },
      }),
    );
  }
  return id;
}
