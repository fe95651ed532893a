import { useQuery } from '@tanstack/react-query';
import { useSpeech } from '../language.tsx';
import { organisations } from '../questions.ts';
import type { OrganisationKind } from '../api.ts';
import { texts } from '../texts.ts';
import { Field } from './field.tsx';

/** One organisation of a kind, by name. */
export function OrganisationField({
  kind,
  label,
  hint,
  fault,
  value,
  change,
}: {
  kind: OrganisationKind;
  label: string;
  hint?: string;
  fault?: string | undefined;
  value: string;
  change: (id: string) => void;
}) {
  const { say } = useSpeech();
  const { data } = useQuery(organisations(kind));
  return (
    <Field label={label} hint={hint} fault={fault}>
      {(field) => (
        <select {...field} className="form-select" value={value} onChange={({ target }) => change(target.value)}>
          <option value="">{say(texts.choose)}</option>
          {data?.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
