import { useEffect } from 'react';
import { useSpeech } from '../language.tsx';
import { Heading } from '../parts/heading.tsx';
import { qualityTexts } from '../quality-texts.ts';

/** Where a window ends that was opened to sign in again beside a page with something typed. */
export function SignedInRoute() {
  const { say } = useSpeech();
  useEffect(() => close(), []);
  return (
    <>
      <Heading>{say(qualityTexts.signedInAgain)}</Heading>
      <p className="lead">{say(qualityTexts.signedInAgainHow)}</p>
    </>
  );
}
