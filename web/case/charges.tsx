import { useQuery } from '@tanstack/react-query';
import type { CaseView, Text } from '../api.ts';
import type { components } from '../api-types.d.ts';
import { caseTexts } from '../case-texts.ts';
import { useSpeech } from '../language.tsx';
import { Failed, Loading } from '../parts/message.tsx';
import { Table } from '../parts/table.tsx';
import { charges, revisionsOf } from '../questions.ts';
import { texts } from '../texts.ts';

type Schemas = components['schemas'];
type Share = keyof Schemas['FeeSharesView'];

const kinds: Record<Schemas['ChargeView']['kind'], Text> = {
  roll: caseTexts.chargeRoll,
  gpStart: caseTexts.chargeGpStart,
  rePrescription: caseTexts.chargeRePrescription,
};
const shares: Record<Share, Text> = {
  citizenOre: caseTexts.citizenShare,
  regionOre: caseTexts.regionShare,
  municipalityOre: caseTexts.municipalityShare,
  unknownOre: caseTexts.unknownShare,
};
const shareNames = Object.keys(shares) as Share[];

/** What each roll that was handed out costs, and who pays; what was taken back stays, and counts no more. */
export function Charges({ of }: { of: CaseView }) {
  const { say, day, kroner } = useSpeech();
  const { data, error, refetch } = useQuery(charges(of.id, revisionsOf(of)));
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return <p>{say(caseTexts.noCharges)}</p>;
  const payers = shareNames.filter((name) => name !== 'unknownOre' || data.items.some((each) => each[name] > 0));
  return (
    <>
      <p className="secondary">{say(caseTexts.chargesIntro)}</p>
      <Table
        caption={say(caseTexts.charges)}
        heads={[texts.when, texts.what, ...payers.map((name) => shares[name])].map(say)}
      >
        {data.items.toReversed().map((charge) => (
          <tr key={`${charge.case} ${charge.kind} ${charge.chargedAt}`}>
            <td data-title={say(texts.when)}>{day(charge.handedOutOn)}</td>
            <th scope="row" data-title={say(texts.what)}>
              {say(kinds[charge.kind])}
              {charge.reversedAt && <span className="secondary block">{say(caseTexts.reversed)}</span>}
            </th>
            {payers.map((name) => (
              <td key={name} data-title={say(shares[name])} className="numeric">
                {charge.reversedAt ? <s>{kroner(charge[name])}</s> : kroner(charge[name])}
              </td>
            ))}
          </tr>
        ))}
      </Table>
      {data.totals && (
        <p>
          <strong>{say(caseTexts.chargesInAll)}</strong>:{' '}
          {payers.map((name) => `${say(shares[name])} ${kroner(data.totals?.[name] ?? 0)}`).join(' · ')}
        </p>
      )}
    </>
  );
}
