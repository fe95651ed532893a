import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api.ts';
import type { AgreementParty, RoutableKind } from '../../api.ts';
import { errorWords } from '../../error-words.ts';
import { faultsOf } from '../../fault-words.ts';
import { useSpeech } from '../../language.tsx';
import {
  agreementParties,
  dayTypes,
  organisationKinds,
  roleOfParty,
  routableKinds,
  texts,
} from '../../master-data-texts.ts';
import { texts as common } from '../../texts.ts';
import { Field } from '../field.tsx';
import { FormFoot } from '../form-foot.tsx';
import { Message } from '../message.tsx';
import { OrganisationField } from '../organisation-field.tsx';
import { OrganisationName } from '../organisation-name.tsx';

interface Route {
  kind: RoutableKind;
  party: AgreementParty;
}

/** As typed. */
interface CutOff {
  days: string;
  dayType: keyof typeof dayTypes;
  time: string;
}

const partyKinds = ['gpPractice', 'pharmacy', 'region'] as const;

/** The municipality, those it agrees with, and who does what from which day. */
export function NewAgreement({ own, today, close }: { own: string | undefined; today: string; close: () => void }) {
  const { say } = useSpeech();
  const client = useQueryClient();
  const [municipality, setMunicipality] = useState(own ?? '');
  const [parties, setParties] = useState<readonly string[]>([]);
  const [routes, setRoutes] = useState<readonly Route[]>([{ kind: 'suitability', party: 'municipality' }]);
  const [validFrom, setValidFrom] = useState(today);
  const [validTo, setValidTo] = useState('');
  const [cutOff, setCutOff] = useState<CutOff>({ days: '', dayType: 'calendar', time: '15:30' });
  const save = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/agreements', {
          body: {
            municipality,
            parties: [municipality, ...parties],
            routes: routes.map(({ kind, party }) => ({ kind, party, role: roleOfParty[party] })),
            ...(cutOff.days && { changeCutOff: { ...cutOff, days: Number(cutOff.days) } }),
            validFrom,
            ...(validTo && { validTo }),
          },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['agreements'] });
      close();
    },
  });
  const faults = faultsOf(save.error, say);
  const hasFaults = Object.keys(faults).length > 0;
  return (
    <form
      className="part"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h3 className="h5">{say(texts.newAgreement)}</h3>
      <output>
        {save.error && (
          <Message kind="warning" heading={hasFaults ? say(common.correctFields) : errorWords(save.error, say)}>
            {Object.entries(faults).map(([field, fault]) => (
              <p key={field}>{fault}</p>
            ))}
          </Message>
        )}
      </output>
      {own === undefined && (
        <OrganisationField
          kind="municipality"
          label={say(texts.agreementOf)}
          value={municipality}
          change={setMunicipality}
        />
      )}
      <fieldset className="form-group">
        <legend className="form-label">{say(texts.parties)}</legend>
        <ul className="plain">
          {parties.map((id) => (
            <li key={id}>
              <OrganisationName id={id} />{' '}
              <button
                type="button"
                className="row-button"
                onClick={() => setParties(parties.filter((each) => each !== id))}
              >
                {say(texts.remove)}
              </button>
            </li>
          ))}
        </ul>
        {partyKinds.map((kind) => (
          <OrganisationField
            key={kind}
            kind={kind}
            label={`${say(texts.addParty)}: ${say(organisationKinds[kind]).toLowerCase()}`}
            value=""
            change={(id) => id && !parties.includes(id) && setParties([...parties, id])}
          />
        ))}
      </fieldset>
      <fieldset className="form-group">
        <legend className="form-label">{say(texts.routes)}</legend>
        {routes.map((route, n) => (
          <RouteFields
            key={n}
            route={route}
            change={(changed) => setRoutes(routes.map((each, place) => (place === n ? changed : each)))}
            remove={
              routes.length > 1 || cutOff.days ? () => setRoutes(routes.filter((_, place) => place !== n)) : undefined
            }
          />
        ))}
        <button
          type="button"
          className="button button-secondary"
          onClick={() => setRoutes([...routes, { kind: 'renewal', party: 'gpPractice' }])}
        >
          {say(texts.addRoute)}
        </button>
      </fieldset>
      <CutOffFields
        cutOff={cutOff}
        fault={faults['changeCutOff'] ?? faults['changeCutOff.days'] ?? faults['changeCutOff.time']}
        change={setCutOff}
      />
      <Field label={say(texts.firstDay)} fault={faults['validFrom']}>
        {(field) => (
          <input
            {...field}
            type="date"
            className="form-input"
            min={today}
            required
            value={validFrom}
            onChange={({ target }) => setValidFrom(target.value)}
          />
        )}
      </Field>
      <Field label={say(texts.lastDay)} hint={say(texts.lastDayHint)} fault={faults['validTo']}>
        {(field) => (
          <input
            {...field}
            type="date"
            className="form-input"
            min={validFrom}
            value={validTo}
            onChange={({ target }) => setValidTo(target.value)}
          />
        )}
      </Field>
      <FormFoot label={say(texts.save)} isBusy={save.isPending || !municipality} close={close} />
    </form>
  );
}

