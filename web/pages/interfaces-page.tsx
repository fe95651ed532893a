import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useSpeech } from '../language.tsx';
import { FilterLinks } from '../parts/filter-links.tsx';
import { Heading } from '../parts/heading.tsx';
import { Help } from '../parts/help.tsx';
import { Message } from '../parts/message.tsx';
import { MessagesIn } from '../parts/messages-in.tsx';
import { MessagesOut } from '../parts/messages-out.tsx';
import { texts } from '../interface-texts.ts';
import { myself } from '../questions.ts';
import { texts as common } from '../texts.ts';

/** Messages in and out, and what became of them. */
export function InterfacesRoute() {
  const { say } = useSpeech();
  const { data: me } = useQuery(myself);
  const asked = useSearch({ from: '/snitflader' });
  const isAdministrator = me?.role === 'administrator';
  const mayLook = isAdministrator || me?.role === 'municipalNurse';
  return (
    <>
      <Heading>{say(common.interfaces)}</Heading>
      {!mayLook && <Message kind="info" heading={say(texts.notYours)} />}
      {mayLook && (
        <>
          <p className="lead">{say(isAdministrator ? texts.intro : texts.introOfCase)}</p>
          <Help>
            <p>{say(texts.helpIn)}</p>
            <p>{say(texts.helpRaw)}</p>
          </Help>
        </>
      )}
      {isAdministrator && (
        <FilterLinks title={say(texts.direction)}>
          {([undefined, 'sendt'] as const).map((vis) => (
            <Link
              key={vis ?? 'modtaget'}
              to="/snitflader"
              search={{ ...(vis && { vis }) }}
              className="choice"
              activeOptions={{ exact: true }}
              aria-current={asked.vis === vis ? 'true' : undefined}
            >
              {say(vis ? texts.sent : texts.received)}
            </Link>
          ))}
        </FilterLinks>
      )}
      {isAdministrator && asked.vis === 'sendt' && <MessagesOut asked={asked} />}
      {mayLook && !isAdministrator && !asked.forloeb && <Message kind="info" heading={say(texts.askByCase)} />}
      {mayLook && asked.vis !== 'sendt' && (isAdministrator || asked.forloeb) && (
        <MessagesIn asked={asked} isAdministrator={isAdministrator} />
      )}
    </>
  );
}
