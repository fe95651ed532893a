import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { careCategory } from '../case-texts.ts';
import { useSpeech } from '../language.tsx';
import { careMessagesOf } from '../questions.ts';
import { texts } from '../texts.ts';
import { Field, Radios } from './field.tsx';

const elsewhere = 'elsewhere';

/** A correspondence about the citizen: one that Dosisflow has received, or another by the number it has in the care record. */
export function ThreadField({
  label,
  fault,
  value,
  caseId,
  change,
}: {
  label: string;
  fault: string | undefined;
  value: string;
  caseId: string;
  change: (id: string | undefined) => void;
}) {
  const { say, instant } = useSpeech();
  const { data } = useQuery(careMessagesOf(caseId));
  const [isElsewhere, setIsElsewhere] = useState(false);
  // The newest of each thread says which it is.
  const threads = new Map(data?.items.toReversed().map((message) => [message.threadId, message]));
  const known = [...threads.values()].toReversed().map(({ threadId, sender, senderName, occurredAt, category }) => ({
    value: threadId,
    label: `${say(careCategory(category))}, ${senderName ?? sender}, ${instant(occurredAt)}`,
  }));
  const isWritten = isElsewhere || known.length === 0;
  return (
    <>
      {known.length > 0 && (
        <Radios
          legend={label}
          fault={isWritten ? undefined : fault}
          options={[...known, { value: elsewhere, label: say(texts.otherThread) }]}
          value={isElsewhere ? elsewhere : value || undefined}
          choose={(chosen) => {
            setIsElsewhere(chosen === elsewhere);
            change(chosen === elsewhere ? undefined : chosen);
          }}
        />
      )}
      {isWritten && (
        <Field label={say(texts.threadId)} hint={say(texts.threadHint)} fault={fault}>
          {(field) => (
            <input
              {...field}
              className="form-input"
              autoComplete="off"
              maxLength={36}
              value={value}
              onChange={({ target }) => change(target.value)}
            />
          )}
        </Field>
      )}
    </>
  );
}
