import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { DirectoryOrganisation, OrganisationKind } from '../../api.ts';
import { useSpeech } from '../../language.tsx';
import type { MasterDataAsked } from '../../master-data-questions.ts';
import {
  careRecordNames,
  clusterPackages,
  organisationKinds,
  practiceSystemNames,
  texts,
} from '../../master-data-texts.ts';
import { myself, organisations } from '../../questions.ts';
import { Field } from '../field.tsx';
import { FilterLinks } from '../filter-links.tsx';
import { Failed, Loading, Message } from '../message.tsx';
import { Table } from '../table.tsx';
import { Channels } from './channels.tsx';

/** More rows than anyone reads: whoever looks for one writes a part of its name. */
const mostRows = 200;

/** The directory by kind, with what is known of each and how it is told. */
export function Organisations({ asked }: { asked: MasterDataAsked }) {
  const { say } = useSpeech();
  const { data: me } = useQuery(myself);
  const [name, setName] = useState('');
  const slags = asked.slags ?? 'municipality';
  const { data, error, refetch } = useQuery(organisations(slags));
  const found = data?.filter((each) => each.name.toLocaleLowerCase('da').includes(name.toLocaleLowerCase('da'))) ?? [];
  return (
    <>
      <FilterLinks title={say(texts.kind)}>
        {(Object.keys(organisationKinds) as OrganisationKind[]).map((kind) => (
          <Link
            key={kind}
            to="/stamdata"
            search={{ del: 'organisationer', slags: kind }}
            className="choice"
            activeOptions={{ exact: true }}
            aria-current={kind === slags ? 'true' : undefined}
          >
            {say(organisationKinds[kind])}
          </Link>
        ))}
      </FilterLinks>
      {data && data.length > 10 && (
        <Field label={say(texts.find)}>
          {(field) => (
            <input {...field} className="form-input" value={name} onChange={({ target }) => setName(target.value)} />
          )}
        </Field>
      )}
      {error && !data && <Failed error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && found.length === 0 && <Message kind="info" heading={say(texts.noOrganisations)} />}
      {found.length > 0 && (
        <Table
          caption={say(organisationKinds[slags])}
          heads={[texts.name, texts.identifiers, texts.more, texts.duty].map(say)}
        >
          {found.slice(0, mostRows).map((each) => (
            <Row key={each.id} organisation={each} mayChange={me?.role === 'administrator'} />
          ))}
        </Table>
      )}
    </>
  );
}

function Row({ organisation, mayChange }: { organisation: DirectoryOrganisation; mayChange: boolean }) {
  const { say } = useSpeech();
  const { id, name, sor, gln, ydernummer, pharmacyNumber, municipalityCode, regionCode, dutyContact } = organisation;
  const numbers = Object.entries({
    SOR: sor,
    GLN: gln,
    Ydernr: ydernummer,
    Apoteksnr: pharmacyNumber,
    Kommunekode: municipalityCode,
    Regionskode: regionCode,
  }).filter(([, value]) => value);
  return (
    <tr>
      <th scope="row" data-title={say(texts.name)}>
        {name}
      </th>
      <td data-title={say(texts.identifiers)}>
        {numbers.map(([label, value]) => (
          <span key={label} className="block">
            {label} {value}
          </span>
        ))}
      </td>
      <td data-title={say(texts.more)}>
        <Known organisation={organisation} />
        {mayChange && (
          <details>
            <summary>
              {say(texts.channels)} <span className="sr-only">{name}</span>
            </summary>
            <Channels id={id} />
          </details>
        )}
      </td>
      <td data-title={say(texts.duty)}>{dutyContact}</td>
    </tr>
  );
}

function Known({
  organisation: { practiceSystem, qualityCluster, clusterPackage, careRecord },
}: {
  organisation: DirectoryOrganisation;
}) {
  const { say } = useSpeech();
  const known: [string, string][] = [
    ...(practiceSystem ? [[say(texts.practiceSystem), practiceSystemNames[practiceSystem] ?? practiceSystem]] : []),
    ...(qualityCluster ? [[say(texts.qualityCluster), qualityCluster]] : []),
    ...(clusterPackage ? [[say(texts.package), say(clusterPackages[clusterPackage])]] : []),
    ...(careRecord ? [[say(texts.careRecord), careRecordNames[careRecord] ?? careRecord]] : []),
  ] as [string, string][];
  return known.map(([label, value]) => (
    <span key={label} className="block">
      {label}: {value}
    </span>
  ));
}
