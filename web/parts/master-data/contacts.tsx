import { useQuery } from '@tanstack/react-query';
import { useSpeech } from '../../language.tsx';
import { contacts, qualityClusters } from '../../master-data-questions.ts';
import { clusterPackages, contactKinds, texts } from '../../master-data-texts.ts';
import { geography } from '../../questions.ts';
import { Failed, Loading, Message } from '../message.tsx';
import { Table } from '../table.tsx';

/** Whom to turn to where a single organisation cannot help. */
export function Contacts() {
  const { say, day } = useSpeech();
  const { data, error, refetch } = useQuery(contacts);
  const { data: places } = useQuery(geography);
  if (error && !data) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return <Message kind="info" heading={say(texts.noContacts)} />;
  const regionOf = (code: string): string => places?.regions.find((region) => region.code === code)?.name ?? code;
  return (
    <Table
      caption={say(texts.contact)}
      heads={[texts.name, texts.area, texts.contact, texts.from, texts.source].map(say)}
    >
      {data.items.map((each) => (
        <tr key={each.id}>
          <th scope="row" data-title={say(texts.name)}>
            {each.name}
            <span className="secondary block">{say(contactKinds[each.kind])}</span>
          </th>
          <td data-title={say(texts.area)}>
            {each.healthCouncil ?? regionOf(each.regionCode)}
            {each.healthCouncil && <span className="secondary block">{regionOf(each.regionCode)}</span>}
          </td>
          <td data-title={say(texts.contact)}>
            {each.contact}
            {each.artificial && <span className="secondary block">{say(texts.artificial)}</span>}
          </td>
          <td data-title={say(texts.from)}>
            {day(each.validFrom)} – {each.validTo ? day(each.validTo) : say(texts.noEnd)}
          </td>
          <td data-title={say(texts.source)}>{each.source}</td>
        </tr>
      ))}
    </Table>
  );
}

/** Quality clusters of practices (kvalitetsklynger), never health clusters. */
export function QualityClusters() {
  const { say, number } = useSpeech();
  const { data, error, refetch } = useQuery(qualityClusters);
  if (error && !data) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return <Message kind="info" heading={say(texts.noClusters)} />;
  return (
    <Table caption={say(texts.qualityCluster)} heads={[texts.qualityCluster, texts.practices, texts.package].map(say)}>
      {data.items.map(({ name, practices, package: had }) => (
        <tr key={name}>
          <th scope="row" data-title={say(texts.qualityCluster)}>
            {name}
          </th>
          <td data-title={say(texts.practices)} className="numeric">
            {number(practices)}
          </td>
          <td data-title={say(texts.package)}>{say(had ? clusterPackages[had] : texts.noPackage)}</td>
        </tr>
      ))}
    </Table>
  );
}
