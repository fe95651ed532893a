import { useQuery } from '@tanstack/react-query';
import { useSpeech } from '../../language.tsx';
import { eojVisibility } from '../../master-data-questions.ts';
import { careRecordNames, seen, texts } from '../../master-data-texts.ts';
import { Failed, Loading } from '../message.tsx';
import { Table } from '../table.tsx';

/** What each care record shows of a rejected prescription request, and who has it. */
export function CareRecords() {
  const { say } = useSpeech();
  const { data, error, refetch } = useQuery(eojVisibility);
  if (error && !data) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <>
      <p className="secondary">{say(texts.eojHelp)}</p>
      <Table
        caption={say(texts.careRecord)}
        heads={[texts.careRecord, texts.own, texts.others, texts.municipalities].map(say)}
      >
        {data.items.map(({ careRecord, ownRequests, othersRequests, municipalities }) => (
          <tr key={careRecord ?? ''}>
            <th scope="row" data-title={say(texts.careRecord)}>
              {careRecord ? careRecordNames[careRecord] : say(texts.unknownRecord)}
            </th>
            <td data-title={say(texts.own)}>{say(seen[ownRequests])}</td>
            <td data-title={say(texts.others)}>{say(seen[othersRequests])}</td>
            <td data-title={say(texts.municipalities)}>
              {municipalities.map(({ name }) => name).join(', ') || say(texts.noMunicipalities)}
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}
