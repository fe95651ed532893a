import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useSpeech } from '../language.tsx';
import { Heading } from '../parts/heading.tsx';
import { Help } from '../parts/help.tsx';
import { LookUpPatient } from '../parts/look-up-patient.tsx';
import { Failed, Loading, Message } from '../parts/message.tsx';
import { PatientAnswer } from '../parts/patient-answer.tsx';
import { oneCase } from '../questions.ts';
import { texts as common } from '../texts.ts';
import { texts } from '../ward-texts.ts';
import '../role-pages.css';

export function WardRoute() {
  return <WardPage {...useSearch({ from: '/patient' })} />;
}

/** Whether a patient is on dose packing, until when there is medicine, and what the ward can do. The address holds the case's id. */
function WardPage({ forloeb, noed }: { forloeb?: string; noed?: true }) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  return (
    <>
      <Heading>{say(common.myPatient)}</Heading>
      <p className="lead">{say(texts.intro)}</p>
      <Help>
        <p>{say(texts.help)}</p>
        <p>{say(texts.helpRule)}</p>
      </Help>
      {forloeb ? (
        <>
          <p className="no-print">
            <Link to="/patient">{say(texts.another)}</Link>
          </p>
          <Found key={forloeb} id={forloeb} isEmergency={noed === true} />
        </>
      ) : (
        <LookUpPatient
          found={(id, isEmergency) =>
            void navigate({ to: '/patient', search: { forloeb: id, ...(isEmergency && { noed: true as const }) } })
          }
        />
      )}
    </>
  );
}

function Found({ id, isEmergency }: { id: string; isEmergency: boolean }) {
  const { say } = useSpeech();
  const { data, error, refetch } = useQuery(oneCase(id));
  return (
    <>
      {error &&
        (data ? (
          <Message kind="warning" heading={say(common.stale)} />
        ) : (
          <Failed error={error} again={() => void refetch()} />
        ))}
      {!data && !error && <Loading />}
      {data && <PatientAnswer of={data} isEmergency={isEmergency} />}
    </>
  );
}
