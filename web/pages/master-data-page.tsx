import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSpeech } from '../language.tsx';
import type { MasterDataAsked } from '../master-data-questions.ts';
import { partNames, parts, texts } from '../master-data-texts.ts';
import type { PartName } from '../master-data-texts.ts';
import { FilterLinks } from '../parts/filter-links.tsx';
import { Heading } from '../parts/heading.tsx';
import { Help } from '../parts/help.tsx';
import { Agreements } from '../parts/master-data/agreements.tsx';
import { BackOrders } from '../parts/master-data/back-orders.tsx';
import { CareRecords } from '../parts/master-data/care-records.tsx';
import { Contacts, QualityClusters } from '../parts/master-data/contacts.tsx';
import { Organisations } from '../parts/master-data/organisations.tsx';
import { Policies } from '../parts/master-data/policies.tsx';
import { Tariffs } from '../parts/master-data/tariffs.tsx';
import { texts as common } from '../texts.ts';

const shown: Record<PartName, (asked: MasterDataAsked) => ReactNode> = {
  regler: () => <Policies />,
  takster: () => <Tariffs />,
  aftaler: () => <Agreements />,
  organisationer: (asked) => <Organisations asked={asked} />,
  kontakter: () => <Contacts />,
  klynger: () => <QualityClusters />,
  eoj: () => <CareRecords />,
  restordrer: (asked) => <BackOrders asked={asked} />,
};

/** The dated data that all cases rest on. */
export function MasterDataRoute() {
  const { say } = useSpeech();
  const asked = useSearch({ from: '/stamdata' });
  const chosen = asked.del ?? 'regler';
  return (
    <>
      <Heading>{say(common.masterData)}</Heading>
      <p className="lead">{say(texts.intro)}</p>
      <Help>
        <p>{say(texts.help)}</p>
      </Help>
      <FilterLinks title={say(texts.part)}>
        {partNames.map((name) => (
          <Link
            key={name}
            to="/stamdata"
            search={name === 'regler' ? {} : { del: name }}
            className="choice"
            activeOptions={{ exact: true }}
            aria-current={name === chosen ? 'true' : undefined}
          >
            {say(parts[name])}
          </Link>
        ))}
      </FilterLinks>
      <section className="part">
        <h2 className="h4">{say(parts[chosen])}</h2>
        {shown[chosen](asked)}
      </section>
    </>
  );
}
