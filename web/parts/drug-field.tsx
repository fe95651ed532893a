import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Drug } from '../api.ts';
import { errorWords } from '../error-words.ts';
import { useSpeech } from '../language.tsx';
import { drugs } from '../questions.ts';
import { texts } from '../texts.ts';
import { Field, Radios } from './field.tsx';
import type { Value } from './command-field.tsx';

/** A drug of the citizen's, or one of the price list, found by the beginning of its name; the D mark comes with it. */
export function DrugField({
  label,
  fault,
  value,
  own,
  leftOut = [],
  change,
}: {
  label: string;
  fault: string | undefined;
  value: string;
  own: readonly { drugId: string; name: string }[];
  /** Chosen already. */
  leftOut?: readonly string[];
  change: (value: string, also?: Record<string, Value>, name?: string) => void;
}) {
  const { say } = useSpeech();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<Drug>();
  const { data, error } = useQuery(drugs(text.trim()));
  const found = data?.items ?? [];
  const listed: Drug[] = [
    ...(chosen && !found.some(({ drugId }) => drugId === chosen.drugId) ? [chosen] : []),
    ...found,
  ];
  const options = [
    ...own.map(({ drugId, name }) => ({ value: drugId, label: name === drugId ? drugId : `${name} (${drugId})` })),
    ...listed
      .filter(({ drugId }) => !leftOut.includes(drugId) && !own.some((mine) => mine.drugId === drugId))
      .map(({ drugId, name, isDoseDispensable }) => ({
        value: drugId,
        label: `${name} (${drugId}), ${say(isDoseDispensable ? texts.mayBePacked : texts.mayNotBePacked)}`,
      })),
  ];
  return (
    <div className="drug-field">
      <Field label={`${label}: ${say(texts.findDrug)}`} hint={say(texts.findDrugHint)}>
        {(field) => (
          <input
            {...field}
            className="form-input"
            type="search"
            autoComplete="off"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      {error && <p className="form-error-message">{errorWords(error, say)}</p>}
      <output>{text.trim().length > 1 && data?.items.length === 0 && say(texts.noDrugFound)}</output>
      {(options.length > 0 || fault) && (
        <Radios
          legend={label}
          fault={fault}
          options={options}
          value={value || undefined}
          choose={(drugId) => {
            const drug = listed.find((each) => each.drugId === drugId);
            setChosen(drug);
            change(drugId, drug && { isDoseDispensable: drug.isDoseDispensable }, drug?.name);
          }}
        />
      )}
    </div>
  );
}
