import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { GpQuestion, GpQuestionPage, Text } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { Guide } from '../parts/guide.tsx';
import { Heading } from '../parts/heading.tsx';
import { Help } from '../parts/help.tsx';
import { Failed, Loading, Message } from '../parts/message.tsx';
import { PracticeTable } from '../parts/practice-table.tsx';
import { SubstitutionProposals } from '../parts/substitution-proposals.tsx';
import { kinds, texts } from '../practice-texts.ts';
import { gpQuestions, myself } from '../questions.ts';
import { texts as common } from '../texts.ts';
import '../role-pages.css';

export function PracticeRoute() {
  return <PracticePage after={useSearch({ from: '/recepter' }).efter} />;
}

/** All that a practice is asked about its patients' dose packing: renewals together, then the rest, then back-orders. */
function PracticePage({ after }: { after: string | undefined }) {
  const { say } = useSpeech();
  const { data, error, refetch } = useQuery(gpQuestions(after));
  const { data: me } = useQuery(myself);
  const [said, setSaid] = useState<Text>();
  const isDoctor = me?.role === 'gp';
  return (
    <>
      <Heading>{say(common.prescriptions)}</Heading>
      <p className="lead">{say(texts.intro)}</p>
      <Help>
        <p>{say(texts.help)}</p>
        <p>{say(common.worklistHelpKeys)}</p>
        <p>{say(texts.helpSystem)}</p>
      </Help>
      <output className="said">{said && say(said)}</output>
      {error &&
        (data ? (
          <Message kind="warning" heading={say(common.stale)} />
        ) : (
          <Failed error={error} again={() => void refetch()} />
        ))}
      {!data && !error && <Loading />}
      {data && <Questions page={data} me={me?.id} isDoctor={isDoctor} tell={setSaid} />}
      {(after || data?.next) && (
        <nav className="pages" aria-label={say(common.pages)}>
          {after && <Link to="/recepter">{say(common.firstPage)}</Link>}
          {data?.next && (
            <Link to="/recepter" search={{ efter: data.next }}>
              {say(common.nextPage)}
            </Link>
          )}
        </nav>
      )}
      {isDoctor && <SubstitutionProposals />}
    </>
  );
}

function Questions({
  page,
  me,
  isDoctor,
  tell,
}: {
  page: GpQuestionPage;
  me: string | undefined;
  isDoctor: boolean;
  tell: (said: Text) => void;
}) {
  const { say, number } = useSpeech();
  const renewals = page.items.filter(({ kind }) => kind === 'renewal');
  const prescriptions = renewals.flatMap(({ drugs }) => drugs).length;
  // A doctor answers those for all patients at once, below.
  const others = page.items.filter(({ kind }) => kind !== 'renewal' && !(isDoctor && kind === 'substitution'));
  return (
    <>
      <section className="part">
        <h2 className="h4">{say(texts.toRenew)}</h2>
        {renewals.length === 0 ? (
          <Message kind="info" heading={say(texts.nothing)}>
            <p>{say(texts.nothingHow)}</p>
          </Message>
        ) : (
          <>
            <p>
              {say(texts.patients)}: <strong>{number(renewals.length)}</strong>, {say(texts.prescriptions)}:{' '}
              <strong>{number(prescriptions)}</strong>.{' '}
              <button type="button" className="row-button no-print" onClick={() => window.print()}>
                {say(common.print)}
              </button>
            </p>
            <Guide of={page} kind="renewal" open />
            <PracticeTable title={texts.toRenew} questions={renewals} me={me} tell={tell} />
          </>
        )}
      </section>
      {others.length > 0 && (
        <section className="part">
          <h2 className="h4">{say(texts.others)}</h2>
          {!isDoctor && others.some(({ kind }) => kind === 'substitution') && <p>{say(texts.doctorAnswers)}</p>}
          {byKind(others).map(([kind, questions]) => (
            <section key={kind}>
              <h3 className="h5">{say(kinds[kind])}</h3>
              <Guide of={page} kind={kind} />
              <PracticeTable title={kinds[kind]} questions={questions} me={me} tell={tell} />
            </section>
          ))}
        </section>
      )}
    </>
  );
}

/** In the order of the most urgent of each. */
function byKind(questions: readonly GpQuestion[]): [GpQuestion['kind'], GpQuestion[]][] {
  const found = new Map<GpQuestion['kind'], GpQuestion[]>();
  for (const question of questions) found.set(question.kind, [...(found.get(question.kind) ?? []), question]);
  return [...found];
}
