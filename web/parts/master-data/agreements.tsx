import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api.ts';
import type { Agreement } from '../../api.ts';
import { errorWords } from '../../error-words.ts';
import { inDenmark } from '../../danish-time.ts';
import { useSpeech } from '../../language.tsx';
import { agreements } from '../../master-data-questions.ts';
import { agreementParties, dayTypes, routableKinds, texts } from '../../master-data-texts.ts';
import { clock, geography, myself } from '../../questions.ts';
import { Dialog } from '../dialog.tsx';
import { Field } from '../field.tsx';
import { FormFoot } from '../form-foot.tsx';
import { Failed, Loading, Message } from '../message.tsx';
import { OrganisationName } from '../organisation-name.tsx';
import { Table } from '../table.tsx';
import { NewAgreement } from './new-agreement.tsx';

/** Who has agreed to do what, from when until when. */
export function Agreements() {
  const { say } = useSpeech();
  const { data: me } = useQuery(myself);
  const { data: time } = useQuery(clock);
  const isReader = me?.role === 'municipalNurse' || me?.role === 'coordinator' || me?.role === 'administrator';
  const { data, error, refetch } = useQuery({ ...agreements, enabled: isReader });
  const [isNew, setIsNew] = useState(false);
  const [ending, setEnding] = useState<Agreement>();
  if (me && !isReader) return <Message kind="info" heading={say(texts.notYours)} />;
  if (error && !data) return <Failed error={error} again={() => void refetch()} />;
  if (!data || !me || !time) return <Loading />;
  const today = inDenmark(time.now).slice(0, 10);
  const own = me.organisation.kind === 'municipality' ? me.organisation.id : undefined;
  const mayWrite = me.role === 'administrator' || (me.role === 'coordinator' && own !== undefined);
  return (
    <>
      {data.items.length === 0 && (
        <Message kind="info" heading={say(texts.noAgreements)}>
          <p>{say(texts.noAgreementsHow)}</p>
        </Message>
      )}
      {data.items.length > 0 && (
        <Table
          caption={say(texts.routes)}
          heads={[texts.agreementOf, texts.routes, texts.parties, texts.from].map(say)}
        >
          {data.items.map((agreement) => (
            <Row
              key={agreement.id}
              agreement={agreement}
              today={today}
              end={
                mayWrite && (me.role === 'administrator' || agreement.municipality === own)
                  ? () => setEnding(agreement)
                  : undefined
              }
              mayMove={own !== undefined && agreement.municipality === own}
            />
          ))}
        </Table>
      )}
      {ending && <End agreement={ending} today={today} close={() => setEnding(undefined)} />}
      {mayWrite && !isNew && (
        <p>
          <button type="button" className="button button-secondary" onClick={() => setIsNew(true)}>
            {say(texts.newAgreement)}
          </button>
        </p>
      )}
      {isNew && <NewAgreement own={own} today={today} close={() => setIsNew(false)} />}
    </>
  );
}

function Row({
  agreement,
  today,
  end,
  mayMove,
}: {
  agreement: Agreement;
  today: string;
  end: (() => void) | undefined;
  mayMove: boolean;
}) {
  const { say, day } = useSpeech();
  const { data: places } = useQuery(geography);
  const { municipality, region, parties, routes, changeCutOff, validFrom, validTo } = agreement;
  const isOver = validTo !== null && validTo < today;
  return (
    <tr>
      <th scope="row" data-title={say(texts.agreementOf)}>
        {municipality ? (
          <OrganisationName id={municipality} />
        ) : (
          <>
            {places?.regions.find(({ code }) => code === region)?.name ?? region}
            <span className="secondary block">{say(texts.wholeRegion)}</span>
          </>
        )}
      </th>
      <td data-title={say(texts.routes)}>
        <ul className="plain">
          {routes.map(({ kind, party }) => (
            <li key={`${kind} ${party}`}>
              {say(routableKinds[kind])}: {say(agreementParties[party])}
            </li>
          ))}
          {changeCutOff && (
            <li>
              {say(texts.agreedCutOff)}: {changeCutOff.days} {say(dayTypes[changeCutOff.dayType])}, {changeCutOff.time}
            </li>
          )}
        </ul>
      </td>
      <td data-title={say(texts.parties)}>
        {parties.map((id) => (
          <span key={id} className="block">
            <OrganisationName id={id} />
          </span>
        ))}
      </td>
      <td data-title={say(texts.from)}>
        {day(validFrom)} – {validTo ? day(validTo) : say(texts.noEnd)}
        {validFrom <= today && !isOver && <span className="badge badge-info">{say(texts.inForce)}</span>}
        {end && !isOver && (
          <span className="block">
            <button type="button" className="row-button" onClick={end}>
              {say(texts.endAgreement)}
            </button>
          </span>
        )}
        {mayMove && !isOver && <MoveRunning id={agreement.id} />}
      </td>
    </tr>
  );
}

/** Page by page until all have been looked at: the number says how far it has come. */
function MoveRunning({ id }: { id: string }) {
  const { say } = useSpeech();
  const [looked, setLooked] = useState(0);
  const move = useMutation({
    mutationFn: async () => {
      let after: string | null = null;
      let cases = 0;
      do {
        const moved: { cases: number; next: string | null } = await answerOf(
          api.POST('/api/agreements/{id}/move-running-tasks', {
            params: { path: { id } },
            body: { limit: 200, ...(after && { after }) },
          }),
        );
        cases += moved.cases;
        setLooked(cases);
        after = moved.next;
      } while (after);
    },
  });
  return (
    <span className="block">
      <button
        type="button"
        className="row-button"
        disabled={move.isPending}
        title={say(texts.moveRunningHelp)}
        onClick={() => move.mutate()}
      >
        {say(texts.moveRunning)}
      </button>
      <output className="secondary block">
        {(move.error && errorWords(move.error, say)) ??
          ((move.isPending || move.isSuccess) && `${say(texts.movedRunning)}: ${looked}`)}
      </output>
    </span>
  );
}

function End({ agreement: { id }, today, close }: { agreement: Agreement; today: string; close: () => void }) {
  const { say } = useSpeech();
  const client = useQueryClient();
  const [lastDay, setLastDay] = useState(today);
  const save = useMutation({
    mutationFn: () => answerOf(api.POST('/api/agreements/{id}/end', { params: { path: { id } }, body: { lastDay } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['agreements'] });
      close();
    },
  });
  return (
    <Dialog title={say(texts.endAgreement)} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {save.error && <Message kind="warning" heading={errorWords(save.error, say)} />}
        <Field label={say(texts.lastDay)}>
          {(field) => (
            <input
              {...field}
              type="date"
              className="form-input"
              min={today}
              required
              value={lastDay}
              onChange={({ target }) => setLastDay(target.value)}
            />
          )}
        </Field>
        <FormFoot label={say(texts.endAgreement)} isBusy={save.isPending} close={close} />
      </form>
    </Dialog>
  );
}
