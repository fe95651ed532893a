import { useSearch } from '@tanstack/react-router';
import { useSpeech } from '../language.tsx';
import { texts } from '../oversight-texts.ts';
import { AccessLog } from '../parts/access-log.tsx';
import { EmergencyOpenings } from '../parts/emergency-openings.tsx';
import { Heading } from '../parts/heading.tsx';
import { Help } from '../parts/help.tsx';
import { texts as common } from '../texts.ts';

/** What a data protection officer follows up, of the own organisation. */
export function OversightRoute() {
  const { say } = useSpeech();
  return (
    <>
      <Heading>{say(common.oversight)}</Heading>
      <p className="lead">{say(texts.intro)}</p>
      <Help>
        <p>{say(texts.help)}</p>
      </Help>
      <h2 className="h3">{say(texts.openings)}</h2>
      <EmergencyOpenings asked={useSearch({ from: '/adgang' })} />
      <h2 className="h3">{say(texts.log)}</h2>
      <AccessLog />
    </>
  );
}
