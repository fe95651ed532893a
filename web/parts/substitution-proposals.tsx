import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Proposal } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../practice-texts.ts';
import { substitutionProposals } from '../questions.ts';
import { texts as common } from '../texts.ts';
import { Failed, Loading } from './message.tsx';
import { Answered, ProposalForm } from './proposal-form.tsx';
import type { AnswerToProposal } from './proposal-form.tsx';

/** Products on back-order that the practice's patients have in their rolls: one question each, one answer for many. */
export function SubstitutionProposals() {
  const { say } = useSpeech();
  const [after, setAfter] = useState<string>();
  const [answered, setAnswered] = useState<{ name: string; answer: AnswerToProposal }>();
  const { data, error, refetch } = useQuery(substitutionProposals(after));
  return (
    <section className="part">
      <h2 className="h4">{say(texts.proposals)}</h2>
      <p>{say(texts.proposalsIntro)}</p>
      {answered && <Answered {...answered} />}
      {error && <Failed error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <p>{say(texts.noProposals)}</p>}
      {data?.items.map((proposal) => (
        <ProposalCard
          key={proposal.product.drugId}
          proposal={proposal}
          done={(answer) => setAnswered({ name: proposal.product.name ?? say(texts.unknownProduct), answer })}
        />
      ))}
      {data?.next && (
        <button type="button" className="button button-secondary" onClick={() => setAfter(data.next ?? undefined)}>
          {say(texts.more)}
        </button>
      )}
      {after && (
        <button type="button" className="button button-secondary" onClick={() => setAfter(undefined)}>
          {say(common.firstPage)}
        </button>
      )}
    </section>
  );
}

function ProposalCard({ proposal, done }: { proposal: Proposal; done: (answer: AnswerToProposal) => void }) {
  const { say, day, instant } = useSpeech();
  const { product, alternatives, since, expectedTo, answerBy } = proposal;
  return (
    <article className="proposal">
      <h3 className="h5">{product.name ?? say(texts.unknownProduct)}</h3>
      <p>
        {since && `${say(texts.onBackOrderSince)} ${day(since)}, `}
        {expectedTo ? `${say(texts.expectedTo)} ${day(expectedTo)}` : say(texts.noEndKnown)}. {say(texts.answerBy)}{' '}
        <time dateTime={answerBy}>{instant(answerBy)}</time>.
      </p>
      <p>
        {alternatives.length > 0
          ? `${say(texts.alternatives)}: ${alternatives.map(({ drugId, name }) => name ?? drugId).join(', ')}.`
          : say(texts.noAlternatives)}
      </p>
      <ProposalForm proposal={proposal} done={done} />
    </article>
  );
}
