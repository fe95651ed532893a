import type { CommandView } from '../api.ts';
import { labelOfValue } from '../fields.ts';
import type { FieldKind } from '../fields.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../texts.ts';
import { CaseField } from './case-field.tsx';
import { DrugField } from './drug-field.tsx';
import { Field, Radios } from './field.tsx';
import { OrganisationField } from './organisation-field.tsx';
import { ThreadField } from './thread-field.tsx';

export type Value = string | number | boolean | undefined;

export interface FieldSchema {
  type?: string;
  format?: string;
  enum?: string[];
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

/** So many that a list is easier to read than buttons. */
const mostRadios = 5;

/** One field of a command, by its schema. */
export function CommandField({
  kind,
  choices,
  caseId,
  label,
  schema,
  fault,
  value,
  ownDrugs,
  change,
}: {
  kind: FieldKind | undefined;
  /** What the case knows that the field can be. */
  choices: NonNullable<CommandView['choices']>[string] | undefined;
  /** Of the case that the command is given to. */
  caseId: string;
  label: string;
  schema: FieldSchema;
  fault: string | undefined;
  value: Value;
  ownDrugs: readonly { drugId: string; name: string }[];
  change: (value: Value, also?: Record<string, Value>) => void;
}) {
  const { say } = useSpeech();
  const text = value === undefined ? '' : String(value);
  if (choices) {
    const options = choices.map(({ value: each, drugId, name = drugId }) => ({
      value: each,
      label: name ?? say(texts.hiddenDrug),
    }));
    return <Radios legend={label} fault={fault} options={options} value={text || undefined} choose={change} />;
  }
  if (kind === 'drug') {
    return <DrugField label={label} fault={fault} value={text} own={ownDrugs} change={change} />;
  }
  if (kind === 'case') {
    return <CaseField label={label} fault={fault} value={text} leftOut={caseId} change={change} />;
  }
  if (kind === 'thread') {
    return <ThreadField label={label} fault={fault} value={text} caseId={caseId} change={change} />;
  }
  if (kind === 'municipality' || kind === 'pharmacy' || kind === 'gpPractice') {
    return <OrganisationField kind={kind} label={label} fault={fault} value={text} change={change} />;
  }
  if (schema.type === 'boolean') {
    return (
      <Radios
        legend={label}
        fault={fault}
        options={[
          { value: 'true', label: say(texts.yes) },
          { value: 'false', label: say(texts.no) },
        ]}
        value={value === undefined ? undefined : text}
        choose={(chosen) => change(chosen === 'true')}
      />
    );
  }
  if (schema.enum && schema.enum.length <= mostRadios) {
    const options = schema.enum.map((each) => ({ value: each, label: say(labelOfValue(each)) }));
    return <Radios legend={label} fault={fault} options={options} value={text || undefined} choose={change} />;
  }
  return (
    <Field label={label} fault={fault}>
      {(field) => {
        if (schema.enum) {
          return (
            <select {...field} className="form-select" value={text} onChange={({ target }) => change(target.value)}>
              <option value="">{say(texts.choose)}</option>
              {schema.enum.map((each) => (
                <option key={each} value={each}>
                  {say(labelOfValue(each))}
                </option>
              ))}
            </select>
          );
        }
        if (schema.type === 'integer' || schema.type === 'number') {
          return (
            <input
              {...field}
              type="number"
              className="form-input short"
              min={schema.minimum}
              max={schema.maximum}
              value={text}
              onChange={({ target }) => change(target.value === '' ? undefined : target.valueAsNumber)}
            />
          );
        }
        if (schema.format === 'date' || schema.format === 'date-time') {
          return (
            <input
              {...field}
              type={schema.format === 'date' ? 'date' : 'datetime-local'}
              className="form-input short"
              value={text}
              onChange={({ target }) => change(target.value)}
            />
          );
        }
        if ((schema.maxLength ?? 0) >= 500) {
          return (
            <textarea
              {...field}
              className="form-input"
              rows={3}
              maxLength={schema.maxLength}
              value={text}
              onChange={({ target }) => change(target.value)}
            />
          );
        }
        return (
          <input
            {...field}
            className="form-input"
            autoComplete="off"
            maxLength={schema.maxLength}
            value={text}
            onChange={({ target }) => change(target.value)}
          />
        );
      }}
    </Field>
  );
}