/** Nothing is agreed where the days are left out. */
function CutOffFields({
  cutOff,
  fault,
  change,
}: {
  cutOff: CutOff;
  fault: string | undefined;
  change: (cutOff: CutOff) => void;
}) {
  const { say } = useSpeech();
  return (
    <fieldset className="form-group">
      <legend className="form-label">{say(texts.agreedCutOff)}</legend>
      <div className="side-by-side">
        <Field label={say(texts.daysBefore)} hint={say(texts.daysBeforeHint)} fault={fault}>
          {(field) => (
            <input
              {...field}
              type="number"
              className="form-input"
              min={0}
              max={30}
              value={cutOff.days}
              onChange={({ target }) => change({ ...cutOff, days: target.value })}
            />
          )}
        </Field>
        <Field label={say(texts.dayType)}>
          {(field) => (
            <select
              {...field}
              className="form-select"
              value={cutOff.dayType}
              onChange={({ target }) => change({ ...cutOff, dayType: target.value as CutOff['dayType'] })}
            >
              {(Object.keys(dayTypes) as CutOff['dayType'][]).map((each) => (
                <option key={each} value={each}>
                  {say(dayTypes[each])}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={say(texts.clockTime)}>
          {(field) => (
            <input
              {...field}
              type="time"
              className="form-input"
              value={cutOff.time}
              onChange={({ target }) => change({ ...cutOff, time: target.value })}
            />
          )}
        </Field>
      </div>
    </fieldset>
  );
}

function RouteFields({
  route: { kind, party },
  change,
  remove,
}: {
  route: Route;
  change: (route: Route) => void;
  remove: (() => void) | undefined;
}) {
  const { say } = useSpeech();
  return (
    <div className="side-by-side">
      <Field label={say(texts.taskKind)}>
        {(field) => (
          <select
            {...field}
            className="form-select"
            value={kind}
            onChange={({ target }) => change({ kind: target.value as RoutableKind, party })}
          >
            {(Object.keys(routableKinds) as RoutableKind[]).map((each) => (
              <option key={each} value={each}>
                {say(routableKinds[each])}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={say(texts.whoDoes)}>
        {(field) => (
          <select
            {...field}
            className="form-select"
            value={party}
            onChange={({ target }) => change({ kind, party: target.value as AgreementParty })}
          >
            {(Object.keys(agreementParties) as AgreementParty[]).map((each) => (
              <option key={each} value={each}>
                {say(agreementParties[each])}
              </option>
            ))}
          </select>
        )}
      </Field>
      {remove && (
        <button type="button" className="row-button" onClick={remove}>
          {say(texts.remove)}
        </button>
      )}
    </div>
  );
}
