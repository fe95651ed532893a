import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId, useRef, useState } from 'react';
import { Refused, answerOf, api } from '../api.ts';
import type { Proposal } from '../api.ts';
import type { components } from '../api-types.d.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../practice-texts.ts';
import { texts as common } from '../texts.ts';
import { DrugField } from './drug-field.tsx';
import { Field, Radios } from './field.tsx';
import { Message } from './message.tsx';
import { nameOf } from './name-of.ts';

export type AnswerToProposal = components['schemas']['AnsweredProposalView'];
type AnswerType = components['schemas']['ProposalAnswer']['type'];

/** One answer for the patients chosen; all are, until some are left out. What was typed stays until it is taken. */
export function ProposalForm({ proposal, done }: { proposal: Proposal; done: (answer: AnswerToProposal) => void }) {
  const { say, number } = useSpeech();
  const client = useQueryClient();
  const [type, setType] = useState<AnswerType>();
  const [leftOut, setLeftOut] = useState<readonly string[]>([]);
  const [substitute, setSubstitute] = useState('');
  const [words, setWords] = useState('');
  const [missing, setMissing] = useState<'answer' | 'patients' | 'reason'>();
  // A repeat of the same answer after a lost reply must not count twice; another answer is another one.
  const key = useRef(crypto.randomUUID());
  const { product, patients } = proposal;
  const cases = patients.map((patient) => patient.case).filter((id) => !leftOut.includes(id));

  const give = useMutation({
    mutationFn: (answer: { type: AnswerType; data: Record<string, string> }) =>
      answerOf(
        api.POST('/api/substitution-proposals/answers', {
          params: { header: { 'Idempotency-Key': key.current } },
          body: { drugId: product.drugId, cases, answer },
        }),
      ),
    onSuccess: (answer) => done(answer),
    onError: (error) => {
      if (error instanceof Refused) key.current = crypto.randomUUID();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['tasks'] }),
  });

  const submit = (): void => {
    const lacks = !type ? 'answer' : cases.length === 0 ? 'patients' : undefined;
    const fault = lacks ?? (type === 'declineSubstitution' && !words.trim() ? 'reason' : undefined);
    setMissing(fault);
    if (fault || !type) return;
    const data =
      type === 'declineSubstitution'
        ? { reason: words }
        : { ...(substitute && { substitute }), ...(words.trim() && { remark: words }) };
    give.mutate({ type, data });
  };
  const changed = (): void => {
    key.current = crypto.randomUUID();
    setMissing(undefined);
  };
  const one = cases.length === 1;

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Patients
        proposal={proposal}
        leftOut={leftOut}
        fault={missing === 'patients' ? say(texts.choosePatients) : undefined}
        change={(ids) => {
          changed();
          setLeftOut(ids);
        }}
      />
      <Radios
        legend={say(texts.yourAnswer)}
        fault={missing === 'answer' ? say(texts.chooseAnswer) : undefined}
        options={[
          { value: 'confirmSubstitution', label: say(texts.chosen) },
          { value: 'declineSubstitution', label: say(texts.nothingInstead) },
        ]}
        value={type}
        choose={(value) => {
          changed();
          setType(value);
        }}
      />
      {type === 'confirmSubstitution' && (
        <DrugField
          label={say(texts.instead)}
          fault={undefined}
          value={substitute}
          own={proposal.alternatives.map(({ drugId, name }) => ({ drugId, name: name ?? drugId }))}
          change={(drugId) => {
            changed();
            setSubstitute(drugId);
          }}
        />
      )}
      {type && (
        <Field
          label={say(type === 'declineSubstitution' ? texts.reason : texts.remark)}
          fault={missing === 'reason' ? say(common.mustBeFilled) : undefined}
        >
          {(field) => (
            <textarea
              {...field}
              className="form-input"
              rows={2}
              maxLength={1000}
              value={words}
              onChange={({ target }) => {
                changed();
                setWords(target.value);
              }}
            />
          )}
        </Field>
      )}
      {give.error && (
        <Message kind="error" heading={say(common.notDone)}>
          <p>{give.error instanceof Refused ? give.error.message : say(common.noAnswer)}</p>
          <p>{say(common.typedIsKept)}</p>
        </Message>
      )}
      <div className="dialog-buttons">
        <button type="submit" className="button button-primary" disabled={give.isPending}>
          {`${say(texts.answerFor)} ${number(cases.length)} ${say(one ? texts.ofOnePatient : texts.ofPatients)}`}
          <span className="sr-only">: {product.name ?? product.drugId}</span>
        </button>
      </div>
    </form>
  );
}

function Patients({
  proposal: { patients },
  leftOut,
  fault,
  change,
}: {
  proposal: Proposal;
  leftOut: readonly string[];
  fault: string | undefined;
  change: (leftOut: readonly string[]) => void;
}) {
  const { say, instant } = useSpeech();
  const id = useId();
  return (
    <fieldset className={`form-group ${fault ? 'form-error' : ''}`}>
      <legend className="form-label">{say(texts.whichPatients)}</legend>
      {fault && <span className="form-error-message">{fault}</span>}
      {patients.map((patient) => (
        <div key={patient.case} className="form-group-checkbox">
          <input
            type="checkbox"
            className="form-checkbox"
            id={`${id}-${patient.case}`}
            checked={!leftOut.includes(patient.case)}
            onChange={({ target }) =>
              change(target.checked ? leftOut.filter((each) => each !== patient.case) : [...leftOut, patient.case])
            }
          />
          <label className="form-label" htmlFor={`${id}-${patient.case}`}>
            {nameOf({ id: patient.root, citizen: patient.citizen }, say)} {patient.citizen?.cpr}
          </label>
          <span className="secondary block">
            {say(texts.answerBy)} <time dateTime={patient.answerBy}>{instant(patient.answerBy)}</time>.{' '}
            <Link to="/forloeb/$id" params={{ id: patient.root }}>
              {say(common.toTheCase)}
              <span className="sr-only">: {nameOf({ id: patient.root, citizen: patient.citizen }, say)}</span>
            </Link>
          </span>
        </div>
      ))}
    </fieldset>
  );
}

/** What became of the answer, exactly: each patient moves or refuses alone. */
export function Answered({
  name,
  answer: { accepted, alreadyDone, refused },
}: {
  name: string;
  answer: AnswerToProposal;
}) {
  const { say, number } = useSpeech();
  const reasons = [...new Set(refused.map(({ refusal }) => say(refusal.message)))];
  return (
    <output className="block">
      <Message kind={refused.length > 0 ? 'warning' : 'success'} heading={`${say(texts.answered)}: ${name}`}>
        <p>
          {[
            `${number(accepted.length)} ${say(texts.accepted)}`,
            ...(alreadyDone.length > 0 ? [`${number(alreadyDone.length)} ${say(texts.alreadyDone)}`] : []),
            ...(refused.length > 0 ? [`${number(refused.length)} ${say(texts.refused)}`] : []),
          ].join(', ')}
          .
        </p>
        {reasons.map((reason) => (
          <p key={reason}>{reason}</p>
        ))}
      </Message>
    </output>
  );
}
